import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldAnswer, foldMessage, foldReading, type Position } from './position';

/** A conversation as the server has it: who sent each message, and how far I have read at each moment. */
interface Town {
  mine: boolean[];
  readAfter: number[];
}

const town = fc.array(fc.boolean(), { maxLength: 25 }).chain((mine) =>
  fc
    .array(fc.nat({ max: mine.length }), { minLength: mine.length + 1, maxLength: mine.length + 1 })
    .map((reads): Town => {
      let read = 0;
      const readAfter = reads.map((wanted, lastSeq) => {
        read = Math.max(read, Math.min(wanted, lastSeq));
        return read;
      });
      return { mine, readAfter };
    }),
);

function message(town: Town, seq: number) {
  return { seq, mine: town.mine[seq - 1] ?? false, sentAt: `t${seq}`, key: `Message:${seq}` };
}

/** What the API answers when `lastSeq` messages have been sent. */
function answer(town: Town, lastSeq: number, readSeq: number): Position {
  const behind = town.mine.slice(readSeq, lastSeq);
  return {
    lastSeq,
    readSeq,
    unread: behind.filter((mine) => !mine).length,
    activeAt: lastSeq > 0 ? `t${lastSeq}` : 'created',
    lastMessage: lastSeq > 0 ? `Message:${lastSeq}` : null,
  };
}

test('unread is what the server would count, however answers overtake messages and however often each comes', () => {
  fc.assert(
    fc.property(town, fc.infiniteStream(fc.nat()), (town, choices) => {
      const total = town.mine.length;
      const pick = (below: number) => (below > 0 ? (choices.next().value ?? 0) % below : 0);
      // Nothing has been read here: then the answers of every moment and all messages after the first are enough.
      let known = answer(town, 0, 0);
      for (let seq = 1; seq <= total; seq += 1) {
        const heard = message(town, seq);
        for (let again = 0; again <= pick(3); again += 1) known = foldMessage(known, heard);
        known = foldAnswer(known, answer(town, pick(seq + 1), 0));
        known = foldMessage(known, message(town, 1 + pick(seq)));
      }
      expect(known).toEqual(answer(town, total, 0));
    }),
  );
});

test('the last answer settles everything that came before it', () => {
  fc.assert(
    fc.property(town, fc.array(fc.nat({ max: 25 })), (town, moments) => {
      const total = town.mine.length;
      const at = (moment: number) => answer(town, moment, town.readAfter[moment] ?? 0);
      let known: Position | undefined;
      for (const moment of moments) known = foldAnswer(known, at(Math.min(moment, total)));
      expect(foldAnswer(known, at(total))).toEqual(at(total));
    }),
  );
});

test('reading to the end leaves nothing unread, and an older answer still on its way does not bring it back', () => {
  const town: Town = { mine: [false, false, true, false], readAfter: [] };
  const read = foldReading(answer(town, 4, 0), 4);
  expect(read).toMatchObject({ unread: 0, readSeq: 4 });
  expect(foldAnswer(read, answer(town, 4, 1))).toEqual(read);
  expect(foldMessage(read, { seq: 5, mine: false, sentAt: 't5', key: 'Message:5' }).unread).toBe(1);
});

test('what is left when reading stops in the middle is for the server to say', () => {
  const town: Town = { mine: [false, false, false], readAfter: [] };
  const before = answer(town, 3, 0);
  expect(foldReading(before, 2)).toEqual(before);
  expect(foldAnswer(before, answer(town, 3, 2)).unread).toBe(1);
});

test('messages of my own, from whichever device, are never unread', () => {
  const town: Town = { mine: [false, true], readAfter: [] };
  expect(foldMessage(answer(town, 1, 0), message(town, 2)).unread).toBe(1);
});
