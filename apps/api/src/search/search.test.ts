import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { deleteForMe, onMessage } from '../testing/messages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const SearchMessages = graphql(`
  query SearchMessages(
    $query: String!
    $conversationId: ID
    $senderId: ID
    $kinds: [SearchableKind!]
    $since: DateTime
    $until: DateTime
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    searchMessages(
      query: $query
      conversationId: $conversationId
      senderId: $senderId
      kinds: $kinds
      since: $since
      until: $until
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      edges {
        cursor
        node {
          message { id seq sentAt conversation { id } }
          excerpt { text highlighted }
        }
      }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`);
const SearchConversations = graphql(`
  query SearchConversations($query: String!, $first: Int, $senderId: ID) {
    searchMessageConversations(query: $query, first: $first, senderId: $senderId) {
      conversation { id }
      hitCount
    }
  }
`);
const SendMarkdown = graphql(`
  mutation SendMarkdown($input: SendMessageInput!) {
    sendMessage(input: $input) { __typename ... on SendMessagePayload { sent { id } } }
  }
`);
const SendCard = graphql(`
  mutation SendACard($input: SendCardInput!) {
    sendCard(input: $input) { __typename ... on SendCardPayload { sent { id } } }
  }
`);
const Forward = graphql(`
  mutation ForwardThem($input: ForwardMessagesInput!) {
    forwardMessages(input: $input) {
      __typename
      ... on ForwardMessagesPayload { sent { id } }
    }
  }
`);
const ClearHistory = graphql(`
  mutation ClearForMe($input: ClearHistoryInput!) { clearHistory(input: $input) { __typename } }
`);

type Asked = Partial<VariablesOf<typeof SearchMessages>>;

const search = async (person: Person, query: string, asked: Asked = {}) =>
  (await person.ask(SearchMessages, { query, ...asked })).searchMessages;

/** Ids of the messages that somebody finds. */
const find = async (person: Person, query: string, asked: Asked = {}) =>
  (await search(person, query, { first: 100, ...asked })).edges.map(({ node }) => node.message.id);

/** Code of the refusal to search. */
const refused = async (person: Person, asked: Asked) =>
  (await person.attempt(SearchMessages, { query: 'tea', ...asked })).errors?.[0]?.extensions?.code;

async function markdown(person: Person, conversationId: string, text: string) {
  const input = { conversationId, clientId: randomUUID(), text, format: 'MARKDOWN' } as const;
  const { sendMessage } = await person.ask(SendMarkdown, { input });
  return expectType(sendMessage, 'SendMessagePayload').sent;
}

const idOf = (sent: { id: string }) => sent.id;

describe('searching for messages', () => {
  test('finds Chinese from one character on and English by how words begin, the newest first', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const first = await mei.send(chat, '下午去茶馆喝茶吗？');
    const second = await tom.send(chat, 'Sure, the Teahouse by the river!');
    const third = await mei.send(chat, '那家teahouse的绿茶不错');
    for (const person of [mei, tom]) {
      expect(await find(person, '茶')).toEqual([third.id, first.id]);
      expect(await find(person, '茶馆')).toEqual([first.id]);
      expect(await find(person, 'TEA')).toEqual([third.id, second.id]);
      expect(await find(person, 'tea 绿茶')).toEqual([third.id]);
      expect(await find(person, '"by the river"')).toEqual([second.id]);
      expect(await find(person, '"the by river"')).toEqual([]);
      expect(await find(person, '咖啡')).toEqual([]);
    }
    const [hit] = (await search(mei, '绿茶')).edges;
    expect(hit?.node.excerpt).toEqual([
      { text: '那家teahouse的', highlighted: false },
      { text: '绿茶', highlighted: true },
      { text: '不错', highlighted: false },
    ]);
    expect(hit?.node.message).toMatchObject({ id: third.id, seq: third.seq });
  });

  test('comes page by page, forwards and backwards, each message once', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const sent: string[] = [];
    for (let index = 0; index < 7; index++)
      sent.unshift((await mei.send(index % 2 ? chat : group, `oolong ${index}`)).id);
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 4; pages++) {
      const { edges, pageInfo } = await search(mei, 'oolong', { first: 2, after });
      seen.push(...edges.map(({ node }) => node.message.id));
      expect(pageInfo.hasNextPage).toBe(pages < 3);
      after = pageInfo.endCursor;
    }
    expect(seen).toEqual(sent);
    const fifth = (await search(mei, 'oolong')).edges[4]!.cursor;
    expect(await find(mei, 'oolong', { first: null, last: 2, before: fifth })).toEqual(
      sent.slice(2, 4),
    );
    expect(await find(mei, 'oolong', { first: null, last: 3 })).toEqual(sent.slice(4));
  });

  test('by person, conversation, time and kind', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const mine = await mei.send(chat, 'pu’er one');
    const theirs = await tom.send(chat, 'pu’er two https://example.com/tea');
    const grouped = await tom.send(group, 'pu’er three');
    const fourth = await markdown(tom, group, '**pu’er** four');
    const all = [fourth, grouped, theirs, mine].map(idOf);
    expect(await find(mei, "pu'er")).toEqual(all);
    expect(await find(mei, "pu'er", { senderId: tom.id })).toEqual(all.slice(0, 3));
    expect(await find(mei, "pu'er", { conversationId: chat })).toEqual(all.slice(2));
    expect(await find(mei, "pu'er", { conversationId: chat, senderId: mei.id })).toEqual([mine.id]);
    const { edges } = await search(mei, "pu'er");
    const at = edges.map(({ node }) => node.message.sentAt as string);
    expect(await find(mei, "pu'er", { since: at[2] })).toEqual(all.slice(0, 3));
    expect(await find(mei, "pu'er", { until: at[1] })).toEqual(all.slice(2));
    expect(await find(mei, "pu'er", { since: at[2], until: at[1] })).toEqual([theirs.id]);
    expect(await find(mei, "pu'er", { kinds: ['MARKDOWN'] })).toEqual([fourth.id]);
    expect(await find(mei, "pu'er", { kinds: ['LINK'] })).toEqual([theirs.id]);
    expect(await find(mei, "pu'er", { kinds: ['LINK', 'MARKDOWN'] })).toEqual([
      fourth.id,
      theirs.id,
    ]);
    expect(await find(mei, "pu'er", { kinds: ['TEXT'] })).toEqual(all.slice(1));
    expect(await find(mei, "pu'er", { kinds: [] })).toEqual([]);
  });

  test('takes the worst that somebody can write', { timeout: 60_000 }, async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const repeat = (letter: (place: number) => string) =>
      Array.from({ length: 19_990 }, (_, place) => letter(place)).join('');
    for (const [begin, text] of Object.entries({
      鳜鱼: repeat((place) => String.fromCodePoint(0x20000 + ((place * 7_919) % 40_000))),
      words: repeat((place) => ((place * 7_919) % 46_656).toString(36)[place % 4] ?? ' '),
      onelong: repeat(() => 'x'),
      expanding: repeat(() => '\uFDFA'),
      accented: repeat(() => 'ǖ'),
    })) {
      const sent = await markdown(mei, chat, `${begin} ${text}`);
      expect(await find(tom, `"${begin}"`)).toEqual([sent.id]);
    }
  });

  test('finds cards by the name on them and forwarded chat histories by what was said', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('龙井阿姨');
    const said = await mei.send(chat, '我喜欢碧螺春');
    const also = await tom.send(chat, 'me too');
    const input = { conversationId: chat, clientId: randomUUID(), userId: lin.id };
    const card = expectType((await mei.ask(SendCard, { input })).sendCard, 'SendCardPayload').sent;
    const group = await mei.group('Tea', [tom]);
    const { forwardMessages } = await mei.ask(Forward, {
      input: {
        clientId: randomUUID(),
        conversationId: group,
        messageIds: [said.id, also.id],
        bundled: true,
        title: 'Tea talk',
      },
    });
    const [bundle] = expectType(forwardMessages, 'ForwardMessagesPayload').sent;
    expect(await find(tom, '龙井')).toEqual([card.id]);
    expect(await find(tom, '龙井', { kinds: ['CARD'] })).toEqual([card.id]);
    expect(await find(tom, '龙井', { kinds: ['TEXT'] })).toEqual([]);
    expect(await find(tom, '碧螺春')).toEqual([bundle!.id, said.id]);
    expect(await find(tom, '碧螺春 too', { kinds: ['BUNDLE'] })).toEqual([bundle!.id]);
  });

  test('follows edits, and finds nothing that was recalled or deleted', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const edited = await mei.send(chat, 'meet at the harbour');
    await onMessage(mei, edited.id).edit('meet at the 车站');
    expect(await find(tom, 'harbour')).toEqual([]);
    expect(await find(tom, '车站')).toEqual([edited.id]);

    const recalled = await mei.send(chat, 'a secret of the harbour');
    await onMessage(mei, recalled.id).recall();
    const deleted = await tom.send(group, 'spam from the harbour');
    await onMessage(mei, deleted.id).deleteForEveryone();
    const hidden = await tom.send(chat, 'the harbour is far');
    expectType(await deleteForMe(mei, [hidden.id]), 'DeleteMessagesPayload');
    expect(await find(mei, 'harbour')).toEqual([]);
    expect(await find(tom, 'harbour')).toEqual([hidden.id]);

    await tom.ask(ClearHistory, { input: { conversationId: chat } });
    expect(await find(tom, 'harbour')).toEqual([]);
    expect(await find(tom, '车站')).toEqual([]);
    expect(await find(mei, '车站')).toEqual([edited.id]);
    const later = await mei.send(chat, 'back at the harbour');
    expect(await find(tom, 'harbour')).toEqual([later.id]);
  });

  test('finds no notices', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    await inGroup(mei, group).update({ name: 'Jasmine friends' });
    // Notices keep their words elsewhere; if one had a text all the same, it would still be none of a person's.
    await stage.backend.pool.query(
      "UPDATE message SET text = 'jasmine' WHERE kind = 'GROUP_RENAMED'",
    );
    expect(await find(mei, 'jasmine')).toEqual([]);
    const said = await mei.send(group, 'jasmine it is');
    expect(await find(mei, 'jasmine')).toEqual([said.id]);
  });
});

describe('only what the asker may see', () => {
  test('somebody who came later finds what was said since, and who has left finds nothing', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const group = await mei.group('Tea', [tom]);
    const early = await mei.send(group, '铁观音 early');
    await mei.add(group, [lin]);
    const late = await mei.send(group, '铁观音 late');
    expect(await find(tom, '铁观音')).toEqual([late.id, early.id]);
    expect(await find(lin, '铁观音')).toEqual([late.id]);
    expect(await find(lin, '铁观音', { conversationId: group })).toEqual([late.id]);

    expectType(await inGroup(mei, group).remove([lin]), 'RemoveMembersPayload');
    expectType(await inGroup(tom, group).leave(), 'LeaveGroupPayload');
    for (const gone of [lin, tom]) {
      expect(await find(gone, '铁观音')).toEqual([]);
      expect(await refused(gone, { conversationId: group })).toBe('NOT_FOUND');
    }
    await mei.add(group, [lin]);
    expect(await find(lin, '铁观音')).toEqual([]);
    expect(await find(mei, '铁观音')).toEqual([late.id, early.id]);
  });

  test('an outsider finds nothing, not even whether a conversation exists', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    await mei.send(chat, '大红袍');
    const eve = await stage.world.user('Eve');
    expect(await find(eve, '大红袍')).toEqual([]);
    expect(await find(eve, '大红袍', { senderId: mei.id })).toEqual([]);
    const { searchMessageConversations } = await eve.ask(SearchConversations, { query: '大红袍' });
    expect(searchMessageConversations).toEqual([]);
    const unknown = Buffer.from(`Conversation:${randomUUID()}`).toString('base64');
    for (const conversationId of [chat, unknown, mei.id, 'x'])
      expect(await refused(eve, { conversationId })).toBe('NOT_FOUND');
  });

  test('is for people who are signed in', async () => {
    for (const { errors } of [
      await ask(stage.url, null, SearchMessages, { query: 'tea' }),
      await ask(stage.url, null, SearchConversations, { query: 'tea' }),
    ])
      expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('in which conversations', () => {
  test('says how often, those with the newest messages first', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const quiet = await mei.group('Quiet', [tom]);
    await mei.send(quiet, 'nothing of that kind');
    for (const text of ['白毫银针', '又是白毫银针', '没有']) await mei.send(chat, text);
    await tom.send(group, '白毫银针！');
    const count = async (person: Person, query: string, first: number | null = null) =>
      (
        await person.ask(SearchConversations, { query, first, senderId: null })
      ).searchMessageConversations.map(({ conversation, hitCount }) => [conversation.id, hitCount]);
    expect(await count(tom, '白毫')).toEqual([
      [group, 1],
      [chat, 2],
    ]);
    expect(await count(tom, '白毫银针', 1)).toEqual([[group, 1]]);
    await mei.send(chat, '到此为止');
    expect(await count(tom, '白毫银针')).toEqual([
      [chat, 2],
      [group, 1],
    ]);
    expect(await count(tom, '铁罗汉')).toEqual([]);
    const { searchMessageConversations } = await tom.ask(SearchConversations, {
      query: '白毫',
      senderId: tom.id,
    });
    expect(searchMessageConversations).toEqual([{ conversation: { id: group }, hitCount: 1 }]);
  });
});

describe('what cannot be searched for', () => {
  test('nothing, and more than a hundred characters, are refused with the rule', async () => {
    const mei = await stage.world.user('Mei');
    for (const query of ['', '  ', '\0', '?!', '“”', '%_\\', '\u202e\u200b', '茶'.repeat(101)])
      expect(await refused(mei, { query }), query).toBe('INVALID_FIELD');
    const { errors } = await mei.attempt(SearchConversations, { query: '', first: 5 });
    expect(errors?.[0]?.extensions?.code).toBe('INVALID_FIELD');
  });

  test('what PostgreSQL has a meaning for has none here', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const sent = await mei.send(chat, `it's 100% a\\b & (c | !d) @e <-> "f":* 茶`);
    for (const query of [`it's`, '100%', 'a\\b', '& c', '!d', '@e', '<->茶', '"f":*', "'茶' | 'c"])
      expect(await find(mei, query), query).toEqual([sent.id]);
    for (const query of ["'茶' | 'x", 'x:*', '茶 <-> x', "') OR true --"])
      expect(await find(mei, query), query).toEqual([]);
  });

  test('made-up cursors and pages are refused', async () => {
    const mei = await stage.world.user('Mei');
    const cursor = (text: string) => Buffer.from(text).toString('base64url');
    const id = randomUUID();
    for (const after of ['', 'x', cursor('x'), cursor(`1:${id}`), cursor(`-1:${id}:1`)])
      expect(await refused(mei, { after, first: 5 }), after).toBe('BAD_USER_INPUT');
    for (const bad of [{ first: 0 }, { first: 101 }, { last: 101 }])
      expect(await refused(mei, bad)).toBe('BAD_USER_INPUT');
    expect(await find(mei, 'tea', { after: cursor(`${'9'.repeat(14)}:${id}:1`) })).toEqual([]);
  });
});
