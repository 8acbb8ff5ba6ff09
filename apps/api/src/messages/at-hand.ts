import type { Message } from '@teahouse/db/client';

/** A message that has just been sent, with what the statement that sent it has read on the way. */
export interface Sent {
  message: Message;
  /** What comes along with a page of messages, by the same names and as it is found there. */
  along: Readonly<Record<string, unknown>>;
  /** When it was begun to be read, by `performance.now()`. */
  since: number;
}

/**
 * For so long it serves instead of another look. What changes of the message or of the sender's place is an event of the
 * same stream, behind this one; but what was taken back meanwhile is not to be told for long.
 */
const GOOD_FOR_MS = 100;

/**
 * By the object that stands for the message: the row that answers the sender, or the payload of the event. Both stay in
 * this process, and this goes when they do; other processes, and whoever comes back later, read the log and the tables.
 */
const known = new WeakMap<object, Sent>();

export const keepAtHand = (place: object, sent: Sent): void => void known.set(place, sent);

export function atHand(place: object): Sent | undefined {
  const sent = known.get(place);
  return sent && performance.now() - sent.since < GOOD_FOR_MS ? sent : undefined;
}
