import type { Account, Prisma } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { requireId } from '../../graphql/nodes.ts';
import { type Keyset, keysetConnection } from '../../graphql/pages.ts';
import { UUID_FORM } from '../../graphql/scalars.ts';
import type { Db } from '../../platform/db.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { NotFriendsError, OwnAccountError } from '../errors.ts';
import { blockUser, unblockUser } from '../service/blocks.ts';
import { removeFriend, setRemark } from '../service/friends.ts';

builder.prismaObjectFields('Account', (t) => ({
  remark: t.loadable({
    type: 'String',
    nullable: true,
    description:
      'What the viewer calls this friend, 1 to 30 characters; null where they have no name of their own for them. Depends on the viewer.',
    load: async (friendIds: string[], context: Context) => {
      const { accountId } = requireViewer(context);
      const rows = await context.backend.db.friendship.findMany({
        where: { accountId, friendId: { in: friendIds } },
      });
      const remarks = new Map(rows.map((row) => [row.friendId, row.remark]));
      return friendIds.map((id) => remarks.get(id) ?? null);
    },
    resolve: (account) => account.id,
  }),
  blocked: t.loadable({
    type: 'Boolean',
    description:
      'Whether the viewer has blocked this person. Nobody learns who has blocked them. Depends on the viewer.',
    load: async (blockedIds: string[], context: Context) => {
      const { accountId } = requireViewer(context);
      const rows = await context.backend.db.block.findMany({
        where: { accountId, blockedId: { in: blockedIds } },
      });
      const blocked = new Set(rows.map((row) => row.blockedId));
      return blockedIds.map((id) => blocked.has(id));
    },
    resolve: (account) => account.id,
  }),
}));

export const peopleById = (db: Db, args: Keyset<Account>['args'], who: Prisma.AccountWhereInput) =>
  keysetConnection({
    args,
    key: (account: Account) => account.id,
    form: UUID_FORM,
    load: ({ after, before, limit, inverted }) =>
      db.account.findMany({
        where: { ...who, id: { gt: after, lt: before } },
        orderBy: { id: inverted ? 'desc' : 'asc' },
        take: limit,
      }),
  });

builder.objectFields(Viewer, (t) => ({
  friends: t.connection({
    type: User,
    description: 'Friends, by id. Sort them by name in the reader’s language.',
    complexity: pageCost,
    resolve: ({ accountId }, args, { backend }) =>
      peopleById(backend.db, args, { friendOf: { some: { accountId } } }),
  }),
  blockedUsers: t.connection({
    type: User,
    description: 'People whom the viewer has blocked, by id.',
    complexity: pageCost,
    resolve: ({ accountId }, args, { backend }) =>
      peopleById(backend.db, args, { blockedBy: { some: { accountId } } }),
  }),
}));

const userId = { required: true, description: 'A `User`.' } as const;
const RemoveFriendInput = builder.inputType('RemoveFriendInput', {
  description: 'Whom to be friends with no more.',
  fields: (t) => ({ userId: t.id(userId) }),
});
const BlockUserInput = builder.inputType('BlockUserInput', {
  description: 'Whom to keep away.',
  fields: (t) => ({ userId: t.id(userId) }),
});
const UnblockUserInput = builder.inputType('UnblockUserInput', {
  description: 'Whom to let come near again.',
  fields: (t) => ({ userId: t.id(userId) }),
});
const SetRemarkInput = builder.inputType('SetRemarkInput', {
  description: 'What to call a friend.',
  fields: (t) => ({
    userId: t.id({ required: true, description: 'A friend.' }),
    remark: t.string({ description: '1 to 30 characters; null or left out takes it away.' }),
  }),
});

export const userPayload = (name: string, description: string) =>
  builder.objectRef<Account>(name).implement({
    description,
    fields: (t) => ({
      user: t.field({
        type: User,
        description: 'The person as they are to the caller now.',
        resolve: (account) => account,
      }),
    }),
  });
const RemoveFriendPayload = userPayload('RemoveFriendPayload', 'The two are not friends.');
const BlockUserPayload = userPayload('BlockUserPayload', 'The person is blocked.');
const UnblockUserPayload = userPayload('UnblockUserPayload', 'The person is not blocked.');
const SetRemarkPayload = userPayload('SetRemarkPayload', 'The friend is called so.');

const ON_ANYBODY = { types: [NotFoundError, OwnAccountError] };

builder.mutationFields((t) => ({
  removeFriend: t.field({
    type: RemoveFriendPayload,
    authScopes: { signedIn: true },
    description:
      'Ends a friendship for both people, who are told. Their conversation stays to be read; into it each can write one message, as to any stranger. Does nothing where they are not friends.',
    errors: ON_ANYBODY,
    args: { input: t.arg({ type: RemoveFriendInput, required: true, description: 'Whom.' }) },
    resolve: (_root, { input }, context) =>
      removeFriend(
        context.backend,
        requireViewer(context),
        requireId('User', input.userId, 'person'),
      ),
  }),
  blockUser: t.field({
    type: BlockUserPayload,
    authScopes: { signedIn: true },
    description:
      'Keeps somebody away, friend or not, who is not told: between the two there are no messages, requests or invitations, and neither sees when the other is there; the one who is blocked does not find the other by search. Requests that wait between them end. Groups of both stay as they are.',
    errors: ON_ANYBODY,
    args: { input: t.arg({ type: BlockUserInput, required: true, description: 'Whom.' }) },
    resolve: (_root, { input }, context) =>
      blockUser(context.backend, requireViewer(context), requireId('User', input.userId, 'person')),
  }),
  unblockUser: t.field({
    type: UnblockUserPayload,
    authScopes: { signedIn: true },
    description:
      'Takes a block back: those who were friends are as before. Does nothing where there is no block.',
    errors: ON_ANYBODY,
    args: { input: t.arg({ type: UnblockUserInput, required: true, description: 'Whom.' }) },
    resolve: (_root, { input }, context) =>
      unblockUser(
        context.backend,
        requireViewer(context),
        requireId('User', input.userId, 'person'),
      ),
  }),
  setRemark: t.field({
    type: SetRemarkPayload,
    authScopes: { signedIn: true },
    description: 'Calls a friend by a name that only the caller sees. It ends with the friendship.',
    errors: { types: [...ON_ANYBODY.types, InvalidFieldError, NotFriendsError] },
    args: { input: t.arg({ type: SetRemarkInput, required: true, description: 'Whom and how.' }) },
    resolve: (_root, { input }, context) =>
      setRemark(context.backend, requireViewer(context), {
        accountId: requireId('User', input.userId, 'person'),
        remark: input.remark ?? null,
      }),
  }),
}));

const EVENTS = {
  FriendshipStarted: ['Two people became friends. Account stream of both.', 'The new friend.'],
  FriendshipEnded: [
    'Two people are not friends any more. Account stream of both.',
    'The other person.',
  ],
  UserBlocked: ['Somebody was blocked. Account stream of the person who did it.', 'Who.'],
  UserUnblocked: [
    'Somebody is not blocked any more. Account stream of the person who did it.',
    'Who.',
  ],
  ContactChanged: [
    'What the viewer keeps about a friend has changed. Account stream of the viewer.',
    'The friend, with `remark` and `categories` as they are now.',
  ],
} as const;

for (const kind of Object.keys(EVENTS) as (keyof typeof EVENTS)[]) {
  const [description, who] = EVENTS[kind];
  builder.objectFields(loggedEvent(kind, description), (t) => ({
    user: t.prismaField({
      type: User,
      description: who,
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
  }));
}
