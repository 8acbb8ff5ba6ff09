import type pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import type { LoggedEvent } from './catalogue.ts';
import { Follower } from './follower.ts';
import { LocalStreams } from './local-streams.ts';

let streams: LocalStreams;
beforeEach(() => {
  // A log in which nothing has been written yet.
  streams = new LocalStreams({ query: async () => ({ rows: [] }) } as unknown as pg.Pool);
});

const follower = () =>
  new Follower(
    { accountId: 'mei', sessionId: 'phone' },
    { kind: 'events', push: () => {}, room: async () => {}, end: () => {} },
  );

/** Whether they hear what becomes of a message that had this place. */
const hears = (one: Follower, streamId: string, messageSeq: number): boolean =>
  streams.isConcerned(one, {
    ...{ kind: 'MessageEdited', payload: { messageId: 'm', messageSeq } },
    ...{ streamId, seq: 9, xid: '1', at: '' },
  });

const followedBy = (one: Follower) => streams.streamsOf(one).map(({ id }) => id);

test('until it is known since when somebody is there, no earlier message is theirs', async () => {
  const mei = follower();
  await streams.follow(mei, ['tea', 'walks']);
  expect([hears(mei, 'tea', 1), hears(mei, 'walks', 1_000_000)]).toEqual([false, false]);
  const sent: LoggedEvent = {
    ...{ kind: 'MessageSent', payload: { messageId: 'm' } },
    ...{ streamId: 'tea', seq: 9, xid: '1', at: '' },
  };
  expect(streams.isConcerned(mei, sent)).toBe(true);
});

test('who was there from the beginning hears of every message, who came later of later ones', async () => {
  const mei = follower();
  await streams.follow(mei, ['tea', 'walks']);
  mei.joinedAs([
    ['tea', 0],
    ['walks', 5],
  ]);
  expect([hears(mei, 'tea', 1), hears(mei, 'walks', 5), hears(mei, 'walks', 6)]).toEqual([
    true,
    false,
    true,
  ]);
  expect(hears(mei, 'chess', 1_000_000)).toBe(false);
});

test('who leaves hears nothing, and who comes back hears of what was sent since then', async () => {
  const mei = follower();
  await streams.follow(mei, ['tea', 'walks']);
  mei.joinedAs([
    ['tea', 0],
    ['walks', 5],
  ]);
  streams.unfollow(mei, 'walks');
  streams.unfollow(mei, 'walks');
  // It comes too late.
  streams.joinedBehind(mei, 'walks', 7);
  expect([followedBy(mei), hears(mei, 'walks', 100), hears(mei, 'tea', 1)]).toEqual([
    ['tea'],
    false,
    true,
  ]);
  await streams.follow(mei, ['walks']);
  expect(hears(mei, 'walks', 100)).toBe(false);
  streams.joinedBehind(mei, 'walks', 50);
  expect([hears(mei, 'walks', 50), hears(mei, 'walks', 51)]).toEqual([false, true]);
  streams.joinedBehind(mei, 'walks', 0);
  expect(hears(mei, 'walks', 1)).toBe(true);
});

test('what is followed already is not followed twice', async () => {
  const mei = follower();
  await streams.follow(mei, ['tea']);
  mei.joinedAs([]);
  await streams.follow(mei, ['tea', 'walks']);
  expect(followedBy(mei).sort()).toEqual(['tea', 'walks']);
  expect(hears(mei, 'tea', 1)).toBe(true);
});

test('a stream that nobody is registered for is forgotten, and what stood for it stands for another', async () => {
  const [mei, tom] = [follower(), follower()];
  await streams.follow(mei, ['tea', 'mei']);
  await streams.follow(tom, ['tea']);
  const sockets = [0, 1, 2].map(() => ({ viewer: mei.viewer, next: null, end: () => {} }));
  for (const socket of sockets) await streams.watch(socket);
  const tea = streams.get('tea');
  expect(tea && streams.followersOf(tea)).toEqual([mei, tom]);
  expect(streams.accounts()).toEqual(['mei']);
  streams.unfollowAll(mei);
  expect(tea && streams.followersOf(tea)).toEqual([tom]);
  streams.unfollowAll(tom);
  expect(streams.get('tea')).toBeUndefined();
  // The account's own is still watched, until the last of its sockets is gone, in whichever order.
  for (const place of [1, 0, 2] as const) {
    expect(streams.get('mei')).toBeDefined();
    const socket = sockets[place];
    if (socket) streams.unwatch(socket);
  }
  expect(streams.get('mei')).toBeUndefined();
  const lin = follower();
  await streams.follow(lin, ['chess']);
  expect(followedBy(lin)).toEqual(['chess']);
  expect([mei, tom].map(followedBy)).toEqual([[], []]);
});

test('what cannot be begun is nobody’s, and can be begun anew', async () => {
  const [mei, tom, lin] = [follower(), follower(), follower()];
  let fail = (_error: Error) => {};
  const failing = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const answers: Promise<{ rows: [] }>[] = [failing];
  streams = new LocalStreams({
    query: () => answers.pop() ?? Promise.resolve({ rows: [] }),
  } as unknown as pg.Pool);
  const socket = { viewer: mei.viewer, next: null, end: () => {} };
  const waiting = Promise.allSettled([
    streams.follow(mei, ['mei', 'tea', 'walks']),
    streams.watch(socket),
  ]);
  const begun = ['mei', 'tea', 'walks'].map((id) => streams.get(id));
  // Forgotten before it is known that it cannot be begun.
  streams.unfollow(mei, 'walks');
  fail(new Error('The database is away'));
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(streams.get('tea')).toBeUndefined();
  await streams.follow(tom, ['tea']);
  streams.unwatch(socket);
  streams.unfollowAll(mei);
  expect(begun.map((stream) => stream?.number)).toEqual([0, 0, 0]);
  await streams.follow(lin, ['chess', 'go', 'poetry']);
  expect([tom, lin].map((one) => followedBy(one).sort())).toEqual([
    ['tea'],
    ['chess', 'go', 'poetry'],
  ]);
  const tea = streams.get('tea');
  expect(tea && streams.followersOf(tea)).toEqual([tom]);
});
