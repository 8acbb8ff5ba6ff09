import type { FriendCategory as FriendCategoryRow } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { friendCategoriesOf, requireFriendCategory } from '../access.ts';
import { CategoryNameTakenError, NotFriendsError, OwnAccountError } from '../errors.ts';
import {
  createFriendCategory,
  deleteFriendCategory,
  FILED_AT_ONCE,
  orderFriendCategories,
  setFriendCategories,
  updateFriendCategory,
} from '../service/categories.ts';
import { peopleById, userPayload } from './friends.ts';

export const FriendCategory = builder.prismaObject('FriendCategory', {
  description: 'A title under which somebody keeps some of their friends. Only they can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('FriendCategory')),
    title: t.exposeString('name', {
      description:
        '1 to 20 characters; unique among the person’s categories without regard to case.',
    }),
    friends: t.connection({
      type: User,
      description: 'The friends in it, by id.',
      complexity: pageCost,
      resolve: ({ id, accountId }, args, { backend }) =>
        peopleById(backend.db, args, {
          friendOf: { some: { accountId, categories: { some: { categoryId: id } } } },
        }),
    }),
  }),
});
registerNode('FriendCategory', requireFriendCategory);

builder.objectField(Viewer, 'friendCategories', (t) =>
  t.field({
    type: [FriendCategory],
    description:
      'The viewer’s categories of friends in their own order, at most FRIEND_CATEGORIES_MAX (50).',
    resolve: ({ accountId }, _args, { backend }) => friendCategoriesOf(backend, accountId),
  }),
);

async function loadCategories(friendIds: string[], context: Context) {
  const { accountId } = requireViewer(context);
  const rows = await context.backend.db.friendCategoryMember.findMany({
    where: { accountId, friendId: { in: friendIds } },
    include: { category: true },
    orderBy: [{ category: { position: 'asc' } }, { categoryId: 'asc' }],
  });
  return friendIds.map((id) =>
    rows.filter((row) => row.friendId === id).map(({ category }) => category),
  );
}

builder.prismaObjectField('Account', 'categories', (t) =>
  t.loadableList({
    type: FriendCategory,
    description:
      'The viewer’s categories that this friend is in, in the viewer’s order; none for anybody else. Depends on the viewer.',
    load: loadCategories,
    resolve: (account) => account.id,
  }),
);

builder.objectType(CategoryNameTakenError, {
  name: 'CategoryNameTakenError',
  description: 'The caller has a category of this title.',
  interfaces: [ErrorInterface],
});

const title = '1 to 20 characters, unlike those of the caller’s other categories.';
const friendsMost = `Friends, at most ${FILED_AT_ONCE}.`;
const categoryId = { required: true, description: 'A `FriendCategory` of the caller.' } as const;

const CreateFriendCategoryInput = builder.inputType('CreateFriendCategoryInput', {
  description: 'A new category.',
  fields: (t) => ({
    title: t.string({ required: true, description: title }),
    userIds: t.idList({ description: `Who is in it at first. ${friendsMost}` }),
  }),
});
const UpdateFriendCategoryInput = builder.inputType('UpdateFriendCategoryInput', {
  description: 'What is to be different about a category. Left out or null: as it is.',
  fields: (t) => ({
    categoryId: t.id(categoryId),
    title: t.string({ description: title }),
    addUserIds: t.idList({ description: `Whom to put into it. ${friendsMost}` }),
    removeUserIds: t.idList({
      description: `Whom to take out of it, at most ${FILED_AT_ONCE}; whoever is not in it is no error.`,
    }),
  }),
});
const OrderFriendCategoriesInput = builder.inputType('OrderFriendCategoriesInput', {
  description: 'An order of the caller’s categories.',
  fields: (t) => ({
    categoryIds: t.idList({
      required: true,
      description: 'Those that come first, in this order; the others follow as they were.',
    }),
  }),
});
const DeleteFriendCategoryInput = builder.inputType('DeleteFriendCategoryInput', {
  description: 'A category to delete.',
  fields: (t) => ({ categoryId: t.id(categoryId) }),
});
const SetFriendCategoriesInput = builder.inputType('SetFriendCategoriesInput', {
  description: 'Which categories a friend is in.',
  fields: (t) => ({
    userId: t.id({ required: true, description: 'A friend.' }),
    categoryIds: t.idList({
      required: true,
      description: 'Categories of the caller: the friend is in these, and in no other.',
    }),
  }),
});

const category = 'The category as it is now.';
const allOfThem = 'The caller, with `friendCategories` as they are now. Depends on the viewer.';

const CreateFriendCategoryPayload = builder
  .objectRef<{ category: FriendCategoryRow; viewer: AskingViewer }>('CreateFriendCategoryPayload')
  .implement({
    description: 'The category is there, behind the others.',
    fields: (t) => ({
      category: t.expose('category', { type: FriendCategory, description: category }),
      viewer: t.expose('viewer', { type: Viewer, description: allOfThem }),
    }),
  });
const UpdateFriendCategoryPayload = builder
  .objectRef<{ category: FriendCategoryRow }>('UpdateFriendCategoryPayload')
  .implement({
    description: 'The category is as asked for.',
    fields: (t) => ({
      category: t.expose('category', { type: FriendCategory, description: category }),
    }),
  });
const OrderFriendCategoriesPayload = builder
  .objectRef<{ viewer: AskingViewer }>('OrderFriendCategoriesPayload')
  .implement({
    description: 'The categories are in this order.',
    fields: (t) => ({ viewer: t.expose('viewer', { type: Viewer, description: allOfThem }) }),
  });
const DeleteFriendCategoryPayload = builder
  .objectRef<{ categoryId: string; viewer: AskingViewer }>('DeleteFriendCategoryPayload')
  .implement({
    description: 'The category is gone.',
    fields: (t) => ({
      categoryId: t.exposeID('categoryId', { description: 'What the category was.' }),
      viewer: t.expose('viewer', { type: Viewer, description: allOfThem }),
    }),
  });
const SetFriendCategoriesPayload = userPayload(
  'SetFriendCategoriesPayload',
  'The friend is in these categories.',
);

const uuidOf = (id: string) => requireId('FriendCategory', id, 'category');
const uuidsOfUsers = (ids: readonly string[] | null | undefined) => [
  ...new Set(ids?.map((id) => requireId('User', id, 'person'))),
];

builder.mutationFields((t) => ({
  createFriendCategory: t.field({
    type: CreateFriendCategoryPayload,
    authScopes: { signedIn: true },
    description:
      'Makes a category of the caller’s, behind the others. At most FRIEND_CATEGORIES_MAX (50).',
    errors: {
      types: [
        InvalidFieldError,
        CategoryNameTakenError,
        LimitReachedError,
        NotFriendsError,
        NotFoundError,
      ],
    },
    args: {
      input: t.arg({ type: CreateFriendCategoryInput, required: true, description: 'What.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      const given = { title: input.title, friendIds: uuidsOfUsers(input.userIds) };
      return { category: await createFriendCategory(context.backend, viewer, given), viewer };
    },
  }),
  updateFriendCategory: t.field({
    type: UpdateFriendCategoryPayload,
    authScopes: { signedIn: true },
    description: 'Renames a category, puts friends into it and takes others out.',
    errors: {
      types: [NotFoundError, InvalidFieldError, CategoryNameTakenError, NotFriendsError],
    },
    args: {
      input: t.arg({ type: UpdateFriendCategoryInput, required: true, description: 'What.' }),
    },
    resolve: async (_root, { input }, context) => ({
      category: await updateFriendCategory(context.backend, requireViewer(context), {
        categoryId: uuidOf(input.categoryId),
        title: input.title ?? null,
        addedIds: uuidsOfUsers(input.addUserIds),
        removedIds: uuidsOfUsers(input.removeUserIds),
      }),
    }),
  }),
  orderFriendCategories: t.field({
    type: OrderFriendCategoriesPayload,
    authScopes: { signedIn: true },
    description: 'Puts the caller’s categories in order.',
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({ type: OrderFriendCategoriesInput, required: true, description: 'How.' }),
    },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      await orderFriendCategories(context.backend, viewer, input.categoryIds.map(uuidOf));
      return { viewer };
    },
  }),
  deleteFriendCategory: t.field({
    type: DeleteFriendCategoryPayload,
    authScopes: { signedIn: true },
    description: 'Deletes a category. The friends in it stay friends.',
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({ type: DeleteFriendCategoryInput, required: true, description: 'Which.' }),
    },
    resolve: async (_root, { input: { categoryId } }, context) => {
      const viewer = requireViewer(context);
      await deleteFriendCategory(context.backend, viewer, uuidOf(categoryId));
      return { categoryId, viewer };
    },
  }),
  setFriendCategories: t.field({
    type: SetFriendCategoriesPayload,
    authScopes: { signedIn: true },
    description: 'Says in which of the caller’s categories a friend is.',
    errors: { types: [NotFoundError, OwnAccountError, NotFriendsError] },
    args: {
      input: t.arg({ type: SetFriendCategoriesInput, required: true, description: 'Whose.' }),
    },
    resolve: (_root, { input }, context) =>
      setFriendCategories(context.backend, requireViewer(context), {
        accountId: requireId('User', input.userId, 'person'),
        categoryIds: input.categoryIds.map(uuidOf),
      }),
  }),
}));

builder.objectFields(
  loggedEvent(
    'FriendCategoriesChanged',
    'The caller’s categories are others, are called otherwise or are in another order. Who is in one is told by ContactChanged. Account stream.',
  ),
  (t) => ({
    viewer: t.field({
      type: Viewer,
      description: allOfThem,
      resolve: (_event, _args, context) => requireViewer(context),
    }),
  }),
);
