import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { deleteForMe, onMessage } from '../testing/messages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person, SendMessage } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Around = graphql(`
  query Around($id: ID!, $seq: Int!, $count: Int) {
    conversation(id: $id) {
      messagesAround(seq: $seq, count: $count) {
        edges { cursor node { seq } }
        pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
      }
    }
  }
`);
const Page = graphql(`
  query Page($id: ID!, $last: Int, $before: String, $first: Int, $after: String) {
    conversation(id: $id) {
      messages(last: $last, before: $before, first: $first, after: $after) {
        edges { node { id seq sentAt } }
        pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
      }
    }
  }
`);
const SeqAt = graphql(`
  query SeqAt($id: ID!, $instant: DateTime!) { conversation(id: $id) { seqAt(instant: $instant) } }
`);
const ActiveDays = graphql(`
  query ActiveDays($id: ID!, $month: String!, $timeZone: String!) {
    conversation(id: $id) { activeDays(month: $month, timeZone: $timeZone) }
  }
`);
const Waiting = graphql(`
  query Waiting($id: ID!) {
    conversation(id: $id) {
      unreadCount
      unreadMentionCount
      firstUnread { seq }
      firstUnreadMention { seq }
    }
  }
`);
const Mentions = graphql(`
  query MentionSeqs($id: ID!, $behind: Int!) { conversation(id: $id) { mentionSeqs(behind: $behind) } }
`);

const page = { last: null, before: null, first: null, after: null };

async function around(person: Person, id: string, seq: number, count?: number) {
  const { conversation } = await person.ask(Around, { id, seq, count: count ?? null });
  if (!conversation) throw new Error('There is no such conversation');
  const { edges, pageInfo } = conversation.messagesAround;
  return { seqs: edges.map(({ node }) => node.seq), pageInfo };
}
async function read(person: Person, id: string, args: Partial<Record<keyof typeof page, unknown>>) {
  const { conversation } = await person.ask(Page, { ...page, ...args, id } as never);
  if (!conversation) throw new Error('There is no such conversation');
  return conversation.messages;
}
const seqAt = async (person: Person, id: string, instant: Date | string) =>
  (await person.ask(SeqAt, { id, instant: new Date(instant).toISOString() })).conversation?.seqAt;
const activeDays = async (person: Person, id: string, month: string, timeZone = 'UTC') =>
  (await person.ask(ActiveDays, { id, month, timeZone })).conversation?.activeDays;
const mentions = async (person: Person, id: string, behind: number) =>
  (await person.ask(Mentions, { id, behind })).conversation?.mentionSeqs;
const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);

/** Says `dates.length` things in a conversation that is empty, at instants that grow, without waiting for them. */
async function say(chat: string, person: Person, dates: readonly (string | Date)[]) {
  await stage.backend.pool.query(
    `WITH given AS (
       SELECT at, n::int AS seq FROM unnest($3::timestamptz[]) WITH ORDINALITY AS given(at, n)
     ), said AS (
       INSERT INTO message (id, conversation_id, seq, sender_id, client_id, text, created_at)
       SELECT gen_random_uuid(), $1, seq, $2, gen_random_uuid(), 'm' || seq, at FROM given
     )
     UPDATE conversation SET last_seq = (SELECT max(seq) FROM given) WHERE id = $1`,
    [uuidOf(chat), uuidOf(person.id), dates],
  );
}

async function mention(person: Person, conversationId: string, userId: string | null) {
  const mentions = [{ userId, start: 0, length: 2 }];
  const { sendMessage } = await person.ask(SendMessage, {
    input: { conversationId, clientId: randomUUID(), text: '@? tea', mentions },
  });
  return expectType(sendMessage, 'SendMessagePayload').sent;
}

describe('around a place', () => {
  test('half comes from before it, and near an end the rest from the other side', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    for (let index = 1; index <= 30; index++) await mei.send(chat, `m${index}`);
    const both = { hasPreviousPage: true, hasNextPage: true };
    expect((await around(mei, chat, 15, 10)).seqs).toEqual(range(10, 19));
    expect((await around(mei, chat, 15, 10)).pageInfo).toMatchObject(both);
    expect((await around(mei, chat, 15, 5)).seqs).toEqual(range(13, 17));
    const first = await around(mei, chat, 2, 10);
    expect(first.seqs).toEqual(range(1, 10));
    expect(first.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
    const last = await around(mei, chat, 29, 10);
    expect(last.seqs).toEqual(range(21, 30));
    expect(last.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    expect((await around(mei, chat, 10_000, 10)).seqs).toEqual(range(21, 30));
    expect((await around(mei, chat, -5, 1)).seqs).toEqual([1]);
    const whole = await around(mei, chat, 12);
    expect(whole.seqs).toEqual(range(1, 30));
    expect(whole.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: false });
  });

  test('its cursors lead on through the list, both ways, to its very ends', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    for (let index = 1; index <= 25; index++) await mei.send(chat, `m${index}`);
    const middle = await around(mei, chat, 12, 7);
    const seqs = [...middle.seqs];
    const back = async (before: string | null): Promise<void> => {
      const { edges, pageInfo } = await read(mei, chat, { last: 4, before });
      seqs.unshift(...edges.map(({ node }) => node.seq));
      if (pageInfo.hasPreviousPage) await back(pageInfo.startCursor);
    };
    const on = async (after: string | null): Promise<void> => {
      const { edges, pageInfo } = await read(mei, chat, { first: 4, after });
      seqs.push(...edges.map(({ node }) => node.seq));
      if (pageInfo.hasNextPage) await on(pageInfo.endCursor);
    };
    await back(middle.pageInfo.startCursor);
    await on(middle.pageInfo.endCursor);
    expect(seqs).toEqual(range(1, 25));
  });

  test('shows only what the viewer sees: since they joined, and not what they deleted', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const group = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
    for (let index = 2; index <= 10; index++) await mei.send(group, `m${index}`);
    await mei.add(group, [lin]);
    const ids: string[] = [];
    for (let index = 12; index <= 20; index++) ids.push((await mei.send(group, `m${index}`)).id);
    await deleteForMe(lin, [ids[3] ?? '', ids[4] ?? '']);
    const visible = range(11, 20).filter((seq) => seq !== 15 && seq !== 16);
    for (const seq of [1, 10, 15, 16, 20])
      expect((await around(lin, group, seq)).seqs).toEqual(visible);
    expect((await around(lin, group, 15, 2)).seqs).toEqual([14, 17]);
    expect((await around(lin, group, 3, 4)).pageInfo.hasPreviousPage).toBe(false);
    expect((await around(tom, group, 15, 2)).seqs).toEqual([14, 15]);
    await inGroup(mei, group).remove([lin]);
    const { errors } = await lin.attempt(Around, { id: group, seq: 15, count: null });
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  });

  test('refuses a page that is empty or too long with the rule', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    for (const count of [0, -1, 101]) {
      const { errors } = await mei.attempt(Around, { id: chat, seq: 1, count });
      expect(errors?.[0]?.extensions?.code).toBe('INVALID_FIELD');
    }
  });
});

describe('at an instant', () => {
  test('the first message from then on is found, wherever it is', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const begun = Date.parse('2026-03-01T00:00:00Z');
    // Several in one instant, and long silences.
    const minutes = [0, 0, 0, 1, 5, 5, 60, 61, 62, 62, 62, 500, 10_000];
    await say(
      chat,
      mei,
      minutes.map((minute) => new Date(begun + minute * 60_000)),
    );
    for (const minute of [-1, 0, 0.5, 1, 2, 5, 6, 59, 60, 62, 63, 500, 9_999, 10_000, 10_001]) {
      const index = minutes.findIndex((other) => other >= minute);
      const expected = index < 0 ? null : index + 1;
      expect(await seqAt(mei, chat, new Date(begun + minute * 60_000)), `${minute}`).toBe(expected);
    }
  });

  test('only among what the viewer sees', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    expect(await seqAt(tom, chat, '2026-01-01T00:00:00Z')).toBeNull();
    await say(
      chat,
      mei,
      range(1, 9).map((day) => `2026-02-0${day}T12:00:00Z`),
    );
    const { edges } = await read(tom, chat, { first: 100 });
    await deleteForMe(tom, [edges[4]?.node.id ?? '', edges[5]?.node.id ?? '']);
    expect(await seqAt(tom, chat, '2026-02-05T00:00:00Z')).toBe(7);
    expect(await seqAt(mei, chat, '2026-02-05T00:00:00Z')).toBe(5);
    await deleteForMe(
      tom,
      edges.slice(6).map(({ node }) => node.id),
    );
    expect(await seqAt(tom, chat, '2026-02-05T00:00:00Z')).toBeNull();
    await stage.backend.pool.query(
      'UPDATE member SET cleared_seq = 3, read_seq = 3, delivered_seq = 3 WHERE conversation_id = $1 AND account_id = $2',
      [uuidOf(chat), uuidOf(tom.id)],
    );
    expect(await seqAt(tom, chat, '2026-01-01T00:00:00Z')).toBe(4);
    const eve = await stage.world.user('Eve');
    const { errors } = await eve.attempt(SeqAt, { id: chat, instant: '2026-01-01T00:00:00.000Z' });
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  });
});

describe('the days of a month', () => {
  test('are those of the viewer’s time zone, summer time included', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    await say(chat, mei, [
      '2026-02-28T23:30:00Z', // March 1st in Shanghai
      '2026-03-08T06:30:00Z', // still in the night before the clocks of New York change
      '2026-03-09T03:30:00Z', // the evening after: one hour less than a day later would be the 9th
      '2026-03-31T15:59:59.999Z', // the last millisecond of Shanghai's March
      '2026-03-31T16:00:00Z', // April in Shanghai
      '2026-03-31T23:59:59Z',
    ]);
    expect(await activeDays(mei, chat, '2026-03')).toEqual([8, 9, 31]);
    expect(await activeDays(mei, chat, '2026-03', 'Asia/Shanghai')).toEqual([1, 8, 9, 31]);
    expect(await activeDays(mei, chat, '2026-04', 'Asia/Shanghai')).toEqual([1]);
    expect(await activeDays(mei, chat, '2026-03', 'America/New_York')).toEqual([8, 31]);
    expect(await activeDays(mei, chat, '2026-02')).toEqual([28]);
    expect(await activeDays(mei, chat, '2026-05')).toEqual([]);
    expect(await activeDays(mei, chat, '1999-12')).toEqual([]);
  });

  test('leave out days of which the viewer sees nothing', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    await say(
      chat,
      mei,
      [1, 2, 2, 3].map((day) => `2026-07-0${day}T12:00:00Z`),
    );
    const { edges } = await read(tom, chat, { first: 100 });
    await deleteForMe(tom, [edges[1]?.node.id ?? '']);
    expect(await activeDays(tom, chat, '2026-07')).toEqual([1, 2, 3]);
    await deleteForMe(tom, [edges[2]?.node.id ?? '']);
    expect(await activeDays(tom, chat, '2026-07')).toEqual([1, 3]);
    expect(await activeDays(mei, chat, '2026-07')).toEqual([1, 2, 3]);
  });

  test('are refused for what is no month or no time zone, with the rule', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const months = ['2026', '2026-13', '2026-1', '0000-01', '', '2026-07-01', '9'.repeat(50)];
    const zones = ['', 'Nowhere/Else', '+08:00', 'UTC+8', '-', '\0', "'; DROP TABLE message; --"];
    const bad = [
      ...months.map((month) => ({ month, timeZone: 'UTC' })),
      ...zones.map((timeZone) => ({ month: '2026-07', timeZone })),
    ];
    for (const asked of bad) {
      const { errors, status } = await mei.attempt(ActiveDays, { id: chat, ...asked });
      expect([status, errors?.[0]?.extensions?.code], JSON.stringify(asked)).toEqual([
        200,
        'INVALID_FIELD',
      ]);
    }
  });
});

test('what has not been read, and what of it names the viewer', async () => {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const group = await mei.group('Tea', [tom]);
  const waiting = async (person: Person) => (await person.ask(Waiting, { id: group })).conversation;
  await tom.read(group, 1);
  const none = {
    unreadCount: 0,
    unreadMentionCount: 0,
    firstUnread: null,
    firstUnreadMention: null,
  };
  expect(await waiting(tom)).toEqual(none);
  await tom.send(group, 'my own'); // 2
  const third = await mei.send(group, 'tea?'); // 3
  await mention(tom, group, null); // 4: one's own call for everyone is none for oneself
  const fifth = await mention(mei, group, tom.id);
  await mention(mei, group, null); // 6
  const expected = { unreadCount: 3, unreadMentionCount: 2, firstUnread: { seq: 3 } };
  expect(await waiting(tom)).toEqual({ ...expected, firstUnreadMention: { seq: 5 } });
  await deleteForMe(tom, [third.id, fifth.id]);
  expect(await waiting(tom)).toEqual({
    unreadCount: 1,
    unreadMentionCount: 1,
    firstUnread: { seq: 6 },
    firstUnreadMention: { seq: 6 },
  });
  const seventh = await mention(mei, group, tom.id);
  await onMessage(mei, seventh.id).recall();
  expect(await waiting(tom)).toMatchObject({ unreadCount: 2, unreadMentionCount: 1 });
  await tom.read(group, 7);
  expect(await waiting(tom)).toEqual(none);
});

describe('where somebody is named', () => {
  test('is told in order, read or not, without one’s own, what is hidden, recalled or from before joining', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const group = await mei.group('Tea', [tom]);
    await mention(mei, group, tom.id); // 2
    await mention(tom, group, null); // 3: one's own call for everyone is none for oneself
    await mention(mei, group, null); // 4
    await mei.send(group, 'tea?'); // 5
    const sixth = await mention(mei, group, tom.id);
    const seventh = await mention(mei, group, tom.id);
    const twice = [
      { userId: tom.id, start: 0, length: 2 },
      { userId: null, start: 3, length: 3 },
    ];
    await mei.ask(SendMessage, {
      input: { conversationId: group, clientId: randomUUID(), text: '@? tea', mentions: twice },
    }); // 8
    expect(await mentions(tom, group, 0)).toEqual([2, 4, 6, 7, 8]);
    await tom.read(group, 8);
    await deleteForMe(tom, [sixth.id]);
    await onMessage(mei, seventh.id).recall();
    expect(await mentions(tom, group, 0)).toEqual([2, 4, 8]);
    expect(await mentions(tom, group, 4)).toEqual([8]);
    expect(await mentions(mei, group, 0)).toEqual([3]);
    await mei.add(group, [lin]); // 9
    expect(await mentions(lin, group, 0)).toEqual([]);
    await mention(mei, group, null); // 10
    expect(await mentions(lin, group, 0)).toEqual([10]);
    const stranger = await stage.world.user('Eve');
    const { errors } = await stranger.attempt(Mentions, { id: group, behind: 0 });
    expect(errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  });

  test('is told a hundred places at a time', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    await say(
      chat,
      mei,
      range(1, 130).map((minute) => new Date(minute * 60_000)),
    );
    await stage.backend.pool.query(
      `INSERT INTO message_mention (message_id, start, length, conversation_id, seq, account_id)
       SELECT id, start, 1, conversation_id, seq, CASE start WHEN 0 THEN $2::uuid END
       FROM message, generate_series(0, 1) AS start WHERE conversation_id = $1`,
      [uuidOf(chat), uuidOf(tom.id)],
    );
    expect(await mentions(tom, chat, 0)).toEqual(range(1, 100));
    expect(await mentions(tom, chat, 100)).toEqual(range(101, 130));
  });
});

test('a conversation of 100,000 messages answers each of these within 50 milliseconds', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const [begun, many, every] = [Date.parse('2024-01-01T00:00:00Z'), 100_000, 10 * 60_000];
  await say(
    chat,
    mei,
    range(0, many - 1).map((index) => new Date(begun + index * every)),
  );
  await stage.backend.pool.query('ANALYZE message');
  const hidden = (await read(tom, chat, { last: 100 })).edges.map(({ node }) => node.id);
  await deleteForMe(tom, hidden);
  const quick = async (what: string, ask: () => Promise<unknown>, expected: unknown) => {
    expect(await ask(), what).toEqual(expected);
    const times: number[] = [];
    for (let round = 0; round < 9; round++) {
      const start = performance.now();
      await ask();
      times.push(performance.now() - start);
    }
    // The quickest: what the question costs, without what else the machine is doing.
    expect(Math.min(...times), what).toBeLessThan(50);
  };
  const instant = new Date(begun + 77_777 * every + 1);
  await quick('seqAt', () => seqAt(tom, chat, instant), 77_779);
  await quick('seqAt the end', () => seqAt(tom, chat, '2026-12-31T00:00:00Z'), null);
  await quick('activeDays', () => activeDays(tom, chat, '2025-03', 'Asia/Shanghai'), range(1, 31));
  await quick('nothing in a month', () => activeDays(tom, chat, '2023-03'), []);
  await quick('around', async () => (await around(tom, chat, 50_000)).seqs, range(49_980, 50_019));
  await quick(
    'a page',
    async () => (await read(tom, chat, { last: 20 })).edges.at(-1)?.node.seq,
    99_900,
  );
  await tom.read(chat, 90_000);
  const { conversation } = await tom.ask(Waiting, { id: chat });
  expect(conversation).toMatchObject({ unreadCount: 9_900, firstUnread: { seq: 90_001 } });
  await quick('waiting', () => tom.ask(Waiting, { id: chat }), { conversation });
});
