import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort } from '../../../../scripts/services/ports.ts';
import { type RunningRedis, startRedis } from '../../../../scripts/services/redis.ts';
import { sendDueMessages } from '../schedules/service/sending.ts';
import { askFriend, removeFriend } from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { addFavourites, forward, inSeconds, scheduled } from '../testing/keeping.ts';
import { onMessage } from '../testing/messages.ts';
import { ApiProcess } from '../testing/processes.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { accept, say } from '../testing/strangers.ts';
import { expectType, type Person } from '../testing/world.ts';

/** How much one may say in a minute: three messages to a stranger, more to friends and in groups. */

const LIMITS = { MESSAGES_PER_MINUTE: '6' };
let stage: Stage;
/** The world is built where nothing is counted but what strangers say. */
let strict: Stage;
beforeAll(async () => {
  stage = await startStage();
  strict = await startStageOn(stage.databaseUrl, LIMITS);
});
afterAll(async () => {
  await strict.close();
  await stage.close();
});

const Card = graphql(`
  mutation PacedCard($input: SendCardInput!) { sendCard(input: $input) { __typename } }
`);
const SendFavourite = graphql(`
  mutation PacedFavourite($input: ForwardFavouriteInput!) {
    forwardFavourite(input: $input) { __typename ... on MessageRateLimitedError { limit } }
  }
`);
const Scheduled = graphql(`
  query PacedPlans {
    viewer { scheduledMessages(first: 10, statuses: [PENDING, SENT, FAILED]) {
      edges { node { scheduledStatus } }
    } }
  }
`);

/** Mei and Eve, who are no friends and talk. What was said to that end is a minute ago. */
async function talking() {
  const [mei, eve] = [await stage.world.user('Mei'), await stage.world.user('Eve')];
  const chat = await eve.open(mei);
  await eve.send(chat, 'hello');
  expectType(await accept(mei, chat), 'AcceptConversationPayload');
  await aMinuteAgo(chat);
  return { mei, eve, chat };
}

/** Moves everything that was said into the past. */
const aMinuteAgo = (chat: string, seconds = 60) =>
  stage.backend.pool.query(
    `UPDATE message SET created_at = created_at - $2 * interval '1 s' WHERE conversation_id = $1`,
    [uuidOf(chat), seconds],
  );

const names = (answers: readonly { __typename: string }[]) =>
  answers.map(({ __typename }) => __typename).sort();
const repeat = (count: number, name: string) => Array.from({ length: count }, () => name);

async function several(person: Person, chat: string, count: number) {
  const answers = [];
  for (let index = 0; index < count; index++) answers.push(await say(person, chat));
  return answers;
}

describe('between strangers who talk', () => {
  test('three messages go in any minute, and the fourth is told when', async () => {
    const { mei, eve, chat } = await talking();
    const before = Date.now();
    expect(names(await several(eve, chat, 3))).toEqual(repeat(3, 'SendMessagePayload'));
    const refused = expectType(await say(eve, chat), 'MessageRateLimitedError');
    expect(refused).toMatchObject({ rule: 'STRANGER_MESSAGES_PER_MINUTE', limit: 3 });
    const waits = Date.parse(refused.retryAt) - before;
    expect(waits).toBeGreaterThan(59_000);
    expect(waits).toBeLessThan(62_000);
    expect(names(await several(mei, chat, 3))).toEqual(repeat(3, 'SendMessagePayload'));
    // At the edge of the minute: a moment before it is over, and as it is.
    await aMinuteAgo(chat, 58);
    expectType(await say(eve, chat), 'MessageRateLimitedError');
    await aMinuteAgo(chat, 2);
    expect(names(await several(eve, chat, 4))).toEqual([
      'MessageRateLimitedError',
      ...repeat(3, 'SendMessagePayload'),
    ]);
  });

  test('also of many at the same instant through two processes, and by every way of saying', async () => {
    const { eve, chat } = await talking();
    const there = eve.through(strict.url);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => say(index % 2 ? eve : there, chat)),
    );
    expect(names(answers)).toEqual([
      ...repeat(9, 'MessageRateLimitedError'),
      ...repeat(3, 'SendMessagePayload'),
    ]);
    const lin = await stage.world.user('Lin');
    await eve.befriend(lin);
    const { id } = await eve.send(await eve.open(lin), 'tea');
    const to = { conversationId: chat, clientId: randomUUID() };
    const { favourites } = expectType(await addFavourites(eve, [id]), 'AddFavouritesPayload');
    const favouriteId = favourites[0]?.id ?? '';
    const others = [
      await forward(eve, { conversationId: chat, messageIds: [id] }),
      (await eve.ask(Card, { input: { ...to, userId: lin.id } })).sendCard,
      (await eve.ask(SendFavourite, { input: { ...to, favouriteId } })).forwardFavourite,
    ];
    expect(names(others)).toEqual(repeat(3, 'MessageRateLimitedError'));
  });

  test('whatever becomes of those that count, and however often one of them has to be sent', async () => {
    const { mei, eve, chat } = await talking();
    const clientId = randomUUID();
    const first = expectType(await say(eve, chat, clientId), 'SendMessagePayload');
    for (let round = 0; round < 5; round++) expect(await say(eve, chat, clientId)).toEqual(first);
    await several(eve, chat, 2);
    expectType(await onMessage(eve, first.sent.id).recall(), 'RecallMessagePayload');
    expectType(await onMessage(eve, first.sent.id).deleteForMe(), 'DeleteMessagesPayload');
    expectType(await say(eve, chat), 'MessageRateLimitedError');
    // Friends are no strangers, and strangers are again when they part: what was said still counts.
    await askFriend(eve, mei);
    await askFriend(mei, eve);
    expectType(await say(eve, chat), 'SendMessagePayload');
    await removeFriend(eve, mei);
    expectType(await say(eve, chat), 'MessageRateLimitedError');
  });

  test('more than three at once never go, and one is told to make a chat history of them', async () => {
    const { eve, chat } = await talking();
    const lin = await stage.world.user('Lin');
    await eve.befriend(lin);
    const from = await eve.open(lin);
    const messageIds: string[] = [];
    for (const text of ['a', 'b', 'c', 'd']) messageIds.push((await eve.send(from, text)).id);
    const refused = expectType(
      await forward(eve, { conversationId: chat, messageIds }),
      'LimitReachedError',
    );
    expect(refused.message).toContain('At most 3');
    const three = await forward(eve, { conversationId: chat, messageIds: messageIds.slice(1) });
    expect(expectType(three, 'ForwardMessagesPayload').sent).toHaveLength(3);
    const bundle = { conversationId: chat, messageIds, bundled: true, title: 'Tea' };
    expectType(await forward(eve, bundle), 'MessageRateLimitedError');
  });

  test('what was planned waits its turn, in its order, and is not lost', async () => {
    const { eve, chat } = await talking();
    await several(eve, chat, 2);
    for (const text of ['first', 'second', 'third'])
      await scheduled(eve, chat, text, inSeconds(-1));
    const statuses = async () => {
      await sendDueMessages(stage.backend);
      const { viewer } = await eve.ask(Scheduled, {});
      return viewer.scheduledMessages.edges.map(({ node }) => node.scheduledStatus);
    };
    expect(await statuses()).toEqual(['SENT', 'PENDING', 'PENDING']);
    expect(await statuses()).toEqual(['SENT', 'PENDING', 'PENDING']);
    await aMinuteAgo(chat);
    expect(await statuses()).toEqual(['SENT', 'SENT', 'SENT']);
    const { rows } = await stage.backend.pool.query<{ text: string }>(
      `SELECT text FROM message WHERE conversation_id = $1 AND text IN ('first', 'second', 'third') ORDER BY seq`,
      [uuidOf(chat)],
    );
    expect(rows.map(({ text }) => text)).toEqual(['first', 'second', 'third']);
  });
});

describe('between friends and in groups', () => {
  test('a burst goes through, and then what comes back of it: each conversation and person for itself', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const here = mei.through(strict.url);
    const before = Date.now();
    expect(names(await several(here, chat, 6))).toEqual(repeat(6, 'SendMessagePayload'));
    const refused = expectType(await say(here, chat), 'MessageRateLimitedError');
    expect(refused).toMatchObject({ rule: 'MESSAGES_PER_MINUTE', limit: 6 });
    const waits = Date.parse(refused.retryAt) - before;
    expect(waits).toBeGreaterThan(8_000);
    expect(waits).toBeLessThan(12_000);
    expectType(await say(tom.through(strict.url), chat), 'SendMessagePayload');
    expect(names(await several(here, group, 7))).toEqual([
      'MessageRateLimitedError',
      ...repeat(6, 'SendMessagePayload'),
    ]);
  });

  test('a message that is refused, or comes again, takes nothing of it', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const here = mei.through(strict.url);
    const clientId = randomUUID();
    await say(here, chat, clientId);
    for (let round = 0; round < 8; round++) await say(here, chat, clientId);
    for (let round = 0; round < 3; round++)
      expectType(
        await forward(here, { conversationId: chat, messageIds: [tom.id] }),
        'NotFoundError',
      );
    expect(names(await several(here, chat, 6))).toEqual([
      'MessageRateLimitedError',
      ...repeat(5, 'SendMessagePayload'),
    ]);
  });

  test('copies that go one by one count one by one, all of them or none', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const messageIds: string[] = [];
    for (let index = 0; index < 7; index++) messageIds.push((await mei.send(chat, 'tea')).id);
    const here = mei.through(strict.url);
    const to = { conversationId: group };
    expectType(await forward(here, { ...to, messageIds }), 'LimitReachedError');
    const some = { ...to, messageIds: messageIds.slice(0, 4) };
    expectType(await forward(here, some), 'ForwardMessagesPayload');
    expectType(await forward(here, some), 'MessageRateLimitedError');
    expect(names(await several(here, group, 3))).toEqual([
      'MessageRateLimitedError',
      ...repeat(2, 'SendMessagePayload'),
    ]);
  });

  test('two processes count as one, with Redis and after it has died', async () => {
    const redis: RunningRedis = await startRedis({ bin: inject('redisServerBin') });
    const env = { ...LIMITS, DATABASE_URL: stage.databaseUrl, DATABASE_POOL: '4' };
    const processes = [await freePort(), await freePort()].map(
      (port) => new ApiProcess(port, { ...env, REDIS_URL: redis.url }),
    );
    try {
      await Promise.all(processes.map((process) => process.start()));
      const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
      const group = await mei.group('Tea', [await friendOf(mei)]);
      for (const place of [chat, group]) {
        const answers = await Promise.all(
          Array.from({ length: 16 }, (_, index) =>
            say(mei.through(processes[index % 2]?.url ?? ''), place),
          ),
        );
        expect(names(answers)).toEqual([
          ...repeat(10, 'MessageRateLimitedError'),
          ...repeat(6, 'SendMessagePayload'),
        ]);
        await redis.stop();
        await sleep(50);
      }
    } finally {
      await Promise.all(processes.map((process) => process.stop()));
      await redis.stop();
    }
  });
});

async function friendOf(person: Person): Promise<Person> {
  const friend = await stage.world.user('Lin');
  await friend.befriend(person);
  return friend;
}
