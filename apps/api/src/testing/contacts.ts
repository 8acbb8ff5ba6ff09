import { graphql, type VariablesOf } from './graphql.ts';
import type { Stage } from './stage.ts';
import { expectType, type Person, type World } from './world.ts';

/** What people do with their contacts, over the public API. */

const RequestFriend = graphql(`
  mutation RequestContact($input: RequestFriendInput!) {
    requestFriend(input: $input) {
      __typename
      ... on RequestFriendPayload { request { id status expiresAt } }
      ... on FriendRequestPausedError { retryAt }
      ... on UserBlockedError { users { id } }
      ... on RecipientRefusesError { users { id } }
      ... on Error { message rule }
    }
  }
`);
const RemoveFriend = graphql(`
  mutation RemoveContact($input: RemoveFriendInput!) {
    removeFriend(input: $input) {
      __typename
      ... on RemoveFriendPayload { user { id relation remark } }
      ... on Error { rule }
    }
  }
`);
const BlockUser = graphql(`
  mutation BlockContact($input: BlockUserInput!) {
    blockUser(input: $input) {
      __typename
      ... on BlockUserPayload { user { id relation blocked } }
      ... on Error { rule }
    }
  }
`);
const UnblockUser = graphql(`
  mutation UnblockContact($input: UnblockUserInput!) {
    unblockUser(input: $input) {
      __typename
      ... on UnblockUserPayload { user { id relation blocked } }
      ... on Error { rule }
    }
  }
`);
const SetRemark = graphql(`
  mutation RemarkContact($input: SetRemarkInput!) {
    setRemark(input: $input) {
      __typename
      ... on SetRemarkPayload { user { id remark } }
      ... on InvalidFieldError { field }
      ... on NotFriendsError { users { id } }
      ... on Error { rule }
    }
  }
`);
const Contact = graphql(`
  query Contact($id: ID!) {
    node(id: $id) { ... on User { id nickname relation remark blocked presence { state } } }
  }
`);
const ContactLists = graphql(`
  query ContactLists {
    viewer {
      friends { edges { node { id } } }
      blockedUsers { edges { node { id } } }
      receivedFriendRequests { edges { node { id } } }
      sentFriendRequests { edges { node { id } } }
    }
  }
`);

const UpdatePrivacy = graphql(`
  mutation ChangePrivacy($input: UpdatePrivacyInput!) {
    updatePrivacy(input: $input) { viewer { id privacy {
      foundByName foundByEmail foundByPhone presenceShownTo reachableBy
    } } }
  }
`);
const CreateCategory = graphql(`
  mutation CreateContactCategory($input: CreateFriendCategoryInput!) {
    createFriendCategory(input: $input) {
      __typename
      ... on CreateFriendCategoryPayload {
        category { id title friends { edges { node { id } } } }
        viewer { id friendCategories { id title } }
      }
      ... on InvalidFieldError { field }
      ... on LimitReachedError { limit }
      ... on NotFriendsError { users { id } }
      ... on Error { rule }
    }
  }
`);
const UpdateCategory = graphql(`
  mutation UpdateContactCategory($input: UpdateFriendCategoryInput!) {
    updateFriendCategory(input: $input) {
      __typename
      ... on UpdateFriendCategoryPayload {
        category { id title friends { edges { node { id } } } }
      }
      ... on InvalidFieldError { field }
      ... on NotFriendsError { users { id } }
      ... on Error { rule }
    }
  }
`);
const OrderCategories = graphql(`
  mutation OrderContactCategories($input: OrderFriendCategoriesInput!) {
    orderFriendCategories(input: $input) {
      __typename
      ... on OrderFriendCategoriesPayload { viewer { id friendCategories { id } } }
      ... on Error { rule }
    }
  }
`);
const DeleteCategory = graphql(`
  mutation DeleteContactCategory($input: DeleteFriendCategoryInput!) {
    deleteFriendCategory(input: $input) {
      __typename
      ... on DeleteFriendCategoryPayload { categoryId viewer { id friendCategories { id } } }
      ... on Error { rule }
    }
  }
`);
const SetCategories = graphql(`
  mutation SetContactCategories($input: SetFriendCategoriesInput!) {
    setFriendCategories(input: $input) {
      __typename
      ... on SetFriendCategoriesPayload { user { id categories { id title } } }
      ... on NotFriendsError { users { id } }
      ... on Error { rule }
    }
  }
`);

export const changePrivacy = async (
  person: Person,
  input: VariablesOf<typeof UpdatePrivacy>['input'],
) => (await person.ask(UpdatePrivacy, { input })).updatePrivacy.viewer.privacy;
export const createCategory = async (
  person: Person,
  name: string,
  friends: readonly { id: string }[] = [],
) => {
  const input = { title: name, userIds: friends.map(({ id }) => id) };
  return (await person.ask(CreateCategory, { input })).createFriendCategory;
};
/** A category that is sure to be made; answers its id. */
export const category = async (
  person: Person,
  name: string,
  friends: readonly { id: string }[] = [],
): Promise<string> =>
  expectType(await createCategory(person, name, friends), 'CreateFriendCategoryPayload').category
    .id;
export const updateCategory = async (
  person: Person,
  input: VariablesOf<typeof UpdateCategory>['input'],
) => (await person.ask(UpdateCategory, { input })).updateFriendCategory;
export const orderCategories = async (person: Person, categoryIds: string[]) =>
  (await person.ask(OrderCategories, { input: { categoryIds } })).orderFriendCategories;
export const deleteCategory = async (person: Person, categoryId: string) =>
  (await person.ask(DeleteCategory, { input: { categoryId } })).deleteFriendCategory;
export const setCategories = async (person: Person, other: { id: string }, categoryIds: string[]) =>
  (await person.ask(SetCategories, { input: { userId: other.id, categoryIds } }))
    .setFriendCategories;

export const askFriend = async (from: Person, to: { id: string }) =>
  (await from.ask(RequestFriend, { input: { userId: to.id } })).requestFriend;
export const removeFriend = async (from: Person, other: { id: string }) =>
  (await from.ask(RemoveFriend, { input: { userId: other.id } })).removeFriend;
export const block = async (from: Person, other: { id: string }) =>
  (await from.ask(BlockUser, { input: { userId: other.id } })).blockUser;
export const unblock = async (from: Person, other: { id: string }) =>
  (await from.ask(UnblockUser, { input: { userId: other.id } })).unblockUser;
export const remark = async (from: Person, other: { id: string }, words: string | null) =>
  (await from.ask(SetRemark, { input: { userId: other.id, remark: words } })).setRemark;

/** All that can come of a friendship, up to its end and a word after it. */
export async function liveThroughContacts(person: Person, friend: Person): Promise<void> {
  expectType(await remark(person, friend, 'Old friend'), 'SetRemarkPayload');
  await category(person, 'Tea', [friend]);
  await changePrivacy(person, { foundByEmail: true });
  expectType(await block(person, friend), 'BlockUserPayload');
  expectType(await unblock(person, friend), 'UnblockUserPayload');
  expectType(await removeFriend(person, friend), 'RemoveFriendPayload');
  await person.send(await person.open(friend), 'Are we no friends any more?');
}

/** What one person is to another, as a fresh fetch tells. */
export async function contact(from: Person, other: Person) {
  const { node } = await from.ask(Contact, { id: other.id });
  if (!node || !('relation' in node)) throw new Error('A user’s id led to no user');
  return node;
}

export async function contactLists(person: Person) {
  const { viewer } = await person.ask(ContactLists, {});
  const ids = (list: { edges: { node: { id: string } }[] }) =>
    list.edges.map(({ node }) => node.id);
  return {
    friends: ids(viewer.friends),
    blocked: ids(viewer.blockedUsers),
    received: ids(viewer.receivedFriendRequests),
    sent: ids(viewer.sentFriendRequests),
  };
}

const rowOf = (id: string) => Buffer.from(id, 'base64').toString().split(':')[1] ?? '';

/** Moves the making and the decision of a request into the past. */
export const backdate = (stage: Stage, requestId: string, days: number, decided = false) => {
  const then = new Date(Date.now() - days * 86_400_000);
  return stage.backend.db.friendRequest.update({
    where: { id: rowOf(requestId) },
    data: decided ? { createdAt: then, decidedAt: then } : { createdAt: then },
  });
};

/** A request of Mei's to Tom that nobody has answered for 31 days. */
export async function outdated(stage: Stage, world: World) {
  const [mei, tom] = await Promise.all([world.user('Mei'), world.user('Tom')]);
  const { request } = expectType(await askFriend(mei, tom), 'RequestFriendPayload');
  await backdate(stage, request.id, 31);
  return { mei, tom, people: [mei, tom], requestId: request.id };
}
