import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { freePort } from '../../../../scripts/services/ports.ts';
import { type RunningRedis, startRedis } from '../../../../scripts/services/redis.ts';
import { cloneDatabase } from '../testing/database.ts';
import { MissedEvents } from '../testing/events.ts';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import { ApiProcess } from '../testing/processes.ts';
import { type Person, SendMessage, World } from '../testing/world.ts';

/** Two real API processes on one PostgreSQL and one Redis, each of which can die at any moment. */
let redis: RunningRedis;
let database: Awaited<ReturnType<typeof cloneDatabase>>;
let here: ApiProcess;
let there: ApiProcess;

beforeAll(async () => {
  redis = await startRedis({ bin: inject('redisServerBin') });
  database = await cloneDatabase(inject('databaseUrl'));
  const env = { DATABASE_URL: database.url, DATABASE_POOL: '6', REDIS_URL: redis.url };
  here = new ApiProcess(await freePort(), env);
  there = new ApiProcess(await freePort(), env);
});
beforeEach(async () => {
  // They live on from test to test: those that a test has ended are there again for the next one.
  await Promise.all([here, there].filter((api) => !api.running).map((api) => api.start()));
});
afterAll(async () => {
  await Promise.all([here.stop(), there.stop()]);
  await redis.stop();
  await database.drop();
});

const SignOut = graphql(`mutation SignOut { signOut { sessionId } }`);
const RevokeOthers = graphql(
  `mutation RevokeOthersBeside { revokeOtherSessions { revokedCount } }`,
);

/** Mei is served by one process, Tom by the other. */
async function apart(): Promise<{ mei: Person; tom: Person; chat: string }> {
  const { one: mei, other, chat } = await new World(here.url).friends('Mei', 'Tom');
  return { mei, tom: other.through(there.url), chat };
}

async function friendOf(person: Person): Promise<Person> {
  const friend = await new World(here.url).user('Lin');
  await friend.befriend(person);
  return friend;
}

/** Keeps one message in flight and repeats each until it is acknowledged, as a client's outbox does. */
async function sendThrough(
  person: Person,
  conversationId: string,
  texts: readonly string[],
  acknowledged: string[],
): Promise<void> {
  for (const text of texts) {
    const clientId = crypto.randomUUID();
    for (;;) {
      const input = { conversationId, clientId, text };
      const answer = await person.attempt(SendMessage, { input }).catch(() => null);
      if (answer?.data?.sendMessage.__typename === 'SendMessagePayload') break;
      await sleep(50);
    }
    acknowledged.push(text);
  }
}

const cursorNow = async (person: Person) =>
  (await person.ask(MissedEvents, { after: null, first: null })).events.cursor;

/** Follows for as long as it takes, resuming by cursor whenever the connection ends, as a client does. */
async function followThrough(
  person: Person,
  chat: string,
  last: string,
  from: string,
): Promise<string[]> {
  const texts: string[] = [];
  const seen = new Set<string>();
  let cursor = from;
  const take = (following: Following) => {
    for (const { id, message } of following.of('MessageSent')) {
      if (message.conversation.id !== chat || seen.has(id)) continue;
      seen.add(id);
      if (message.content.__typename === 'TextContent') texts.push(message.content.text);
    }
    cursor = following.events.at(-1)?.cursor ?? cursor;
  };
  while (!texts.includes(last)) {
    const following = person.follow(cursor);
    const over = following.closed.then(() => true);
    const done = following.until(
      (events) => events.length > 0 && following.texts(chat).includes(last),
      60_000,
    );
    await Promise.race([over, done.catch(() => true)]);
    take(following);
    following.close();
    await sleep(30);
  }
  return texts;
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`);

describe('two processes on one Redis', () => {
  test('a message sent to one reaches the sockets of the other, live', async () => {
    const { mei, tom, chat } = await apart();
    const following = await tom.follow().live();
    const times: number[] = [];
    for (const text of ['one', 'two', 'three', 'four', 'five']) {
      const from = Date.now();
      await mei.send(chat, text);
      await following.until(() => following.texts(chat).includes(text));
      times.push(Date.now() - from);
    }
    // Each is sent as soon as the one before has come: by the log alone it would wait for most of a second.
    expect(Math.min(...times)).toBeLessThan(500);
    following.close();
  });

  test('signing out on one closes the sockets on the other within 2 s', async () => {
    const { tom } = await apart();
    const following = await tom.follow().live();
    await tom.through(here.url).ask(SignOut, {});
    const from = Date.now();
    expect((await following.closed).code).toBe(4401);
    expect(Date.now() - from).toBeLessThan(2_000);
  });
});

describe('Redis stops and starts', () => {
  afterEach(() => redis.restart());

  test('while it is down messages still arrive, read from the log, and so does signing out', async () => {
    const { mei, tom, chat } = await apart();
    const following = await tom.follow().live();
    await mei.send(chat, 'with');
    await following.until(() => following.texts(chat).includes('with'));
    await redis.kill();
    await mei.send(chat, 'without');
    await following.until(() => following.texts(chat).includes('without'));
    await redis.restart();
    await mei.send(chat, 'with again');
    await following.until(() => following.texts(chat).includes('with again'));
    expect(following.texts(chat)).toEqual(['with', 'without', 'with again']);
    await redis.kill();
    await tom.through(here.url).ask(SignOut, {});
    const from = Date.now();
    expect((await following.closed).code).toBe(4401);
    expect(Date.now() - from).toBeLessThan(2_000);
  });

  test('whoever signs all other devices out is heard on every process, also while it is gone', async () => {
    for (const gone of [false, true]) {
      const mei = await new World(here.url).user('Mei');
      const [phone, tablet] = [await mei.onAnotherDevice(), await mei.onAnotherDevice()];
      const others = [await phone.follow().live(), await tablet.through(there.url).follow().live()];
      const own = await mei.through(there.url).follow().live();
      if (gone) await redis.kill();
      expect((await mei.ask(RevokeOthers, {})).revokeOtherSessions.revokedCount).toBe(2);
      const from = Date.now();
      for (const { closed } of others) expect((await closed).code).toBe(4401);
      expect(Date.now() - from).toBeLessThan(2_000);
      await own.until(() => own.of('SessionRevoked').length === 2);
      own.close();
    }
  });

  test('coming and going at every moment it takes no API process with it', async () => {
    const { tom } = await apart();
    const following = await tom.follow().live();
    for (let round = 0; round < 12; round++) {
      await redis.kill();
      await redis.restart();
      await sleep(round * 15);
    }
    for (const api of [here, there]) expect((await fetch(`${api.url}/health/live`)).ok).toBe(true);
    await tom.send(await tom.open(await friendOf(tom)), 'still here');
    await following.until(() => following.texts().includes('still here'));
    following.close();
  });

  test('stopped and started in the middle of traffic, nothing is lost and the order is one', async () => {
    const { mei, tom, chat } = await apart();
    const acknowledged: string[] = [];
    const texts = [...numbered(150), 'last'];
    const received = followThrough(tom, chat, 'last', await cursorNow(tom));
    const mine = followThrough(mei, chat, 'last', await cursorNow(mei));
    const sending = sendThrough(mei, chat, texts, acknowledged);
    for (let round = 0; round < 3; round++) {
      await sleep(100);
      await redis.kill();
      await sleep(100);
      await redis.restart();
    }
    await sending;
    expect(await received).toEqual(acknowledged);
    expect(await mine).toEqual(acknowledged);
  });
});

describe('an API process is killed', () => {
  test('and started again, in the middle of traffic: everything acknowledged arrives, once, in order', async () => {
    const { mei, tom, chat } = await apart();
    const acknowledged: string[] = [];
    const texts = [...numbered(120), 'last'];
    const received = followThrough(tom, chat, 'last', await cursorNow(tom));
    const mine = followThrough(mei, chat, 'last', await cursorNow(mei));
    const sending = sendThrough(mei, chat, texts, acknowledged);
    await sleep(150);
    await here.stop('SIGKILL');
    await here.start();
    await sleep(150);
    await there.stop('SIGKILL');
    await there.start();
    await sending;
    expect(acknowledged).toEqual(texts);
    expect(await received).toEqual(texts);
    expect(await mine).toEqual(texts);
  });

  test('stopped by an operator it asks its sockets to come back', async () => {
    const { tom } = await apart();
    const following = await tom.follow().live();
    await there.stop('SIGTERM');
    expect((await following.closed).code).toBe(1001);
  });
});
