import { describe, expect, test } from 'vitest';
import { Timeline } from './timeline';

let seq = 0;
const start = new Date(2026, 10, 20, 9, 0).getTime();
function sent(sender: string, minutes: number, kind = 'TextContent') {
  seq += 1;
  return {
    seq,
    clientId: `c${seq}`,
    sentAt: new Date(start + minutes * 60_000).toISOString(),
    sender: { id: sender },
    content: { __typename: kind },
  };
}
const rows = (
  messages: ReturnType<typeof sent>[],
  rest: {
    waiting?: { clientId: string; createdAt: number }[];
    readUntil?: number | null;
    hasOlder?: boolean;
  } = {},
) =>
  new Timeline().rows({
    messages,
    waiting: rest.waiting ?? [],
    viewerId: 'me',
    readUntil: rest.readUntil ?? null,
    hasOlder: rest.hasOlder ?? false,
  });
const edges = (list: ReturnType<typeof rows>) =>
  list.map((row) => `${row.startsGroup ? '[' : '-'}${row.endsGroup ? ']' : '-'}`).join(' ');

describe('grouping', () => {
  test('messages of one person within five minutes are one group', () => {
    expect(edges(rows([sent('mei', 0), sent('mei', 4), sent('mei', 10), sent('me', 10)]))).toBe(
      '[- -] [] []',
    );
  });

  test('a notice stands alone and parts what surrounds it', () => {
    const list = [sent('mei', 0), sent('mei', 1, 'MemberLeftNotice'), sent('mei', 2)];
    expect(edges(rows(list))).toBe('[] [] []');
  });

  test('what waits in the outbox joins my last group, and is dropped once it has arrived', () => {
    const mine = sent('me', 0);
    const waiting = [
      { clientId: mine.clientId, createdAt: start },
      { clientId: 'later', createdAt: start + 60_000 },
    ];
    const list = rows([mine], { waiting });
    expect(list.map((row) => row.key)).toEqual([mine.clientId, 'later']);
    expect(edges(list)).toBe('[- -]');
  });
});

test('a day line stands where a day begins, and before the first message of all', () => {
  const list = [sent('mei', 0), sent('mei', 24 * 60), sent('mei', 24 * 60 + 1)];
  expect(rows(list).map((row) => row.newDay)).toEqual([true, true, false]);
  expect(rows(list, { hasOlder: true }).map((row) => row.newDay)).toEqual([false, true, false]);
});

test('the time is said after a quiet quarter of an hour', () => {
  const list = [sent('mei', 0), sent('mei', 15), sent('mei', 31)];
  expect(rows(list).map((row) => row.afterQuiet)).toEqual([false, false, true]);
});

test('the unread line stands before the first message of another beyond the read position', () => {
  const list = [sent('mei', 0), sent('me', 1), sent('mei', 2), sent('mei', 3)];
  const readUntil = list[0]?.seq ?? 0;
  expect(rows(list, { readUntil }).map((row) => row.firstUnread)).toEqual([
    false,
    false,
    true,
    false,
  ]);
  expect(rows(list).some((row) => row.firstUnread)).toBe(false);
});

test('a page that is unread from top to bottom has no line until its beginning is known', () => {
  const list = [sent('mei', 0), sent('mei', 1), sent('mei', 2), sent('mei', 3)];
  const readUntil = list[0]?.seq ?? 0;
  const marked = (from: number, hasOlder: boolean) =>
    rows(list.slice(from), { readUntil, hasOlder }).map((row) => row.firstUnread);
  expect(marked(2, true)).toEqual([false, false]);
  expect(marked(1, true)).toEqual([true, false, false]);
  expect(marked(0, false)).toEqual([false, true, false, false]);
});

test('putting older messages before changes no key of the newer', () => {
  const newer = [sent('mei', 10), sent('me', 11)];
  const older = [sent('mei', 0), sent('mei', 1)];
  const before = rows(newer, { hasOlder: true }).map((row) => row.key);
  const after = rows([...older, ...newer]).map((row) => row.key);
  expect(after.slice(-before.length)).toEqual(before);
});

test('a row stays the same object until something about it changes', () => {
  const kept = new Timeline<ReturnType<typeof sent>, never>();
  const of = (messages: ReturnType<typeof sent>[]) =>
    kept.rows({ messages, waiting: [], viewerId: 'me', readUntil: null, hasOlder: true });
  const list = [sent('mei', 0), sent('me', 1), sent('tom', 2), sent('tom', 3)];
  const before = of(list);
  expect(of([...list])).toEqual(before);
  expect(of([...list]).every((row, index) => row === before[index])).toBe(true);
  const older = sent('mei', -1);
  const after = of([older, ...list, sent('tom', 4)]);
  // The first joins what came before it, and the last group goes on.
  expect(after.slice(1, 5).map((row, index) => row === before[index])).toEqual([
    false,
    true,
    true,
    false,
  ]);
});
