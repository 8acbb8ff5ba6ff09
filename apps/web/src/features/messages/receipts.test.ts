import { expect, test } from 'vitest';
import { receiptFor, tickFor } from './receipts';

const place = (id: string, deliveredSeq: number, readSeq: number) => ({
  user: { id },
  deliveredSeq,
  readSeq,
});

test('in a direct conversation the tick is the other person’s position, never mine', () => {
  const me = place('me', 9, 9);
  expect(tickFor({ seq: 5 }, 'me', [me, place('mei', 4, 2)])).toBe('sent');
  expect(tickFor({ seq: 5 }, 'me', [me, place('mei', 5, 2)])).toBe('delivered');
  expect(tickFor({ seq: 5 }, 'me', [me, place('mei', 5, 5)])).toBe('read');
});

test('in a group one other person is enough, and the counts say how many', () => {
  const members = [place('me', 0, 0), place('a', 5, 5), place('b', 6, 1), place('c', 0, 0)];
  expect(receiptFor({ seq: 5 }, 'me', members)).toEqual({
    tick: 'read',
    delivered: 2,
    read: 1,
    others: 3,
  });
});

test('whoever has read a message has it, even if no device ever said so', () => {
  expect(receiptFor({ seq: 5 }, 'me', [place('a', 0, 7)])).toMatchObject({ delivered: 1, read: 1 });
});

test('alone with oneself a message is simply sent', () => {
  expect(tickFor({ seq: 1 }, 'me', [place('me', 1, 1)])).toBe('sent');
});
