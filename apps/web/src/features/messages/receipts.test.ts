import fc from 'fast-check';
import { expect, test } from 'vitest';
import { farthestOf, type Tick, tickFor } from './receipts';

const place = (id: string, deliveredSeq: number, readSeq: number) => ({
  user: { id },
  deliveredSeq,
  readSeq,
});
type Member = ReturnType<typeof place>;
const tick = (seq: number, members: readonly Member[]) =>
  tickFor({ seq }, farthestOf(members, 'me'));

test('in a direct conversation the tick is the other person’s position, never mine', () => {
  const me = place('me', 9, 9);
  expect(tick(5, [me, place('mei', 4, 2)])).toBe('sent');
  expect(tick(5, [me, place('mei', 5, 2)])).toBe('delivered');
  expect(tick(5, [me, place('mei', 5, 5)])).toBe('read');
});

test('in a group one other person is enough', () => {
  const members = [place('me', 0, 0), place('a', 5, 5), place('b', 6, 1), place('c', 0, 0)];
  expect([5, 6, 7].map((seq) => tick(seq, members))).toEqual(['read', 'delivered', 'sent']);
});

test('whoever has read a message has it, even if no device ever said so', () => {
  expect(farthestOf([place('a', 0, 7)], 'me')).toEqual({ deliveredSeq: 7, readSeq: 7 });
});

test('alone with oneself a message is simply sent', () => {
  expect(tick(1, [place('me', 1, 1)])).toBe('sent');
});

/** Asks everybody, for each message. */
function tickByAsking(seq: number, members: readonly Member[]): Tick {
  const others = members.filter(({ user }) => user.id !== 'me');
  if (others.some(({ readSeq }) => readSeq >= seq)) return 'read';
  return others.some(({ deliveredSeq }) => deliveredSeq >= seq) ? 'delivered' : 'sent';
}

test('whoever the others are and however far they have come, the tick is what asking each of them would tell', () => {
  const seq = fc.integer({ min: 0, max: 12 });
  const members = fc.array(
    fc
      .tuple(fc.constantFrom('me', 'a', 'b', 'c'), seq, seq)
      .map(([id, delivered, read]) => place(id, delivered, read)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(members, fc.integer({ min: 1, max: 13 }), (all, sent) => {
      expect(tick(sent, all)).toBe(tickByAsking(sent, all));
    }),
    { numRuns: 500 },
  );
});
