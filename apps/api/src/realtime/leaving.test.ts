import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { freshCursor, type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';
import type { Delivered } from './catalogue.ts';
import { decodeCursor } from './cursor.ts';
import { Follower } from './follower.ts';
import { Hub } from './hub.ts';

/**
 * Streams are told independently of each other, so that a process can hear of a coming back before it comes to the leaving.
 * Here a hub of the tests' own is held up wherever the order matters.
 */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const StartTyping = graphql(`
  mutation TypeAway($input: StartTypingInput!) { startTyping(input: $input) { __typename } }
`);

/** Something that waits until it is let go. */
function gate() {
  let open = () => {};
  let reach = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  /** Resolves when somebody waits. */
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  const wait = () => {
    reach();
    return opened;
  };
  return { open, reached, wait };
}

interface Held {
  /** Where the person stopped reading; live from now on without. */
  from?: string;
  /** What to do before an item is delivered. */
  before?: (item: Delivered) => Promise<void> | undefined;
  /** What to do before a statement of this name runs. */
  beforeQuery?: (name: string | undefined) => Promise<void> | undefined;
}

/** Somebody who is followed live by a hub of the test's own, and what they receive. */
async function followed(person: Person, held: Held) {
  const { backend } = stage;
  const received: Delivered[] = [];
  const query = async (...args: unknown[]) => {
    await held.beforeQuery?.((args[0] as { name?: string }).name);
    return (backend.pool.query as (...given: unknown[]) => unknown).apply(backend.pool, args);
  };
  const hub = new Hub({
    pool: new Proxy(backend.pool, {
      get: (pool, key) => (key === 'query' ? query : Reflect.get(pool, key)),
    }) as pg.Pool,
    bus: backend.bus,
    log: backend.log,
    audiencesOf: async () => [],
    repairIntervalMs: 3_600_000,
    deliver: async (item, followers) => {
      await held.before?.(item);
      if (followers.includes(follower)) received.push(item);
    },
    deliverMissed: async (items) => {
      for (const item of items) {
        await held.before?.(item);
        received.push(item);
      }
    },
  });
  await hub.start();
  const viewer = { accountId: uuidOf(person.id), sessionId: person.sessionId };
  const reader = { room: async () => {}, end: () => {} };
  const follower = new Follower(viewer, { kind: 'events', push: () => {}, ...reader });
  await hub.run(follower, held.from === undefined ? null : decodeCursor(held.from));
  const until = async (condition: () => boolean) => {
    for (let tries = 0; !condition() && tries < 400; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(condition(), received.map(({ kind }) => kind).join()).toBe(true);
  };
  const sent = () =>
    received.flatMap((item) => (item.kind === 'MessageSent' ? [item.payload.messageId] : []));
  const close = () => {
    hub.leave(follower);
    hub.stop();
  };
  return { hub, received, until, sent, close };
}

async function house() {
  const { world } = stage;
  const [mei, tom, lin] = [
    await world.user('Mei'),
    await world.user('Tom'),
    await world.user('Lin'),
  ];
  for (const friend of [tom, lin]) await mei.befriend(friend);
  const id = await mei.group('Tea', [tom, lin], { visibility: 'PUBLIC' });
  return { mei, tom, lin, id, uuid: uuidOf(id) };
}

const isIn = (item: Delivered, streamId: string) =>
  'streamId' in item && item.streamId === streamId;

test('who came back before this process had come to the leaving is followed again', async () => {
  const { mei, tom, id, uuid } = await house();
  const busy = gate();
  const { until, received, sent, close } = await followed(tom, {
    before: (item) => (isIn(item, uuid) && item.kind === 'GroupChanged' ? busy.wait() : undefined),
  });
  await inGroup(mei, id).update({ name: 'Busy' });
  await busy.reached;
  await inGroup(mei, id).remove([tom]);
  const between = await mei.send(id, 'not for Tom');
  await inGroup(mei, id).add([tom]);
  await until(() => received.some((item) => item.kind === 'ConversationJoined'));
  busy.open();
  const after = await mei.send(id, 'for Tom again');
  await until(() => sent().includes(uuidOf(after.id)));
  expect(sent()).not.toContain(uuidOf(between.id));
  close();
});

test('also while it was reading something else for them', async () => {
  const { mei, tom, id, uuid } = await house();
  const other = await mei.group('Other', [tom], { visibility: 'PUBLIC' });
  await inGroup(tom, other).leave();
  const [busy, reading, back, later] = [gate(), gate(), gate(), gate()];
  const { hub, until, sent, close } = await followed(tom, {
    before: (item) => {
      if (isIn(item, uuid) && item.kind === 'GroupChanged') return busy.wait();
      if (isIn(item, uuidOf(other)) && item.kind === 'MembersJoined') return reading.wait();
      if (item.kind === 'ConversationJoined' && item.payload.conversationId === uuid)
        return back.wait();
      return item.kind === 'FriendshipStarted' ? later.wait() : undefined;
    },
  });
  await inGroup(mei, id).update({ name: 'Busy' });
  await busy.reached;
  await inGroup(mei, other).add([tom]);
  await reading.reached;
  await inGroup(mei, id).remove([tom]);
  await inGroup(mei, id).add([tom]);
  reading.open();
  await back.reached;
  await tom.befriend(await stage.world.user('Wang'));
  back.open();
  await later.reached;
  // By now it has heard of the coming back, and comes to the leaving while there is still something to read.
  busy.open();
  await until(() => !hub.isFollowed(uuid));
  const after = await mei.send(id, 'for Tom again');
  later.open();
  await until(() => sent().includes(uuidOf(after.id)));
  close();
});

test('whoever is cut off at any point of a replay goes on from there, also behind what they joined during it', async () => {
  const { mei, tom, lin, id } = await house();
  const other = await mei.group('Other', [lin], { visibility: 'PUBLIC' });
  const from = await freshCursor(stage, tom);
  const missed = new Set<string>();
  for (let count = 0; count < 120; count++) missed.add(uuidOf((await mei.send(id, `${count}`)).id));
  const replay = gate();
  const running = followed(tom, {
    from,
    beforeQuery: (name) => (name === 'log-replay' ? replay.wait() : undefined),
  });
  await replay.reached;
  // Too late for what it follows, early enough for what it reads.
  await inGroup(mei, other).add([tom]);
  missed.add(uuidOf((await mei.send(other, 'welcome')).id));
  replay.open();
  const { received, sent, close } = await running;
  const all = new Set(sent());
  expect([...missed].filter((messageId) => !all.has(messageId))).toEqual([]);
  close();
  const seen = new Set<string>();
  for (const [place, item] of received.entries()) {
    if (item.kind === 'MessageSent') seen.add(item.payload.messageId);
    const next = received[place + 1];
    if (next && isIn(next, uuidOf(id)) && isIn(item, uuidOf(id))) continue;
    const rest = await followed(tom, { from: item.cursor });
    expect(new Set([...seen, ...rest.sent()]), `cut off behind ${place}`).toEqual(all);
    rest.close();
  }
});

test('who is removed while what they joined is being read receives nothing from later', async () => {
  const { mei, lin, id } = await house();
  const wang = await stage.world.user('Wang');
  await mei.befriend(wang);
  const reading = gate();
  const { until, received, sent, close } = await followed(wang, {
    beforeQuery: (name) => (name === 'log-stream-from' ? reading.wait() : undefined),
  });
  await inGroup(mei, id).add([wang]);
  const welcome = await mei.send(id, 'welcome');
  await reading.reached;
  await inGroup(mei, id).remove([wang]);
  const secret = await lin.send(id, 'now that Wang is gone');
  reading.open();
  await until(() => received.some((item) => item.kind === 'ConversationLeft'));
  expect(sent()).toContain(uuidOf(welcome.id));
  expect(sent()).not.toContain(uuidOf(secret.id));
  expect(received.filter((item) => item.kind === 'MemberLeft')).toEqual([]);
  close();
});

test('who is removed between the reading of what they are in and the following of it is told nothing of it', async () => {
  const { mei, tom, lin, id, uuid } = await house();
  const heads = gate();
  const running = followed(tom, {
    beforeQuery: (name) => (name === 'log-heads' ? heads.wait() : undefined),
  });
  await heads.reached;
  await inGroup(mei, id).remove([tom]);
  heads.open();
  const { hub, until, received, sent, close } = await running;
  expect(hub.isFollowed(uuid)).toBe(false);
  const secret = await lin.send(id, 'now that Tom is gone');
  await mei.open(tom);
  await until(() => received.some((item) => item.kind === 'ConversationJoined'));
  expect(sent()).not.toContain(uuidOf(secret.id));
  close();
});

test('typing is not shown to whoever was removed before, however busy the process is', async () => {
  const { mei, tom, lin, id, uuid } = await house();
  const busy = gate();
  const { until, received, close } = await followed(tom, {
    before: (item) => (isIn(item, uuid) && item.kind === 'GroupChanged' ? busy.wait() : undefined),
  });
  await lin.ask(StartTyping, { input: { conversationId: id } });
  await until(() => received.some((item) => item.kind === 'TypingStarted'));
  await inGroup(mei, id).update({ name: 'Busy' });
  await busy.reached;
  await inGroup(mei, id).remove([tom]);
  await lin.ask(StartTyping, { input: { conversationId: id } });
  busy.open();
  await mei.open(tom);
  await until(() => received.some((item) => item.kind === 'ConversationJoined'));
  expect(received.filter((item) => item.kind === 'TypingStarted')).toHaveLength(1);
  close();
});

test('nobody follows a group that has been dissolved', async () => {
  const { mei, tom, id, uuid } = await house();
  const { hub, until, received, close } = await followed(tom, {});
  expect(hub.isFollowed(uuid)).toBe(true);
  await inGroup(mei, id).dissolve();
  await until(() => received.some((item) => item.kind === 'ConversationLeft'));
  await until(() => received.some((item) => item.kind === 'GroupDissolved'));
  expect(received.filter((item) => isIn(item, uuid)).at(-1)?.kind).toBe('GroupDissolved');
  await until(() => !hub.isFollowed(uuid));
  close();
});
