import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  closePages,
  conversation,
  list,
  listAnswer,
  ME,
  message,
  page,
  sent,
  settle,
} from '@/features/messages/cache.fixture';
import { MarkReadMutation } from '@/features/messages/documents';
import { Disk } from '@/lib/copy/disk.fixture';
import { ConversationListQuery } from './documents';

// In tests the cache does not tell what has changed, to be faster.
beforeEach(() => {
  vi.stubEnv('NODE_ENV', 'production');
});
afterEach(closePages);

/** The list as a page shows it before any answer. */
function listOf(at: ReturnType<typeof page>) {
  const shown = at.show(ConversationListQuery, { first: 30 });
  return () =>
    Object.fromEntries(
      (shown.data?.viewer.conversations.edges ?? []).map(({ node }) => [
        node.id,
        { last: node.lastMessage?.seq, unread: node.unreadCount },
      ]),
    );
}

test('the next page shows the list as this one had it, and goes on from there', async () => {
  const disk = new Disk();
  const first = page(disk);
  await settle();
  await list(first, [
    conversation('tea', { lastSeq: 3, readSeq: 3 }),
    conversation('milk', { lastSeq: 1 }),
  ]);
  await first.hear(sent(message('tea', 4)));
  await first.keep();

  const next = page(disk);
  await settle();
  const shown = listOf(next);
  await settle();
  expect(shown()).toEqual({ tea: { last: 4, unread: 1 }, milk: { last: 1, unread: 1 } });
  await next.answer(listAnswer([conversation('tea', { lastSeq: 3, readSeq: 3 })]));
  // The stream tells again what was heard at the seam, and then what has happened since.
  await next.hear(sent(message('tea', 4)));
  await next.hear(sent(message('tea', 5)));
  expect(shown()).toEqual({ tea: { last: 5, unread: 2 }, milk: { last: 1, unread: 1 } });
});

test('an answer that is older than what was kept does not take it back', async () => {
  const disk = new Disk();
  const first = page(disk);
  await settle();
  await list(first, [conversation('tea', { lastSeq: 3, readSeq: 3 })]);
  await first.hear(sent(message('tea', 4)));
  await first.keep();
  const next = page(disk);
  await settle();
  const shown = listOf(next);
  await settle();
  await next.answer(listAnswer([conversation('tea', { lastSeq: 3, readSeq: 3 })]));
  expect(shown().tea).toEqual({ last: 4, unread: 1 });
});

test('what was read without a network is still read on the next page', async () => {
  const disk = new Disk();
  const first = page(disk);
  await settle();
  await list(first, [conversation('tea', { lastSeq: 3 })]);
  const input = { conversationId: 'tea', seq: 3 };
  first.client.mutation(MarkReadMutation, { input }).subscribe(() => {});
  await first.keep();
  const next = page(disk);
  await settle();
  const shown = listOf(next);
  await settle();
  expect(shown().tea).toEqual({ last: 3, unread: 0 });
});

test('of very many conversations the three hundred that moved last are kept, and the others come with their pages', async () => {
  const disk = new Disk();
  const first = page(disk);
  await settle();
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
  const many = Array.from({ length: 350 }, (_, index) => ({
    ...conversation(`chat ${index}`, { lastSeq: 1 }),
    activeAt: at(1_000 - index),
  }));
  await list(first, many);
  await first.keep();
  const next = page(disk);
  await settle();
  const shown = listOf(next);
  await settle();
  expect(Object.keys(shown())).toHaveLength(300);
  expect(shown()).toHaveProperty('chat 299');
  await next.keep();
  expect(disk.keys('position')).toHaveLength(300);

  await next.answer(listAnswer(many.slice(0, 30), 'page 2'));
  expect(Object.keys(shown())).toHaveLength(300);
  next.show(ConversationListQuery, { first: 50, after: 'page 2' });
  await next.answer(listAnswer(many.slice(30)), next.asked.at(-1));
  expect(Object.keys(shown())).toHaveLength(350);
});

test('a message of one’s own that was sent from here is not unread on the next page', async () => {
  const disk = new Disk();
  const first = page(disk);
  await settle();
  await list(first, [conversation('tea', { lastSeq: 3, readSeq: 3 })]);
  await first.hear(sent(message('tea', 4, ME)));
  await first.keep();
  const next = page(disk);
  await settle();
  const shown = listOf(next);
  await settle();
  expect(shown().tea).toEqual({ last: 4, unread: 0 });
});
