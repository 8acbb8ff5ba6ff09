import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Answered,
  foldAnswer,
  foldMessage,
  foldReading,
  type Position,
  standingOf,
} from './position';

/** A message as the server has it. */
interface Said {
  mine: boolean;
  names: boolean;
  /** I deleted it for myself, so many steps after it was sent; never where this is 0. */
  hiddenAfter: number;
}

/** A conversation as the server has it: who sent each message, and how far I have read at each moment. */
interface Town {
  said: Said[];
  readAfter: number[];
}

const said = fc.record({
  mine: fc.boolean(),
  names: fc.boolean(),
  hiddenAfter: fc.nat({ max: 6 }),
});
const town = fc.array(said, { maxLength: 25 }).chain((said) =>
  fc
    .array(fc.nat({ max: said.length }), { minLength: said.length + 1, maxLength: said.length + 1 })
    .map((reads): Town => {
      let read = 0;
      const readAfter = reads.map((wanted, lastSeq) => {
        read = Math.max(read, Math.min(wanted, lastSeq));
        return read;
      });
      return { said, readAfter };
    }),
);
const plain = (...mine: boolean[]): Town => ({
  said: mine.map((one) => ({ mine: one, names: false, hiddenAfter: 0 })),
  readAfter: [],
});

function message({ said }: Town, seq: number) {
  const { mine, names } = said[seq - 1] ?? { mine: false, names: false };
  return { seq, mine, names, sentAt: `t${seq}`, key: `Message:${seq}` };
}

/** What the API answers at a moment, when `lastSeq` messages have been sent; as many steps pass without one as one likes. */
function answer({ said }: Town, lastSeq: number, readSeq: number, moment = lastSeq): Answered {
  const there = said
    .slice(0, lastSeq)
    .map((one, index) => ({ ...one, seq: index + 1 }))
    .filter(({ hiddenAfter, seq }) => hiddenAfter === 0 || seq + hiddenAfter > moment);
  const unread = there.filter(({ mine, seq }) => !mine && seq > readSeq);
  const newest = there.at(-1);
  return {
    lastSeq,
    readSeq,
    unread: unread.length,
    unreadMentions: unread.filter(({ names }) => names).length,
    activeAt: lastSeq > 0 ? `t${lastSeq}` : 'created',
    lastMessage: newest ? { key: `Message:${newest.seq}`, seq: newest.seq } : null,
  };
}

const shown = (answered: Answered) => standingOf(foldAnswer(undefined, answered));

test('unread is what the server would count, however answers overtake messages and however often each comes', () => {
  fc.assert(
    fc.property(town, fc.infiniteStream(fc.nat()), (given, choices) => {
      const town = { ...given, said: given.said.map((one) => ({ ...one, hiddenAfter: 0 })) };
      const total = town.said.length;
      const pick = (below: number) => (below > 0 ? (choices.next().value ?? 0) % below : 0);
      // Nothing has been read here: then the answers of every moment and all messages after the first are enough.
      let known = foldAnswer(undefined, answer(town, 0, 0));
      for (let seq = 1; seq <= total; seq += 1) {
        const heard = message(town, seq);
        for (let again = 0; again <= pick(3); again += 1) known = foldMessage(known, heard);
        known = foldAnswer(known, answer(town, pick(seq + 1), 0));
        known = foldMessage(known, message(town, 1 + pick(seq)));
      }
      expect(standingOf(known)).toEqual(shown(answer(town, total, 0)));
    }),
  );
});

test('messages count in whichever order they come', () => {
  fc.assert(
    fc.property(
      town.chain((town) =>
        fc.tuple(
          fc.constant(town),
          fc.shuffledSubarray(
            town.said.map((_, index) => index + 1),
            { minLength: town.said.length },
          ),
        ),
      ),
      ([given, order]) => {
        const town = { ...given, said: given.said.map((one) => ({ ...one, hiddenAfter: 0 })) };
        const none = foldAnswer(undefined, answer(town, 0, 0));
        const known = order.reduce((known, seq) => foldMessage(known, message(town, seq)), none);
        expect(standingOf(known)).toEqual(shown(answer(town, town.said.length, 0)));
      },
    ),
  );
});

test('the last answer settles everything that came before it, messages included that have gone since', () => {
  fc.assert(
    fc.property(town, fc.array(fc.nat({ max: 25 })), (town, moments) => {
      const total = town.said.length;
      const at = (moment: number) => answer(town, moment, town.readAfter[moment] ?? 0);
      let known: Position | undefined;
      for (const moment of moments) known = foldAnswer(known, at(Math.min(moment, total)));
      const last = answer(town, total, town.readAfter[total] ?? 0, total + 10);
      expect(standingOf(foldAnswer(known, last))).toEqual(shown(last));
    }),
  );
});

describe('what I deleted for myself', () => {
  const hidden = (town: Town, seq: number): Town => ({
    ...town,
    said: town.said.map((one, index) => (index === seq - 1 ? { ...one, hiddenAfter: 1 } : one)),
  });

  test('is gone although a message was heard of in the same moment that its answer does not know', () => {
    const town = hidden(plain(false, false, false), 2);
    // The deletion is told with two messages, after the third has come.
    const before = foldMessage(foldAnswer(undefined, answer(town, 2, 0, 2)), message(town, 3));
    expect(standingOf(before)).toMatchObject({ unread: 3, lastSeq: 3 });
    const after = foldAnswer(before, answer(town, 2, 0, 3));
    expect(standingOf(after)).toMatchObject({ unread: 2, lastSeq: 3, lastMessage: 'Message:3' });
  });

  test('is not brought back by an answer that was on its way', () => {
    const town = hidden(plain(false, false), 2);
    const deleted = foldAnswer(foldAnswer(undefined, answer(town, 2, 0, 2)), answer(town, 2, 0, 3));
    const late = foldAnswer(deleted, answer(town, 2, 0, 2));
    expect(standingOf(late)).toMatchObject({ unread: 1, lastMessage: 'Message:1' });
  });

  test('and all the rest, when the history is cleared while a message comes', () => {
    const town = plain(false, false, false);
    const before = foldMessage(foldAnswer(undefined, answer(town, 2, 0)), message(town, 3));
    const cleared = { ...answer(town, 2, 2), lastMessage: null };
    expect(standingOf(foldAnswer(before, cleared))).toMatchObject({
      unread: 1,
      lastMessage: 'Message:3',
    });
    expect(
      standingOf(foldAnswer(foldAnswer(undefined, answer(town, 2, 0)), cleared)),
    ).toMatchObject({ unread: 0, lastMessage: null });
  });
});

test('reading to the end leaves nothing unread, and an older answer still on its way does not bring it back', () => {
  const town = plain(false, false, true, false);
  const read = foldReading(foldAnswer(undefined, answer(town, 4, 0)), 4);
  expect(standingOf(read)).toMatchObject({ unread: 0, readSeq: 4 });
  expect(foldAnswer(read, answer(town, 4, 1))).toEqual(read);
  expect(standingOf(foldMessage(read, message(town, 5))).unread).toBe(1);
});

test('what is left when reading stops in the middle is for the server to say', () => {
  const town = plain(false, false, false);
  const before = foldAnswer(undefined, answer(town, 3, 0));
  expect(foldReading(before, 2)).toEqual(before);
  expect(standingOf(foldAnswer(before, answer(town, 3, 2))).unread).toBe(1);
});

test('messages of my own, from whichever device, are never unread', () => {
  const town = plain(false, true);
  const one = foldAnswer(undefined, answer(town, 1, 0));
  expect(standingOf(foldMessage(one, message(town, 2))).unread).toBe(1);
});

test('of very many messages that no answer has told of, the sum stays right', () => {
  const town = plain(...Array.from({ length: 200 }, (_, index) => index % 3 === 0));
  let known = foldAnswer(undefined, answer(town, 0, 0));
  for (let seq = 1; seq <= 200; seq += 1) known = foldMessage(known, message(town, seq));
  expect(standingOf(known)).toEqual(shown(answer(town, 200, 0)));
  expect(known.heard.length).toBeLessThanOrEqual(50);
  const read = foldMessage(foldReading(known, 200), message(town, 201));
  expect(standingOf(read)).toMatchObject({ unread: 1, readSeq: 200 });
});
