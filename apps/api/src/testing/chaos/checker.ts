import type { Entry, History, Owed, StoredMessage } from './history.ts';

/** What a history can have wrong with it. */
export type Rule =
  | 'lost'
  | 'duplicate'
  | 'inversion'
  | 'gap'
  | 'phantom'
  | 'premature'
  | 'changed'
  | 'stranger'
  | 'mishap';

export interface Violation {
  rule: Rule;
  words: string;
}

/**
 * Judges a run from what its writers and readers wrote down: nothing that was acknowledged is lost, nothing is there or
 * told twice, nobody sees anything out of order or before it is certain. A message that no one was told is sent may be
 * there all the same: its answer was lost.
 */
export function findViolations({ log, final }: History): Violation[] {
  return [
    ...checkStored(final.messages),
    ...checkAcknowledgements(log, final.messages),
    ...checkOrderOfSending(log, final.messages),
    ...checkTold(log, final.messages),
    ...checkReaders(log, final.owed),
    ...log.flatMap((entry) =>
      entry.kind === 'mishap'
        ? [{ rule: 'mishap' as const, words: `${entry.who}: ${entry.what}` }]
        : [],
    ),
  ];
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

/** Each client id once, and each conversation numbered 1, 2, 3 … */
function checkStored(messages: readonly StoredMessage[]): Violation[] {
  const violations: Violation[] = [];
  for (const [clientId, same] of groupBy(messages, (message) => message.clientId))
    if (same.length > 1)
      violations.push({
        rule: 'duplicate',
        words: `client id ${clientId} is stored ${same.length} times`,
      });
  for (const [conversationId, all] of groupBy(messages, (message) => message.conversationId)) {
    const places = all.map((message) => message.seq).sort((one, other) => one - other);
    places.forEach((seq, index) => {
      const before = places[index - 1] ?? 0;
      if (seq === before)
        violations.push({ rule: 'duplicate', words: `${conversationId} has two messages ${seq}` });
      else if (seq !== before + 1)
        violations.push({ rule: 'gap', words: `${conversationId} goes from ${before} to ${seq}` });
    });
  }
  return violations;
}

/** Clocks are read in whole milliseconds. */
const CLOCK_MS = 1;

function checkAcknowledgements(log: readonly Entry[], messages: readonly StoredMessage[]) {
  const stored = new Map(messages.map((message) => [message.clientId, message]));
  const violations: Violation[] = [];
  for (const entry of log) {
    if (entry.kind !== 'acknowledged') continue;
    const { writer, clientId, messageId, seq } = entry;
    const message = stored.get(clientId);
    const what = `${writer} was told that ${clientId} is message ${seq}`;
    if (!message) violations.push({ rule: 'lost', words: `${what}; it is nowhere` });
    else if (message.seq !== seq || message.id !== messageId)
      violations.push({ rule: 'changed', words: `${what}; it is ${message.seq} (${message.id})` });
    else if (entry.at + CLOCK_MS < message.committedAt)
      violations.push({
        rule: 'premature',
        words: `${what}, ${message.committedAt - entry.at} ms before that was certain`,
      });
  }
  return violations;
}

/** Whoever sends once something was sent or seen comes after it, whoever sent that. */
function checkOrderOfSending(log: readonly Entry[], messages: readonly StoredMessage[]) {
  const stored = new Map(messages.map((message) => [message.clientId, message]));
  const newest = new Map<string, number>();
  const violations: Violation[] = [];
  const know = (conversationId: string, seq: number) =>
    newest.set(conversationId, Math.max(newest.get(conversationId) ?? 0, seq));
  for (const entry of log) {
    if (entry.kind === 'received' && entry.event.message)
      know(entry.event.message.conversationId, entry.event.message.seq);
    if (entry.kind === 'acknowledged') {
      const message = stored.get(entry.clientId);
      if (message) know(message.conversationId, entry.seq);
    }
    if (entry.kind !== 'began') continue;
    const message = stored.get(entry.clientId);
    const before = newest.get(entry.conversationId) ?? 0;
    if (message && message.seq <= before)
      violations.push({
        rule: 'inversion',
        words: `${entry.writer} began ${entry.clientId} after message ${before} was there, and it became ${message.seq}`,
      });
  }
  return violations;
}

/** What readers were told is what is there, and was there when they were told. */
function checkTold(log: readonly Entry[], messages: readonly StoredMessage[]): Violation[] {
  const stored = new Map(messages.map((message) => [message.id, message]));
  const toldBy = new Map<string, string>();
  const violations: Violation[] = [];
  for (const entry of log) {
    if (entry.kind !== 'received' || !entry.event.message) continue;
    const { reader, event } = entry;
    const told = entry.event.message;
    const message = stored.get(told.id);
    const what = `${reader} was told of message ${told.seq} (${told.clientId}) of ${told.conversationId}`;
    const by = toldBy.get(told.id) ?? event.id;
    toldBy.set(told.id, by);
    if (by !== event.id)
      violations.push({ rule: 'duplicate', words: `${what} by two events, ${by} and ${event.id}` });
    if (!message) violations.push({ rule: 'phantom', words: `${what}, which does not exist` });
    else if (!sameMessage(message, told))
      violations.push({ rule: 'changed', words: `${what}, which is ${JSON.stringify(message)}` });
    else if (entry.at + CLOCK_MS < message.committedAt)
      violations.push({
        rule: 'premature',
        words: `${what} ${message.committedAt - entry.at} ms before it was certain`,
      });
  }
  return violations;
}

const sameMessage = (one: ToldFields, other: ToldFields) =>
  one.conversationId === other.conversationId &&
  one.seq === other.seq &&
  one.clientId === other.clientId &&
  one.text === other.text;

type ToldFields = Pick<StoredMessage, 'conversationId' | 'seq' | 'clientId' | 'text'>;

type Received = Entry & { kind: 'received' };

/** What each reader received of each stream, in the order of its coming. */
function checkReaders(log: readonly Entry[], owed: readonly Owed[]): Violation[] {
  const received = groupBy(
    log.filter((entry): entry is Received => entry.kind === 'received'),
    ({ reader, event }) => `${reader}, stream ${event.streamId}`,
  );
  const violations = owed.flatMap((one) => {
    const name = `${one.reader}, stream ${one.streamId}`;
    const entries = received.get(name) ?? [];
    received.delete(name);
    return checkStream(name, one, entries);
  });
  for (const name of received.keys())
    violations.push({ rule: 'stranger', words: `${name}: not theirs to read` });
  return violations;
}

/** Every event from the first to the last came, and each for the first time right after the one before it. */
function checkStream(name: string, { first, last }: Owed, entries: readonly Received[]) {
  const violations: Violation[] = [];
  const seen = new Map<number, string>();
  let newest = first - 1;
  let newestMessage: number | null = null;
  for (const { event } of entries) {
    if (event.seq < first) continue;
    const where = `${name}: event ${event.seq}`;
    const known = seen.get(event.seq);
    if (known !== undefined) {
      if (known !== event.id)
        violations.push({ rule: 'changed', words: `${where} was ${known} and is ${event.id}` });
      continue;
    }
    seen.set(event.seq, event.id);
    if (event.seq < newest) {
      violations.push({ rule: 'inversion', words: `${where} came after ${newest}` });
      continue;
    }
    newest = event.seq;
    const place = event.message?.seq;
    if (place === undefined) continue;
    if (newestMessage !== null && place <= newestMessage)
      violations.push({
        rule: 'inversion',
        words: `${where} told of message ${place} after message ${newestMessage}`,
      });
    newestMessage = place;
  }
  for (let seq = first; seq <= last; seq++)
    if (!seen.has(seq))
      violations.push({ rule: 'lost', words: `${name}: event ${seq} of ${last} never came` });
  return violations;
}
