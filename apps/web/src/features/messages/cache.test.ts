import { afterEach, expect, test } from 'vitest';
import { messagesCache } from './cache';
import {
  closePages,
  history,
  historyAnswer,
  ME,
  message,
  older,
  page,
  sent,
  settle,
} from './cache.fixture';
import { HistoryQuery, SendMessageMutation } from './documents';
import { fetchAround } from './history-pages';
import { HistoryScope } from './history-scope';

afterEach(closePages);

test('history is fetched backwards, page before page, and new messages follow at its end', async () => {
  const at = page();
  await settle();
  const open = history(at, 'tea');
  await at.answer(historyAnswer('tea', 21, 40));
  await at.hear(sent(message('tea', 41)));
  await at.hear(sent(message('tea', 41)));
  expect(open.seqs()).toHaveLength(21);
  expect(open.scope.state()).toMatchObject({ hasOlder: true, older: { cursor: 'before 21' } });
  expect(open.scope.showOlder()).toBe(false);
  void older(at, 'tea', 'before 21', 20);
  await at.answer(historyAnswer('tea', 1, 20), at.asked.at(-1));
  expect(open.seqs()).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
  expect(open.scope.state().hasOlder).toBe(false);
});

test('of a history only the newest page passes through the cache, however far one scrolls and jumps', async () => {
  const written: string[] = [];
  const at = page(undefined, (store) => [
    ...messagesCache(ME, store),
    {
      updates: {
        Message: { seq: ({ id }) => void written.push(String(id)) },
      },
    },
  ]);
  await settle();
  const open = history(at, 'tea');
  await at.answer(historyAnswer('tea', 39, 40));
  expect(written).toEqual(['tea-39', 'tea-40']);
  const further = older(at, 'tea', 'before 39');
  await at.answer(historyAnswer('tea', 31, 38), at.asked.at(-1));
  const around = historyAnswer('tea', 11, 15);
  const { messages, ...tea } = around.conversation;
  const jump = fetchAround(at.client, at.store, 'tea', 13);
  await at.answer(
    { ...around, conversation: { ...tea, messagesAround: messages } },
    at.asked.at(-1),
  );
  expect([await further, await jump]).toEqual([{}, {}]);
  open.scope.showOlder();
  expect(open.seqs()).toEqual([31, 32, 33, 34, 35, 36, 37, 38, 39, 40]);
  expect(open.scope.showAround(13)).toBe(true);
  expect(open.seqs()).toEqual([11, 12, 13, 14, 15]);
  expect(written).toEqual(['tea-39', 'tea-40']);
});

test('a page further up that cannot be had is told, and nothing of the history is lost', async () => {
  const at = page();
  await settle();
  const open = history(at, 'tea');
  await at.answer(historyAnswer('tea', 21, 40));
  const further = older(at, 'tea', 'before 21');
  await at.fail(at.asked.at(-1));
  expect((await further).error).toBeDefined();
  expect(open.seqs()).toHaveLength(20);
  expect(open.scope.state().older).toEqual({ cursor: 'before 21' });
});

test('a message that comes while the first page is being fetched is not lost to the older answer', async () => {
  const at = page();
  await settle();
  const open = history(at, 'tea');
  await at.hear(sent(message('tea', 3)));
  await at.answer(historyAnswer('tea', 1, 2));
  expect(open.seqs()).toEqual([1, 2, 3]);
});

test('the first messages of a conversation appear although its history was empty when fetched', async () => {
  const at = page();
  await settle();
  const open = history(at, 'tea');
  await at.answer(historyAnswer('tea', 1, 0));
  expect(open.seqs()).toEqual([]);
  await at.hear(sent(message('tea', 1)));
  expect(open.seqs()).toEqual([1]);
});

test('my message stands in the history when its answer is there, whichever of answer and event comes first', async () => {
  for (const eventFirst of [true, false]) {
    const at = page();
    await settle();
    const open = history(at, 'tea');
    await at.answer(historyAnswer('tea', 1, 1));
    const input = { conversationId: 'tea', clientId: 'client-tea-2', text: 'text 2' };
    const seen: number[][] = [];
    at.client
      .mutation(SendMessageMutation, { input })
      .subscribe(() => setTimeout(() => seen.push(open.seqs())));
    const mine = message('tea', 2, ME);
    if (eventFirst) await at.hear(sent(mine));
    await at.answer({
      __typename: 'Mutation',
      sendMessage: { __typename: 'SendMessagePayload', sent: mine },
    });
    if (!eventFirst) await at.hear(sent(mine));
    expect(seen).toEqual([[1, 2]]);
    expect(open.seqs()).toEqual([1, 2]);
  }
});

test('after a long absence the new page is shown alone, and joins what was known once the pages between are there', async () => {
  const at = page();
  await settle();
  const before = history(at, 'tea');
  await at.answer(historyAnswer('tea', 1, 5));
  expect(before.seqs()).toEqual([1, 2, 3, 4, 5]);
  at.show(HistoryQuery, { id: 'tea', last: 19 });
  await at.answer(historyAnswer('tea', 8, 10), at.asked.at(-1));
  const open = history(at, 'tea');
  expect(open.seqs()).toEqual([8, 9, 10]);
  expect(open.scope.state()).toMatchObject({ hasOlder: true, older: { cursor: 'before 8' } });
  expect(open.scope.showOlder()).toBe(false);
  void older(at, 'tea', 'before 8', 20);
  await at.answer(historyAnswer('tea', 6, 7), at.asked.at(-1));
  expect(open.seqs()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('a history that is known is shown in the first frame, its newest part first', async () => {
  const at = page();
  await settle();
  history(at, 'tea');
  await at.answer(historyAnswer('tea', 1, 200));
  const reopened = new HistoryScope(at.store, 'tea');
  expect(
    reopened
      .state()
      .messages.map(({ seq }) => seq)
      .at(0),
  ).toBe(141);
  expect(reopened.state().messages).toHaveLength(60);
  expect(reopened.showOlder()).toBe(true);
  expect(reopened.state().messages).toHaveLength(120);
});

test('a new message in a long history leaves the others untouched, and pushes none of them out', async () => {
  const at = page();
  await settle();
  const open = history(at, 'tea');
  await at.answer(historyAnswer('tea', 1, 120));
  open.scope.showOlder();
  const before = open.scope.state().messages;
  await at.hear(sent(message('tea', 121)));
  const after = open.scope.state().messages;
  expect(after).toHaveLength(before.length + 1);
  expect(before.every((known, index) => after[index] === known)).toBe(true);
});

test('whoever comes back to many unread messages is shown the first of them, with a few read ones above', async () => {
  const at = page();
  await settle();
  history(at, 'tea');
  await at.answer(historyAnswer('tea', 101, 120));
  const scope = new HistoryScope(at.store, 'tea', 70);
  expect(scope.state().older).toEqual({ cursor: 'before 101' });
  expect(scope.lacking()).toBe(35);
  void older(at, 'tea', 'before 101', 35);
  await at.answer(historyAnswer('tea', 66, 100), at.asked.at(-1));
  expect(scope.state().messages.at(0)?.seq).toBe(66);
  expect(scope.lacking()).toBe(0);
});

test('of more unread messages than anybody reads at once the newest are shown', async () => {
  const at = page();
  await settle();
  history(at, 'tea');
  await at.answer(historyAnswer('tea', 981, 1000));
  const scope = new HistoryScope(at.store, 'tea', 70);
  expect(scope.state().messages).toHaveLength(20);
  expect(scope.lacking()).toBe(0);
});
