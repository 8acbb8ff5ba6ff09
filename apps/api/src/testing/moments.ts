import { randomUUID } from 'node:crypto';
import { change } from './convergence/scene.ts';
import { graphql, type VariablesOf } from './graphql.ts';
import type { Stage } from './stage.ts';
import { expectType, type Person } from './world.ts';

/** What tests do with moments, over the public API. Attempts answer a member of their result union. */

const PostMoment = graphql(`
  mutation Post($input: PostMomentInput!) {
    postMoment(input: $input) {
      __typename
      ... on PostMomentPayload { moment { id clientId text momentVisibility } }
      ... on Error { message rule }
      ... on InvalidFieldError { field }
      ... on MomentTextTooLongError { limit length }
      ... on MomentRateLimitedError { limit retryAt }
      ... on NotFriendsError { users { id } }
    }
  }
`);
const ChangeVisibility = graphql(`
  mutation ShowTo($input: ChangeMomentVisibilityInput!) {
    changeMomentVisibility(input: $input) {
      __typename
      ... on ChangeMomentVisibilityPayload { moment { id momentVisibility } }
      ... on Error { message rule }
      ... on InvalidFieldError { field }
    }
  }
`);
const DeleteMoment = graphql(`
  mutation TakeAway($input: DeleteMomentInput!) {
    deleteMoment(input: $input) {
      __typename
      ... on DeleteMomentPayload { momentId }
      ... on Error { rule }
    }
  }
`);
const Like = graphql(`
  mutation Like($input: LikeMomentInput!) {
    likeMoment(input: $input) {
      __typename
      ... on LikeMomentPayload { moment { id viewerHasLiked likeCount } }
      ... on Error { rule }
      ... on MomentRateLimitedError { retryAt }
    }
  }
`);
const Unlike = graphql(`
  mutation Unlike($input: UnlikeMomentInput!) {
    unlikeMoment(input: $input) {
      __typename
      ... on UnlikeMomentPayload { moment { id viewerHasLiked likeCount } }
      ... on Error { rule }
    }
  }
`);
const Comment = graphql(`
  mutation Comment($input: CommentOnMomentInput!) {
    commentOnMoment(input: $input) {
      __typename
      ... on CommentOnMomentPayload { comment { id text } }
      ... on Error { message rule }
      ... on MomentTextTooLongError { limit length }
      ... on MomentRateLimitedError { limit retryAt }
    }
  }
`);
const DeleteComment = graphql(`
  mutation Uncomment($input: DeleteMomentCommentInput!) {
    deleteMomentComment(input: $input) {
      __typename
      ... on DeleteMomentCommentPayload { moment { id commentCount } }
      ... on Error { rule }
    }
  }
`);
const ReadNotices = graphql(`
  mutation ReadNotices($input: MarkMomentNoticesReadInput!) {
    markMomentNoticesRead(input: $input) {
      __typename
      ... on MarkMomentNoticesReadPayload { viewer { unreadMomentNotices } }
      ... on Error { rule }
    }
  }
`);

const MomentShown = graphql(`
  fragment MomentShown on Moment @_unmask {
    id
    author { id }
    text
    postedAt
    locationLabel
    momentVisibility
    audience { users { id } categories { id } }
    mentioned { id }
    attachments { __typename ... on Image { id } ... on Video { id } }
    linkPreview { title }
    viewerHasLiked
    likeCount
    commentCount
    likers(first: 20) { edges { node { id } } }
    comments(first: 20) {
      edges { node { id text author { id } answeredUser { id } answeredCommentId canDelete } }
    }
  }
`);
export const Feed = graphql(
  `
    query Feed($first: Int, $after: String, $last: Int, $before: String) {
      moments(first: $first, after: $after, last: $last, before: $before) {
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { node { ...MomentShown } }
      }
    }
  `,
  [MomentShown],
);
const Album = graphql(
  `
    query Album($id: ID!, $first: Int, $after: String) {
      node(id: $id) {
        ... on User {
          momentsWindow
          momentsCover { id }
          momentRelation { hidesTheirs hidesMine }
          moments(first: $first, after: $after) {
            pageInfo { hasNextPage endCursor }
            edges { node { ...MomentShown } }
          }
        }
      }
    }
  `,
  [MomentShown],
);
const MomentById = graphql(
  `query MomentById($id: ID!) { node(id: $id) { __typename ... on Moment { ...MomentShown } } }`,
  [MomentShown],
);
const Notices = graphql(`
  query Notices {
    viewer {
      unreadMomentNotices
      momentNotices(first: 50) {
        edges { node { id noticeKind seen actor { id } moment { id } comment { id text } } }
      }
    }
  }
`);

type Posted = Partial<VariablesOf<typeof PostMoment>['input']>;

export const tryPost = async (person: Person, given: Posted = {}) =>
  (
    await person.ask(PostMoment, {
      input: { clientId: randomUUID(), text: 'tea', visibility: 'FRIENDS', ...given },
    })
  ).postMoment;
/** Answers the id. */
export const post = async (person: Person, given: Posted = {}): Promise<string> =>
  expectType(await tryPost(person, given), 'PostMomentPayload').moment.id;
export const tryShow = async (
  person: Person,
  input: VariablesOf<typeof ChangeVisibility>['input'],
) => (await person.ask(ChangeVisibility, { input })).changeMomentVisibility;
export const takeAway = async (person: Person, momentId: string) =>
  (await person.ask(DeleteMoment, { input: { momentId } })).deleteMoment;
export const like = async (person: Person, momentId: string) =>
  (await person.ask(Like, { input: { momentId } })).likeMoment;
export const unlike = async (person: Person, momentId: string) =>
  (await person.ask(Unlike, { input: { momentId } })).unlikeMoment;
export const tryComment = async (
  person: Person,
  momentId: string,
  text: string,
  more: { replyToId?: string; clientId?: string } = {},
) =>
  (await person.ask(Comment, { input: { clientId: randomUUID(), momentId, text, ...more } }))
    .commentOnMoment;
/** Answers the id. */
export const comment = async (
  person: Person,
  momentId: string,
  text: string,
  replyToId?: string,
): Promise<string> => {
  const more = replyToId ? { replyToId } : {};
  const outcome = await tryComment(person, momentId, text, more);
  return expectType(outcome, 'CommentOnMomentPayload').comment.id;
};
export const uncomment = async (person: Person, commentId: string) =>
  (await person.ask(DeleteComment, { input: { commentId } })).deleteMomentComment;
export const readNotices = async (person: Person, noticeId: string) =>
  (await person.ask(ReadNotices, { input: { noticeId } })).markMomentNoticesRead;

export async function feed(person: Person, page: VariablesOf<typeof Feed> = {}) {
  const { moments } = await person.ask(Feed, page);
  return { nodes: moments.edges.map(({ node }) => node), pageInfo: moments.pageInfo };
}

export async function album(
  person: Person,
  of: Person,
  page: Omit<VariablesOf<typeof Album>, 'id'> = {},
) {
  const { node } = await person.ask(Album, { id: of.id, ...page });
  if (!node || !('moments' in node)) throw new Error('There is no such person');
  const { moments, ...shown } = node;
  return { ...shown, nodes: moments.edges.map((edge) => edge.node), pageInfo: moments.pageInfo };
}

/** The post as this person sees it; null when they do not. */
export async function seen(person: Person, id: string) {
  const { data, errors } = await person.attempt(MomentById, { id });
  if (errors) {
    if (errors.some(({ extensions }) => extensions?.code !== 'NOT_FOUND'))
      throw new Error(JSON.stringify(errors));
    return null;
  }
  return data?.node?.__typename === 'Moment' ? data.node : null;
}

export async function notices(person: Person) {
  const { viewer } = await person.ask(Notices, {});
  return {
    unread: viewer.unreadMomentNotices,
    all: viewer.momentNotices.edges.map(({ node }) => node),
  };
}

/** Everything that is logged of moments happens to Mei, a friend of Tom’s. */
export async function liveThroughMoments(mei: Person, tom: Person): Promise<void> {
  const id = await post(mei);
  await like(tom, id);
  await unlike(tom, id);
  await takeAway(mei, await post(mei));
  await change(mei, 'updateMomentSettings', { timelineWindow: 'MONTH' });
  await change(mei, 'setMomentRelation', { userId: tom.id, hidesTheirs: true });
  await like(tom, id);
}

/** Mei with two friends who know each other, a friend whom these do not know, and a stranger. */
export async function circle({ world }: Pick<Stage, 'world'>) {
  const [mei, tom, lin, eve, stranger] = await Promise.all([
    world.user('Mei'),
    world.user('Tom'),
    world.user('Lin'),
    world.user('Eve'),
    world.user('Kai'),
  ]);
  await Promise.all([mei.befriend(tom), lin.befriend(mei), tom.befriend(lin), eve.befriend(mei)]);
  return { mei, tom, lin, eve, stranger };
}
