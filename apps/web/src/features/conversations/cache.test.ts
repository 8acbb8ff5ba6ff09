import { afterEach, expect, test } from 'vitest';
import {
  closePages,
  conversation,
  history,
  historyAnswer,
  list,
  listAnswer,
  ME,
  message,
  page,
  sent,
  settle,
} from '@/features/messages/cache.fixture';
import { MarkReadMutation } from '@/features/messages/documents';
import { readFragment } from '@/lib/graphql';
import { ConversationRow_conversation } from './components/conversation-row.fragment';
import { Peer_conversation } from './components/peer.fragment';
import { ConversationListQuery } from './documents';

afterEach(closePages);

test('a new message moves its conversation in the list and counts as unread once, however often it comes', async () => {
  const at = page();
  await settle();
  const shown = await list(at, [conversation('tea', { lastSeq: 3, readSeq: 3 })]);
  await at.hear(sent(message('tea', 4)));
  await at.hear(sent(message('tea', 4)));
  await at.hear(sent(message('tea', 2)));
  expect(shown()).toEqual({ tea: { last: 4, unread: 1, lastSeq: 4 } });
});

test('a message of my own, from whichever device, is not unread', async () => {
  const at = page();
  await settle();
  const shown = await list(at, [conversation('tea', { lastSeq: 3, readSeq: 3 })]);
  await at.hear(sent(message('tea', 4, ME)));
  expect(shown()).toEqual({ tea: { last: 4, unread: 0, lastSeq: 4 } });
});

test('what is told again before the first answer pushes nothing out that came before it', async () => {
  const at = page();
  await settle();
  const shown = at.show(ConversationListQuery, { first: 30 });
  await at.hear(sent(message('tea', 4)));
  for (let time = 0; time < 100; time += 1) await at.hear(sent(message('tea', 5)));
  await at.answer(listAnswer([conversation('tea', { lastSeq: 3, readSeq: 3 })]), at.asked[0]);
  const [edge] = shown.data?.viewer.conversations.edges ?? [];
  expect(edge?.node).toMatchObject({ lastSeq: 5, unreadCount: 2 });
});

test('a message that comes while the list is being fetched is not lost to the older answer', async () => {
  const at = page();
  await settle();
  const shown = at.show(ConversationListQuery, { first: 30 });
  await at.hear(sent(message('tea', 4)));
  await at.answer(listAnswer([conversation('tea', { lastSeq: 3, readSeq: 3 })]));
  const [edge] = shown.data?.viewer.conversations.edges ?? [];
  expect(edge?.node).toMatchObject({ lastSeq: 4, unreadCount: 1, lastMessage: { seq: 4 } });
});

test('an answer that events have overtaken changes nothing, and a newer one is taken whole', async () => {
  const at = page();
  await settle();
  const shown = await list(at, [conversation('tea', { lastSeq: 3, readSeq: 3 })]);
  await at.hear(sent(message('tea', 4)));
  await at.hear(sent(message('tea', 5)));
  at.show(ConversationListQuery, { first: 10 });
  await at.answer(listAnswer([conversation('tea', { lastSeq: 4, readSeq: 3 })]), at.asked.at(-1));
  expect(shown().tea).toEqual({ last: 5, unread: 2, lastSeq: 5 });
  at.show(ConversationListQuery, { first: 11 });
  await at.answer(listAnswer([conversation('tea', { lastSeq: 6, readSeq: 5 })]), at.asked.at(-1));
  expect(shown().tea).toEqual({ last: 6, unread: 1, lastSeq: 6 });
});

test('when somebody may be written to no more, or again, a hint has it asked for anew', async () => {
  const at = page();
  await settle();
  const tea = conversation('tea', { lastSeq: 3, readSeq: 3 });
  const shown = at.show(ConversationListQuery, { first: 30 });
  await at.answer(listAnswer([tea]));
  const reached = () => {
    const [edge] = shown.data?.viewer.conversations.edges ?? [];
    const row = edge && readFragment(ConversationRow_conversation, edge.node);
    return row && readFragment(Peer_conversation, row).peer?.unreachable;
  };
  expect(reached()).toBeNull();
  const before = at.asked.length;
  await at.hear({ __typename: 'ReachChanged', cursor: 'c' });
  expect(at.asked.length).toBe(before + 1);
  const peer = { ...tea.peer, unreachable: 'REFUSED' };
  await at.answer(listAnswer([{ ...tea, peer }]), at.asked.at(-1));
  expect(reached()).toBe('REFUSED');
});

test('reading elsewhere clears the count here', async () => {
  const at = page();
  await settle();
  const shown = await list(at, [conversation('tea', { lastSeq: 3 })]);
  expect(shown().tea?.unread).toBe(3);
  const read = conversation('tea', { lastSeq: 3, readSeq: 3 });
  await at.hear({ __typename: 'ReadMoved', cursor: 'c', conversation: read });
  expect(shown().tea?.unread).toBe(0);
});

test('reading here shows at once, and stays when the API cannot be told yet', async () => {
  const at = page();
  await settle();
  const shown = await list(at, [conversation('tea', { lastSeq: 3 })]);
  at.client
    .mutation(MarkReadMutation, { input: { conversationId: 'tea', seq: 3 } })
    .subscribe(() => {});
  await settle();
  expect(shown().tea?.unread).toBe(0);
  await at.fail();
  expect(shown().tea?.unread).toBe(0);
});

test('a conversation that one joins enters the list, and one that is left goes, from the screen too', async () => {
  const at = page();
  await settle();
  const shown = await list(at, [conversation('tea', { lastSeq: 1 })]);
  await at.hear({
    __typename: 'ConversationJoined',
    cursor: 'c',
    conversation: conversation('new', { lastSeq: 0 }),
  });
  expect(Object.keys(shown())).toEqual(['tea', 'new']);
  const open = history(at, 'tea');
  await at.answer(historyAnswer('tea', 1, 1));
  expect(open.seqs()).toEqual([1]);
  await at.hear({ __typename: 'ConversationLeft', cursor: 'c', conversationId: 'tea' });
  expect(Object.keys(shown())).toEqual(['new']);
  expect(open.conversation()).toBeNull();
});

test('a message in a conversation on a page not loaded yet brings that conversation', async () => {
  const at = page();
  await settle();
  const shown = at.show(ConversationListQuery, { first: 1 });
  await at.answer(listAnswer([conversation('tea', { lastSeq: 50 })], 'after tea'));
  await at.hear(sent(message('old', 58)));
  const fetch = at.asked.find(({ variables }) => variables?.id === 'old');
  expect(fetch).toBeDefined();
  await at.answer(
    { __typename: 'Query', conversation: conversation('old', { lastSeq: 58 }) },
    fetch,
  );
  expect(shown.data?.viewer.conversations.edges.map(({ node }) => node.id)).toEqual(['tea', 'old']);
});

test('what has moved to a later page meanwhile is not lost when the first is fetched again', async () => {
  const at = page();
  await settle();
  const shown = await list(at, [
    conversation('a', { lastSeq: 9 }),
    conversation('b', { lastSeq: 8 }),
  ]);
  at.show(ConversationListQuery, { first: 29 });
  await at.answer(
    listAnswer([conversation('c', { lastSeq: 10 }), conversation('a', { lastSeq: 9 })]),
    at.asked.at(-1),
  );
  expect(Object.keys(shown()).sort()).toEqual(['a', 'b', 'c']);
});

test('one that was hidden, and brought back by a message before the first page came, is in the list', async () => {
  const at = page();
  await settle();
  const shown = at.show(ConversationListQuery, { first: 30 });
  await at.hear(sent(message('old', 3)));
  const fetch = at.asked.find(({ variables }) => variables?.id === 'old');
  await at.answer(
    { __typename: 'Query', conversation: conversation('old', { lastSeq: 3 }) },
    fetch,
  );
  // The page was read before the message came.
  await at.answer(listAnswer([conversation('tea', { lastSeq: 1 })]), at.asked[0]);
  const names = shown.data?.viewer.conversations.edges.map(({ node }) => node.id);
  expect(names?.sort()).toEqual(['old', 'tea']);
});

test('one that is pinned elsewhere is shown although its page has not been loaded', async () => {
  const at = page();
  await settle();
  const shown = at.show(ConversationListQuery, { first: 1 });
  await at.answer(listAnswer([conversation('tea', { lastSeq: 50 })], 'after tea'));
  const old = conversation('old', { lastSeq: 3 });
  const told = (pinned: boolean) => ({
    __typename: 'ConversationSettingsChanged',
    cursor: 'c',
    conversation: { ...old, viewerSettings: { ...old.viewerSettings, pinned } },
  });
  const names = () => shown.data?.viewer.conversations.edges.map(({ node }) => node.id);
  await at.hear(told(false));
  expect(names()).toEqual(['tea']);
  await at.hear(told(true));
  expect(names()).toEqual(['tea', 'old']);
});
