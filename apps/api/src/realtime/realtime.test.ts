import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AnyEvent, MissedEvents } from '../testing/events.ts';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import { freshCursor, type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { prune } from './log.ts';
import { transaction } from './transaction.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const LeaveGroup = graphql(`
  mutation LeaveGroup($input: LeaveGroupInput!) {
    leaveGroup(input: $input) { __typename ... on Error { message } }
  }
`);

/** Ids of the logged events, each once, in the order of their first coming. */
const logged = (events: readonly AnyEvent[]) => [
  ...new Set(events.flatMap((event) => ('seq' in event ? [event.id] : []))),
];

/** Per stream, sequences must come as 1 more each time, once duplicates at the seam are dropped. */
function expectGapless(events: readonly AnyEvent[]): void {
  const heads = new Map<string, number>();
  for (const event of events) {
    if (!('seq' in event)) continue;
    const head = heads.get(event.streamId);
    if (head !== undefined && event.seq <= head) continue;
    if (head !== undefined) expect(event.seq, `after ${head} of ${event.streamId}`).toBe(head + 1);
    heads.set(event.streamId, event.seq);
  }
}

/** Everything missed, page by page, by plain query. */
async function catchUp(person: Person, after: string, first: number) {
  const events: AnyEvent[] = [];
  for (let cursor = after; ; ) {
    const { events: page } = await person.ask(MissedEvents, { after: cursor, first });
    events.push(...page.events);
    cursor = page.cursor;
    if (page.caughtUp) return { events, cursor };
  }
}

describe('the cursor', () => {
  test('survives being written down and read', () => {
    const positions = [
      { epoch: '0123456789abcdef', horizon: 0n },
      { epoch: '0123456789abcdef', horizon: 18_446_744_073_709_551_615n },
      {
        epoch: 'ffffffffffffffff',
        horizon: 7n,
        replaying: { streamId: randomUUID(), seq: 9_000_000_000, nextHorizon: 8n },
      },
    ];
    for (const position of positions)
      expect(decodeCursor(encodeCursor(position))).toEqual(position);
  });

  test('refuses what this API has not given out', () => {
    for (const bad of ['', 'x', 'MS4', 'A'.repeat(5_000), Buffer.from('1.a.b').toString('base64')])
      expect(decodeCursor(bad)).toBeNull();
  });
});

describe('resuming', () => {
  test('replays what was missed, then CaughtUp, then live; the query tells the same', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const before = await tom.follow().live();
    await mei.send(chat, 'seen');
    await before.until(() => before.texts().length === 1);
    const cursor = before.cursor;
    before.cut();
    for (const text of ['missed 1', 'missed 2', 'missed 3']) await mei.send(chat, text);

    const after = await tom.follow(cursor).live();
    expect(after.texts().slice(-3)).toEqual(['missed 1', 'missed 2', 'missed 3']);
    const caughtUpAt = after.events.findIndex((event) => event.__typename === 'CaughtUp');
    await mei.send(chat, 'live again');
    await after.until(() => after.texts().at(-1) === 'live again');
    expect(after.events.slice(caughtUpAt + 1).map((event) => event.__typename)).toContain(
      'MessageSent',
    );
    expectGapless([...before.events, ...after.events]);

    const queried = await catchUp(tom, cursor, 2);
    expect(logged(queried.events)).toEqual(logged(after.events));
    after.close();
  });

  test('any cursor on the way will do, also one from the middle of a replay', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Second stream', [tom]);
    const start = await freshCursor(stage, tom);
    for (let index = 0; index < 7; index++) {
      await mei.send(chat, `direct ${index}`);
      await mei.send(group, `group ${index}`);
    }
    const whole = await catchUp(tom, start, 500);
    expect(logged(whole.events).length).toBe(14);
    for (const event of whole.events) {
      await mei.send(chat, 'more, while somebody is away');
      const rest = await catchUp(tom, event.cursor, 3);
      const known = whole.events.slice(0, whole.events.indexOf(event) + 1);
      const all = logged([...known, ...rest.events]);
      expect(all).toEqual(expect.arrayContaining(logged(whole.events)));
      expectGapless([...known, ...rest.events].sort(byStream));
    }
  });

  test('a cursor that is too old answers Reset, and goes on from now', async () => {
    const other = await startStage();
    const { one: mei, other: tom, chat } = await other.world.friends('Mei', 'Tom');
    const { events: old } = await tom.ask(MissedEvents, { after: null, first: null });
    await mei.send(chat, 'will be gone');
    await other.backend.pool.query("UPDATE event SET created_at = now() - interval '8 days'");
    expect(await prune(other.backend.pool, 7)).toBeGreaterThan(0);

    const following = await tom.follow(old.cursor).live();
    expect(following.events.map((event) => event.__typename)).toEqual(['Reset', 'CaughtUp']);
    expect(following.of('Reset')[0]?.reason).toBe('TOO_OLD');
    await mei.send(chat, 'and on');
    await following.until(() => following.texts().includes('and on'));
    const { events: page } = await tom.ask(MissedEvents, { after: old.cursor, first: 10 });
    expect(page.events.map((event) => event.__typename)).toEqual(['Reset']);
    expect(page.caughtUp).toBe(true);
    following.close();
    await other.close();
  });

  test('a cursor of another database, or of a future that never was, answers Reset', async () => {
    const tom = await stage.world.user('Tom');
    const { events: now } = await tom.ask(MissedEvents, { after: null, first: null });
    const position = decodeCursor(now.cursor);
    if (!position) throw new Error('The API gave out a cursor that is none');
    const foreign = encodeCursor({ ...position, epoch: '0000000000000000' });
    const future = encodeCursor({ ...position, horizon: position.horizon + 1_000_000n });
    const beyond = encodeCursor({ ...position, horizon: 36n ** 13n - 1n });
    for (const cursor of [foreign, future, beyond]) {
      const following = await tom.follow(cursor).live();
      expect(following.of('Reset')[0]?.reason).toBe('FOREIGN');
      following.close();
    }
  });

  test('an operator’s new epoch makes every older cursor answer Reset', async () => {
    const other = await startStage();
    const tom = await other.world.user('Tom');
    const { events: now } = await tom.ask(MissedEvents, { after: null, first: null });
    await other.backend.pool.query('UPDATE event_log SET epoch = gen_random_uuid()');
    const following = await tom.follow(now.cursor).live();
    expect(following.of('Reset')[0]?.reason).toBe('FOREIGN');
    following.close();
    await other.close();
  });
});

/** Node 20 has no Promise.withResolvers yet. */
function withResolvers() {
  let resolve = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

const rawId = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1] ?? '';

const byStream = (a: AnyEvent, b: AnyEvent) =>
  'seq' in a && 'seq' in b ? a.streamId.localeCompare(b.streamId) || a.seq - b.seq : 0;

describe('nothing is lost', () => {
  test('writers that commit out of order lose no event of a reader who polls', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    let { cursor } = (await tom.ask(MissedEvents, { after: null, first: null })).events;
    const polled: AnyEvent[] = [];
    const poll = async () => {
      const page = await catchUp(tom, cursor, 5);
      polled.push(...page.events);
      cursor = page.cursor;
    };
    const count = (kind: AnyEvent['__typename']) =>
      logged(polled.filter((event) => event.__typename === kind)).length;
    for (let round = 1; round <= 5; round++) {
      // Three transactions take their ids before the messages are sent, and commit after these have been read.
      const gate = withResolvers();
      const accountId = rawId(tom.id);
      const late = Array.from({ length: 3 }, () => {
        const begun = withResolvers();
        const done = transaction(stage.backend, async (tx) => {
          await tx.db.$queryRaw`SELECT pg_current_xact_id()::text`;
          begun.resolve();
          await gate.promise;
          tx.publishToAccount(accountId, 'ReadMoved', { conversationId: randomUUID() });
        });
        return { begun: begun.promise, done };
      });
      await Promise.all(late.map(({ begun }) => begun));
      for (let index = 0; index < 4; index++) await mei.send(chat, `round ${round}, ${index}`);
      await poll();
      expect(count('MessageSent')).toBe(round * 4);
      gate.resolve();
      await Promise.all(late.map(({ done }) => done));
      await poll();
      expect(count('ReadMoved')).toBe(round * 3);
    }
  });

  test('a transaction that hangs holds up nobody’s messages, only the cursor', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await tom.follow().live();
    const client = await stage.backend.pool.connect();
    await client.query('BEGIN');
    await client.query('SELECT pg_current_xact_id()');
    const from = Date.now();
    await mei.send(chat, 'quick');
    await following.until(() => following.texts().includes('quick'));
    expect(Date.now() - from).toBeLessThan(2_000);
    await sleep(1_500);
    await mei.send(chat, 'and again');
    await following.until(() => following.texts().includes('and again'));
    const again = await tom.follow(following.cursor).live();
    expect(again.texts()).toEqual(['quick', 'and again']);
    await client.query('ROLLBACK');
    client.release();
    following.close();
    again.close();
  });

  test('two people and four devices receive the same events in the same order', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const devices: Following[] = [];
    for (const person of [mei, await mei.onAnotherDevice(), tom, await tom.onAnotherDevice()])
      devices.push(await person.follow().live());
    await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? mei : tom).send(chat, `n${index}`)),
    );
    for (const device of devices) await device.until(() => device.texts(chat).length === 50);
    const [first, ...others] = devices.map((device) => device.texts(chat));
    for (const other of others) expect(other).toEqual(first);
    for (const device of devices) {
      expectGapless(device.events);
      device.close();
    }
  });

  test('a socket cut again and again, resuming by cursor, misses nothing', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    let following = await tom.follow().live();
    const received: AnyEvent[] = [];
    const sending = (async () => {
      for (let index = 0; index < 60; index++) await mei.send(chat, `n${index}`);
    })();
    for (let cuts = 0; cuts < 6; cuts++) {
      await sleep(20);
      const { cursor } = following;
      following.cut();
      received.push(...following.events);
      following = await tom.follow(cursor).live();
    }
    await sending;
    await mei.send(chat, 'last');
    await following.until(() => following.texts().includes('last'));
    received.push(...following.events);
    expectGapless(received);
    const messages = received.filter((event) => event.__typename === 'MessageSent');
    expect(new Set(messages.map((event) => event.id)).size).toBe(61);
    following.close();
  });
});

describe('membership', () => {
  test('joining attaches at once, on the stream that is open already', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const following = await tom.follow().live();
    const group = await mei.group('Tea', [tom]);
    await mei.send(group, 'welcome');
    await following.until(() => following.texts(group).includes('welcome'));
    expect(following.of('MembersJoined')).toHaveLength(1);
    following.close();
  });

  test('leaving detaches at once: nothing later comes, live or by replay', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const group = await mei.group('Tea', [tom, lin]);
    const following = await tom.follow().live();
    const { cursor } = following;
    await mei.send(group, 'before');
    await following.until(() => following.texts(group).includes('before'));
    const left = await tom.ask(LeaveGroup, { input: { conversationId: group } });
    expect(left.leaveGroup.__typename).toBe('LeaveGroupPayload');
    await mei.send(group, 'after');
    await following.first('ConversationLeft');
    const witness = await lin.follow().live();
    await mei.send(group, 'much later');
    await witness.until(() => witness.texts(group).includes('much later'));
    expect(following.texts(group)).toEqual(['before']);
    expect(following.of('MemberLeft')).toEqual([]);
    const replayed = await tom.follow(cursor).live();
    expect(replayed.texts(group)).toEqual([]);
    for (const open of [following, witness, replayed]) open.close();
  });

  test('a newcomer is told nothing from before the joining, in whatever order transactions began', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const [group, newcomer] = [rawId(await mei.group('Tea', [lin])), rawId(tom.id)];
    const begun = withResolvers();
    const gate = withResolvers();
    const joining = transaction(stage.backend, async (tx) => {
      await tx.db.$queryRaw`SELECT pg_current_xact_id()::text`;
      begun.resolve();
      await gate.promise;
      await tx.db.member.create({ data: { conversationId: group, accountId: newcomer } });
      tx.publishToConversation(group, 'MembersJoined', { accountIds: [newcomer] });
    });
    await begun.promise;
    const holding = await stage.backend.pool.connect();
    await holding.query('BEGIN');
    await holding.query('SELECT pg_current_xact_id()');
    await transaction(stage.backend, async (tx) =>
      tx.publishToConversation(group, 'ReceiptMoved', { accountId: rawId(lin.id) }),
    );
    gate.resolve();
    await joining;
    const { events: now } = await tom.ask(MissedEvents, { after: null, first: null });
    const { events } = await catchUp(tom, now.cursor, 100);
    expect(events.map((event) => event.__typename)).not.toContain('ReceiptMoved');
    await holding.query('ROLLBACK');
    holding.release();
  });

  test('a stranger’s stream carries nothing of others', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const following = await eve.follow().live();
    await mei.send(chat, 'private');
    await eve.befriend(mei);
    await following.first('FriendshipStarted');
    expect(following.of('MessageSent')).toEqual([]);
    following.close();
  });
});
