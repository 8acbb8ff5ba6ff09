import { expect, test } from 'vitest';
import type { LoggedEvent } from './catalogue.ts';
import { none } from './few.ts';
import { Follower, type StreamState } from './follower.ts';

const stream = (id: string): StreamState => ({
  ...{ id, position: 0, ready: null, followers: none, sessions: none },
  ...{ inbox: null, failures: 0, draining: null },
});

const [tea, walks, chess] = [stream('tea'), stream('walks'), stream('chess')];

const follower = () =>
  new Follower(
    { accountId: 'mei', sessionId: 'phone' },
    { kind: 'events', push: () => {}, room: async () => {}, end: () => {} },
  );

/** What becomes of a message that had this place. */
const edited = ({ id }: StreamState, messageSeq: number): LoggedEvent => ({
  ...{ kind: 'MessageEdited', payload: { messageId: 'm', messageSeq } },
  ...{ streamId: id, seq: 9, xid: '1', at: '' },
});

/** Asked with the stream at hand and without. */
function hears(one: Follower, of: StreamState, messageSeq: number): boolean {
  const event = edited(of, messageSeq);
  const heard = one.isConcerned(event, of);
  expect(one.isConcerned(event)).toBe(heard);
  return heard;
}

test('until it is known since when somebody is there, no earlier message is theirs', () => {
  const mei = follower();
  mei.add([tea, walks]);
  expect([hears(mei, tea, 1), hears(mei, walks, 1_000_000)]).toEqual([false, false]);
  expect(
    mei.isConcerned({ ...edited(tea, 1), kind: 'MessageSent', payload: { messageId: 'm' } }),
  ).toBe(true);
});

test('who was there from the beginning hears of every message, who came later of later ones', () => {
  const mei = follower();
  mei.add([tea, walks, chess]);
  mei.joinedAs((id) => ({ tea: 0, walks: 5 })[id]);
  expect([hears(mei, tea, 1), hears(mei, walks, 5), hears(mei, walks, 6)]).toEqual([
    true,
    false,
    true,
  ]);
  // Nothing of what they turn out not to be in.
  expect(hears(mei, chess, 1_000_000)).toBe(false);
});

test('who leaves hears nothing, and who comes back hears of what was sent since then', () => {
  const mei = follower();
  mei.add([tea, walks]);
  mei.joinedAs((id) => ({ tea: 0, walks: 5 })[id]);
  expect(mei.remove('walks')).toBe(walks);
  expect(mei.remove('walks')).toBeUndefined();
  expect([mei.follows('walks'), hears(mei, walks, 100), hears(mei, tea, 1)]).toEqual([
    false,
    false,
    true,
  ]);
  mei.add([walks]);
  expect(hears(mei, walks, 100)).toBe(false);
  mei.joinedBehind('walks', 50);
  expect([hears(mei, walks, 50), hears(mei, walks, 51)]).toEqual([false, true]);
  mei.joinedBehind('walks', 0);
  expect(hears(mei, walks, 1)).toBe(true);
});

test('what is followed already is not followed twice', () => {
  const mei = follower();
  mei.add([tea]);
  mei.joinedBehind('tea', 0);
  mei.add([tea, walks]);
  expect(mei.streams).toEqual([tea, walks]);
  expect(hears(mei, tea, 1)).toBe(true);
});
