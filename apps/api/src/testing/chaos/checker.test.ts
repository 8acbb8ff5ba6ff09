import { expect, test } from 'vitest';
import { findViolations, type Rule } from './checker.ts';
import type { Entry, Fact, History, Owed, ReceivedEvent, StoredMessage } from './history.ts';

/** The checker is only worth what it finds: every kind of fault is planted once, and everything allowed is let pass. */

const CHAT = 'chat';
const SECOND = 1_000;

const stored = (seq: number, fields: Partial<StoredMessage> = {}): StoredMessage => ({
  id: `m${seq}`,
  conversationId: CHAT,
  seq,
  clientId: `c${seq}`,
  text: `text ${seq}`,
  committedAt: 0,
  ...fields,
});

const began = (seq: number, writer = 'Mei'): Fact => ({
  kind: 'began',
  writer,
  clientId: `c${seq}`,
  conversationId: CHAT,
  text: `text ${seq}`,
});

const acknowledged = (
  seq: number,
  fields: Partial<Fact & { kind: 'acknowledged' }> = {},
): Fact => ({
  kind: 'acknowledged',
  writer: 'Mei',
  clientId: `c${seq}`,
  messageId: `m${seq}`,
  seq,
  ...fields,
});

const received = (seq: number, fields: Partial<ReceivedEvent> = {}, reader = 'Tom'): Fact => {
  const { id, conversationId, clientId, text } = stored(seq);
  const message = { id, conversationId, seq, clientId, text };
  return {
    kind: 'received',
    reader,
    event: { id: `e${seq}`, streamId: CHAT, seq, message, ...fields },
  };
};

const told = (seq: number, fields: Partial<StoredMessage>): Fact => {
  const { committedAt: _, ...message } = stored(seq, fields);
  return received(seq, { message });
};

/** Mei sends three messages, each once the one before is acknowledged; Tom receives them. */
const sound: readonly Fact[] = [1, 2, 3].flatMap((seq) => [
  began(seq),
  acknowledged(seq),
  received(seq),
]);

const OWED: Owed[] = [{ reader: 'Tom', streamId: CHAT, first: 1, last: 3 }];

/** Everything is written down a second after what stands before it. */
function history(
  facts: readonly Fact[],
  messages: StoredMessage[] = [1, 2, 3].map((seq) => stored(seq)),
  owed: Owed[] = OWED,
): History {
  const log = facts.map((fact, index): Entry => ({ at: index * SECOND, ...fact }));
  return { log, final: { messages, owed } };
}

const rules = (broken: History): Rule[] => findViolations(broken).map(({ rule }) => rule);

/** Puts facts in the place of one. */
const instead = (index: number, ...facts: Fact[]) => sound.toSpliced(index, 1, ...facts);

test('finds nothing in a run in which nothing was lost', () => {
  expect(findViolations(history(sound))).toEqual([]);
});

test('lets pass what may happen: lost answers, repeated answers, events that come again', () => {
  expect(rules(history(instead(4)))).toEqual([]);
  expect(rules(history([...sound, acknowledged(1), acknowledged(3)]))).toEqual([]);
  expect(rules(history([...sound, received(1), received(2), received(3)]))).toEqual([]);
  expect(rules(history([...sound, received(0, { message: undefined })]))).toEqual([]);
  expect(rules(history([...sound, { kind: 'fault', what: 'Redis was killed' }]))).toEqual([]);
  expect(rules(history([began(9), ...sound]))).toEqual([]);
});

test('finds an acknowledged message that is nowhere', () => {
  const facts = [...sound, began(4), acknowledged(4)];
  expect(rules(history(facts))).toEqual(['lost']);
});

test('finds an acknowledgement that names another place or another message', () => {
  expect(rules(history(instead(4, acknowledged(2, { seq: 7 }))))).toContain('changed');
  expect(rules(history([...sound, acknowledged(2, { messageId: 'm9' })]))).toEqual(['changed']);
});

test('finds an acknowledgement, and an event, from before the commit', () => {
  const late = [stored(1), stored(2, { committedAt: 60 * SECOND }), stored(3)];
  expect(rules(history(sound, late))).toEqual(['premature', 'premature']);
});

test('finds a client id that made two messages', () => {
  const twice = [stored(1), stored(2), stored(3, { clientId: 'c2' })];
  expect(rules(history(sound, twice))).toContain('duplicate');
});

test('finds a message that two events tell of', () => {
  const { message } = (received(2) as Fact & { kind: 'received' }).event;
  const facts = [...sound, received(4, { message })];
  const owed = [{ ...OWED[0]!, last: 4 }];
  expect(rules(history(facts, undefined, owed))).toContain('duplicate');
});

test('finds two messages in one place, and a place without a message', () => {
  const first = [stored(1), stored(2), stored(3), stored(2, { id: 'm0', clientId: 'c0' })];
  expect(rules(history(sound, first))).toEqual(['duplicate']);
  const withHole = [stored(1), stored(3)];
  expect(
    rules(
      history(
        instead(4).filter((fact) => !isAbout(fact, 2)),
        withHole,
      ),
    ),
  ).toEqual(['gap', 'lost']);
});

const isAbout = (fact: Fact, seq: number) =>
  fact.kind === 'received'
    ? fact.event.seq === seq
    : 'clientId' in fact && fact.clientId === `c${seq}`;

test('finds a message that stands before one its writer had an answer to', () => {
  const swapped = [stored(1), stored(2, { clientId: 'c3' }), stored(3, { clientId: 'c2' })];
  const facts = [
    began(2),
    acknowledged(2, { seq: 3, messageId: 'm3' }),
    began(3),
    acknowledged(3, { seq: 2, messageId: 'm2' }),
  ];
  expect(rules(history(facts, swapped, []))).toEqual(['inversion']);
});

test('finds a message that stands before one its writer had seen', () => {
  const facts = [began(3, 'Mei'), received(3), began(2, 'Tom'), acknowledged(2, { writer: 'Tom' })];
  const owed = [{ ...OWED[0]!, first: 3 }];
  expect(rules(history(facts, undefined, owed))).toEqual(['inversion']);
});

test('does not mind what was sent without waiting', () => {
  const facts = [began(3), began(2), acknowledged(2), acknowledged(3)];
  expect(rules(history(facts, undefined, []))).toEqual([]);
});

test('finds events that a reader never received: the last, and one in between', () => {
  expect(rules(history(instead(8)))).toEqual(['lost']);
  expect(rules(history(instead(5)))).toEqual(['lost']);
  expect(rules(history(sound.filter(({ kind }) => kind !== 'received')))).toEqual([
    'lost',
    'lost',
    'lost',
  ]);
});

test('finds events that came in another order', () => {
  expect(rules(history([...instead(5), received(2)]))).toEqual(['inversion']);
});

test('finds messages told in another order than their events', () => {
  const facts = [
    ...sound.filter(({ kind }) => kind !== 'received'),
    received(1),
    received(2, { message: (received(3) as Fact & { kind: 'received' }).event.message }),
    received(3, { message: (received(2) as Fact & { kind: 'received' }).event.message }),
  ];
  expect(rules(history(facts))).toEqual(['inversion']);
});

test('finds a message that a reader was told of and that does not exist', () => {
  const ghost = told(4, {});
  expect(rules(history([...sound, ghost], undefined, [{ ...OWED[0]!, last: 4 }]))).toEqual([
    'phantom',
  ]);
});

test('finds a message that was told otherwise than it is', () => {
  for (const fields of [{ text: 'another' }, { clientId: 'c9' }, { conversationId: 'elsewhere' }])
    expect(rules(history([...sound, told(2, fields)]))).toEqual(['changed']);
});

test('finds an event whose place another one had', () => {
  expect(rules(history([...sound, received(3, { id: 'e99', message: undefined })]))).toEqual([
    'changed',
  ]);
});

test('finds a reader of somebody else’s stream', () => {
  const facts = [...sound, received(1, {}, 'Eve')];
  expect(rules(history(facts))).toEqual(['stranger']);
});

test('finds what must not happen to anybody', () => {
  const mishap: Fact = { kind: 'mishap', who: 'Tom', what: 'was told to start afresh' };
  expect(findViolations(history([...sound, mishap]))).toEqual([
    { rule: 'mishap', words: 'Tom: was told to start afresh' },
  ]);
});
