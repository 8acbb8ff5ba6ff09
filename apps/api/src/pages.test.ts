import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onMessage } from './testing/messages.ts';
import { type Stage, startStage } from './testing/stage.ts';
import { expectType, type Person } from './testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

type Answer = Record<string, unknown>;

async function ask(person: Person, query: string, variables: object = {}): Promise<Answer> {
  const response = await fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${person.token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Answer; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

/** The least of a few tries: the hub reads the log now and then, and what is new is prepared. */
async function statementsFor(asking: () => Promise<unknown>): Promise<number> {
  let fewest = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 4; time++) {
    let statements = 0;
    const { query } = pg.Client.prototype;
    pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
      statements += 1;
      return (query as (...given: unknown[]) => unknown).apply(this, given);
    } as typeof query;
    await asking().finally(() => {
      pg.Client.prototype.query = query;
    });
    fewest = Math.min(fewest, statements);
  }
  return fewest;
}

const USER = '{ id nickname username bio deleted joinedAt }';
const MEMBER = '{ id role joinedAt readSeq deliveredSeq }';
const SAID = '{ __typename ... on TextContent { text } ... on RecalledContent { recalledAt } }';
const MESSAGE = `{
  id seq sentAt editedAt version clientId sender ${USER} senderMember ${MEMBER} content ${SAID}
  delivery { deliveredCount readCount recipientCount }
  replyTo { messageId seq sender ${USER} senderMember ${MEMBER} content ${SAID} }
  reactions { emoji count viewerReacted recent { id } }
}`;
const CONVERSATION = `{
  id kind name memberCount unreadCount activeAt createdAt peer ${USER}
  viewerMember ${MEMBER} viewerPosition { readSeq deliveredSeq } lastMessage ${MESSAGE}
}`;
const MOMENT = `{ id text postedAt author ${USER} likeCount commentCount viewerHasLiked }`;

const HISTORY = (page: string) =>
  `query ($id: ID!) { conversation(id: $id) { messages(${page}) { edges { node ${MESSAGE} } } } }`;
const LIST = `{ viewer { conversations { edges { node ${CONVERSATION} } } } }`;
const PINNED = `{ viewer { pinnedConversations ${CONVERSATION} } }`;
const FEED = `{ moments { edges { node ${MOMENT} } } }`;

const nodesOf = (page: unknown) =>
  (page as { edges: { node: { id: string } }[] }).edges.map(({ node }) => node);

/** Each by itself: then nothing comes along with anything. */
const byThemselves = (person: Person, type: string, selection: string, ids: readonly string[]) =>
  Promise.all(
    ids.map(async (id) => {
      const query = `query ($id: ID!) { node(id: $id) { ... on ${type} ${selection} } }`;
      return (await ask(person, query, { id })).node;
    }),
  );

const change = (person: Person, mutation: string) => ask(person, `mutation { ${mutation} }`);

/** A group and a conversation of two, with what can stand on messages, seen differently by each. */
async function company() {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const lin = await stage.world.user('Lin');
  await mei.befriend(lin);
  const group = await mei.group('Tea', [tom, lin]);
  const asked = await mei.send(group, 'Tea?');
  const reply = (id: string, text: string) =>
    change(
      tom,
      `sendMessage(input: { conversationId: "${group}", clientId: "${crypto.randomUUID()}", text: "${text}", replyToId: "${id}" }) { __typename }`,
    );
  await reply(asked.id, 'At four.');
  const regretted = await lin.send(group, 'No.');
  await reply(regretted.id, 'Oh?');
  expectType(await onMessage(tom, asked.id).react('👍'), 'AddReactionPayload');
  expectType(await onMessage(lin, asked.id).react('👍'), 'AddReactionPayload');
  expectType(await onMessage(mei, asked.id).react('🍵'), 'AddReactionPayload');
  await change(lin, `recallMessage(input: { messageId: "${regretted.id}" }) { __typename }`);
  const hidden = await tom.send(group, 'Only for some.');
  await change(mei, `deleteMessages(input: { messageIds: ["${hidden.id}"] }) { __typename }`);
  await tom.send(chat, 'And you?');
  await tom.read(group, 3);
  await change(lin, `leaveGroup(input: { conversationId: "${group}" }) { __typename }`);
  return { mei, tom, lin, group, chat, hidden };
}

/** The ids of the whole feed, in pages of two as they were answered one after the other. */
async function walk(person: Person, count: 'first' | 'last', beyond: 'after' | 'before') {
  const pages: string[][] = [];
  const query = `query ($cursor: String) { moments(${count}: 2, ${beyond}: $cursor) { edges { cursor node { id } } } }`;
  for (let cursor: string | undefined; ; ) {
    const { moments } = await ask(person, query, { cursor });
    const { edges } = moments as { edges: { cursor: string; node: { id: string } }[] };
    if (edges.length === 0) return pages;
    pages.push(edges.map(({ node }) => node.id));
    cursor = edges.at(count === 'first' ? -1 : 0)?.cursor;
  }
}

describe('what comes along with a page is what is found by itself', () => {
  test('messages, from either end, and those that one does not see are on none', async () => {
    const { mei, tom, group, hidden } = await company();
    for (const person of [mei, tom])
      for (const page of ['last: 20', 'first: 3', 'last: 2']) {
        const { conversation } = await ask(person, HISTORY(page), { id: group });
        const nodes = nodesOf((conversation as { messages: unknown }).messages);
        const ids = nodes.map(({ id }) => id);
        expect(nodes.length).toBeGreaterThan(1);
        expect(await byThemselves(person, 'Message', MESSAGE, ids)).toEqual(nodes);
        if (person === mei) expect(ids).not.toContain(hidden.id);
      }
  });

  test('conversations, of two and of many, in the list and at the top', async () => {
    const { mei, tom, group } = await company();
    await change(
      mei,
      `updateConversationSettings(input: { conversationId: "${group}", pinned: true }) { __typename }`,
    );
    for (const person of [mei, tom]) {
      const { conversations } = (await ask(person, LIST)).viewer as { conversations: unknown };
      const nodes = nodesOf(conversations);
      const ids = nodes.map(({ id }) => id);
      expect(nodes.length).toBeGreaterThan(1);
      expect(await byThemselves(person, 'Conversation', CONVERSATION, ids)).toEqual(nodes);
    }
    const { pinnedConversations } = (await ask(mei, PINNED)).viewer as {
      pinnedConversations: unknown;
    };
    expect(pinnedConversations).toEqual(
      await byThemselves(mei, 'Conversation', CONVERSATION, [group]),
    );
  });

  test('posts, of the feed and of one person', async () => {
    const { mei, tom, lin } = await company();
    const ids: string[] = [];
    for (const [place, person] of [tom, mei, tom, lin, tom].entries()) {
      const { postMoment } = await change(
        person,
        `postMoment(input: { clientId: "${crypto.randomUUID()}", text: "Cup ${place}", visibility: FRIENDS }) { ... on PostMomentPayload { moment { id } } }`,
      );
      ids.push((postMoment as { moment: { id: string } }).moment.id);
    }
    await change(mei, `likeMoment(input: { momentId: "${ids[0]}" }) { __typename }`);
    const nodes = nodesOf((await ask(mei, FEED)).moments);
    expect(nodes.map(({ id }) => id)).toEqual(ids.reverse());
    expect(await byThemselves(mei, 'Moment', MOMENT, ids)).toEqual(nodes);
    const [one, two, three, four, five] = ids;
    expect(await walk(mei, 'first', 'after')).toEqual([[one, two], [three, four], [five]]);
    expect(await walk(mei, 'last', 'before')).toEqual([[four, five], [two, three], [one]]);
    const album = `query ($id: ID!) { node(id: $id) { ... on User { moments(first: 2) { edges { node ${MOMENT} } } } } }`;
    const { node } = await ask(mei, album, { id: tom.id });
    const own = nodesOf((node as { moments: unknown }).moments);
    expect(own).toHaveLength(2);
    expect(
      await byThemselves(
        mei,
        'Moment',
        MOMENT,
        own.map(({ id }) => id),
      ),
    ).toEqual(own);
  });
});

test('a page takes one statement, besides who is asking and whether they may', async () => {
  const { mei, group } = await company();
  const counts = {
    history: await statementsFor(() => ask(mei, HISTORY('last: 20'), { id: group })),
    list: await statementsFor(() => ask(mei, LIST.replace(MESSAGE, '{ id sender { id } }'))),
    feed: await statementsFor(() => ask(mei, FEED)),
  };
  // `recent` and `viewerReacted` are looked up for all reactions of the page.
  expect(counts).toEqual({ history: 4, list: 2, feed: 2 });
});
