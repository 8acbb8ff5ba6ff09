import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { bundled, forward } from '../testing/keeping.ts';
import { onMessage } from '../testing/messages.ts';
import { freshCursor, type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const OpenBundle = graphql(`
  query OpenBundle($id: ID!, $first: Int, $last: Int, $after: String) {
    node(id: $id) {
      __typename
      ... on ForwardBundle {
        title
        entryCount
        preview { position }
        entries(first: $first, last: $last, after: $after) {
          pageInfo { hasNextPage hasPreviousPage endCursor }
          edges {
            node {
              position
              senderName
              sender { id }
              sentAt
              content {
                __typename
                ... on TextContent { text }
                ... on BundleContent { bundle { id entryCount } }
              }
            }
          }
        }
      }
    }
  }
`);
const LiveBundles = graphql(`
  query LiveBundles($after: Cursor) {
    events(after: $after) {
      cursor
      events {
        __typename
        ... on MessageSent {
          message {
            content { __typename ... on BundleContent { bundle { title preview { senderName } } } }
          }
        }
      }
    }
  }
`);

const attempt = (
  person: Person,
  conversationId: string,
  messageIds: string[],
  title: string | null = 'Chat history',
  clientId: string = randomUUID(),
) => forward(person, { clientId, conversationId, messageIds, title, bundled: true });

type Page = { first?: number; last?: number; after?: string | null };

async function open(person: Person, id: string, page: Page = {}) {
  const { data, errors } = await person.attempt(OpenBundle, { id, ...page });
  if (data?.node?.__typename === 'ForwardBundle') return data.node;
  return errors?.[0]?.extensions?.code ?? 'nothing';
}

async function entriesOf(person: Person, id: string, page: Page = {}) {
  const found = await open(person, id, page);
  if (typeof found === 'string') throw new Error(`The bundle was answered with ${found}`);
  return { ...found.entries, nodes: found.entries.edges.map(({ node }) => node) };
}

const canOpen = async (person: Person, id: string) => (await open(person, id)) !== 'NOT_FOUND';

/** Mei talks with Tom, and with Lin. */
async function threeFriends() {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const lin = await stage.world.user('Lin');
  await mei.befriend(lin);
  return { mei, tom, lin, chat, target: await mei.open(lin) };
}

describe('a chat history', () => {
  test('is one message, with copies that say who spoke when, under the names of that time', async () => {
    const { mei, tom, lin, target } = await threeFriends();
    const group = await mei.group('Tea', [tom]);
    await inGroup(tom, group).callMyself('Tea master');
    const one = await tom.send(group, 'oolong or pu-erh?');
    const two = await mei.send(group, 'oolong');
    const after = await freshCursor(stage, lin);
    const clientId = randomUUID();
    const answer = await attempt(mei, target, [two.id, one.id], ' Tea talk ', clientId);
    const { sent } = expectType(answer, 'ForwardMessagesPayload');
    const content = expectType(sent[0]!.content, 'BundleContent');
    expect(sent.map((message) => message.clientId)).toEqual([clientId]);
    expect(content.bundle).toMatchObject({ title: 'Tea talk', entryCount: 2 });
    await inGroup(tom, group).callMyself(null);
    const { nodes } = await entriesOf(lin, content.bundle.id);
    expect(nodes).toMatchObject([
      { position: 1, senderName: 'Tea master', sender: { id: tom.id }, sentAt: one.sentAt },
      { position: 2, senderName: 'Mei', sender: { id: mei.id }, sentAt: two.sentAt },
    ]);
    expect(nodes.map((entry) => expectType(entry.content, 'TextContent').text)).toEqual([
      'oolong or pu-erh?',
      'oolong',
    ]);
    const arrived = await lin.ask(LiveBundles, { after });
    expect(arrived.events.events).toMatchObject([
      {
        __typename: 'MessageSent',
        message: { content: { bundle: { title: 'Tea talk', preview: [{}, {}] } } },
      },
    ]);
  });

  test('is found by what was said in it, up to 20,000 characters', async () => {
    const { mei, chat, target } = await threeFriends();
    const long = await Promise.all(
      Array.from({ length: 45 }, (_, index) => mei.send(chat, `${'茶'.repeat(490)} ${index}`)),
    );
    const { id } = await bundled(
      mei,
      target,
      long.map((message) => message.id),
    );
    const where = { id: uuidOf(id) };
    const { text } = await stage.backend.db.message.findUniqueOrThrow({ where });
    expect([...text]).toHaveLength(20_000);
    expect(text.split('\n').length).toBeGreaterThan(40);
  });

  test('is read page by page, both ways, and shows its first four', async () => {
    const { mei, chat, target } = await threeFriends();
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) await mei.send(chat, text);
    const { conversation } = await mei.ask(Messages, { id: chat });
    const ids = conversation!.messages.edges.map(({ node }) => node.id);
    const { bundle: made } = await bundled(mei, target, ids);
    expect(made.preview).toHaveLength(4);
    const first = await entriesOf(mei, made.id, { first: 4 });
    expect(first.nodes.map(({ position }) => position)).toEqual([1, 2, 3, 4]);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await entriesOf(mei, made.id, { first: 4, after: first.pageInfo.endCursor });
    expect(rest.nodes.map(({ position }) => position)).toEqual([5, 6]);
    expect(rest.pageInfo.hasNextPage).toBe(false);
    const last = await entriesOf(mei, made.id, { last: 2 });
    expect(last.nodes.map(({ position }) => position)).toEqual([5, 6]);
    expect(await open(mei, made.id, { after: 'nonsense' })).toBe('BAD_USER_INPUT');
    expect(await open(mei, made.id, { first: 101 })).toBe('BAD_USER_INPUT');
  });

  test('needs a title of 1 to 100 characters', async () => {
    const { mei, chat, target } = await threeFriends();
    const { id } = await mei.send(chat, 'tea?');
    for (const title of [null, '', ' \n', '\u3164', '茶'.repeat(101)]) {
      const refused = await attempt(mei, target, [id], title);
      expect(expectType(refused, 'InvalidFieldError').field).toBe('title');
    }
    expectType(await attempt(mei, target, [id], '🍵'.repeat(100)), 'ForwardMessagesPayload');
  });

  test('repeating a client id answers with the first, also at the same time', async () => {
    const { mei, chat, target } = await threeFriends();
    const { id } = await mei.send(chat, 'tea?');
    const clientId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => attempt(mei, target, [id], 'Tea', clientId)),
    );
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await attempt(mei, target, [id], 'Another title', clientId)).toEqual(answers[0]);
  });
});

const Messages = graphql(`
  query Messages($id: ID!) {
    conversation(id: $id) { messages(first: 20) { edges { node { id } } } }
  }
`);

describe('within each other', () => {
  test('they open three deep, and no deeper', async () => {
    const { mei, lin, chat, target } = await threeFriends();
    const { id } = await mei.send(chat, 'the innermost');
    const inner = await bundled(mei, chat, [id]);
    const middle = await bundled(mei, chat, [inner.id]);
    const outer = await bundled(mei, target, [middle.id, id]);
    const refused = await attempt(mei, chat, [outer.id]);
    expect(expectType(refused, 'InvalidFieldError').field).toBe('messageIds');
    const walk = async (bundleId: string): Promise<string[]> => {
      const { nodes } = await entriesOf(lin, bundleId);
      const deeper = nodes.map(({ content }) =>
        content.__typename === 'BundleContent' ? walk(content.bundle.id) : [content.__typename],
      );
      return [bundleId, ...(await Promise.all(deeper)).flat()];
    };
    expect(await walk(outer.bundle.id)).toEqual([
      outer.bundle.id,
      'TextContent',
      middle.bundle.id,
      inner.bundle.id,
      'TextContent',
    ]);
    const again = await bundled(mei, chat, [inner.id, inner.id]);
    expect(again.bundle.entryCount).toBe(1);
  });
});

describe('is seen', () => {
  test('by whoever sees a message that holds it, also within another, and by nobody else', async () => {
    const { mei, tom, lin, chat, target } = await threeFriends();
    const { id } = await mei.send(chat, 'between us');
    const inner = await bundled(mei, chat, [id]);
    expect(await canOpen(tom, inner.bundle.id)).toBe(true);
    expect(await canOpen(lin, inner.bundle.id)).toBe(false);
    const outer = await bundled(mei, target, [inner.id]);
    expect(await canOpen(lin, inner.bundle.id)).toBe(true);
    expect(await canOpen(tom, outer.bundle.id)).toBe(false);
    const eve = await stage.world.user('Eve');
    for (const secret of [inner, outer]) expect(await canOpen(eve, secret.bundle.id)).toBe(false);
  });

  test('no more once the message is recalled, deleted for oneself, or its group left', async () => {
    const { mei, tom, lin, chat, target } = await threeFriends();
    const { id } = await mei.send(chat, 'between us');
    const recalled = await bundled(mei, target, [id]);
    expect(await canOpen(lin, recalled.bundle.id)).toBe(true);
    await onMessage(mei, recalled.id).recall();
    for (const person of [mei, lin]) expect(await canOpen(person, recalled.bundle.id)).toBe(false);
    const hidden = await bundled(mei, chat, [id]);
    await onMessage(tom, hidden.id).deleteForMe();
    expect(await canOpen(tom, hidden.bundle.id)).toBe(false);
    expect(await canOpen(mei, hidden.bundle.id)).toBe(true);
    const group = await mei.group('Tea', [tom]);
    const there = await bundled(mei, group, [id]);
    expect(await canOpen(tom, there.bundle.id)).toBe(true);
    await inGroup(mei, group).remove([tom]);
    expect(await canOpen(tom, there.bundle.id)).toBe(false);
  });

  test('not by those who came after it', async () => {
    const { mei, tom, lin, chat } = await threeFriends();
    const { id } = await mei.send(chat, 'before');
    const group = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
    const early = await bundled(mei, group, [id]);
    await mei.add(group, [lin]);
    expect(await canOpen(lin, early.bundle.id)).toBe(false);
    const late = await bundled(mei, group, [id]);
    expect(await canOpen(lin, late.bundle.id)).toBe(true);
  });
});
