import { afterEach, describe, expect, test } from 'vitest';
import {
  closePages,
  conversation,
  history,
  historyAnswer,
  ME,
  message,
  page,
  settle,
} from './cache.fixture';
import { HistoryQuery } from './documents';
import { isMine, type Reaction, reacting } from './reactions';

afterEach(closePages);

const event = (kind: string, changed: object, more: object = {}) => ({
  __typename: kind,
  cursor: 'c',
  message: changed,
  ...more,
});

async function opened() {
  const at = page();
  await settle();
  const shown = history(at, 'tea');
  await at.answer(historyAnswer('tea', 1, 5));
  const find = (seq: number) => shown.scope.state().messages.find((one) => one.seq === seq);
  return { at, find, seqs: shown.seqs };
}

describe('what becomes of a message', () => {
  test.each(['MessageEdited', 'MessageRecalled', 'MessageDeleted', 'MessageLinkPreviewed'])(
    '%s: it stands in the history as it is now',
    async (kind) => {
      const { at, find } = await opened();
      const content = { __typename: 'TextContent', text: 'changed' };
      await at.hear(event(kind, { ...message('tea', 3), content, version: 2 }));
      expect(find(3)?.content).toEqual(content);
      expect(find(2)?.content).toMatchObject({ text: 'text 2' });
    },
  );

  test('costs no look at messages that do not quote it', async () => {
    const { at } = await opened();
    let looks = 0;
    for (const known of at.store.known('tea')?.messages ?? []) {
      const { replyTo } = known;
      Object.defineProperty(known, 'replyTo', {
        get: () => {
          looks += 1;
          return replyTo;
        },
      });
    }
    await at.hear(event('MessageEdited', { ...message('tea', 3), version: 2 }));
    // Of the message itself alone, when it makes way for what it is now.
    expect(looks).toBe(1);
  });

  test('whoever quotes it shows it as it is now', async () => {
    const { at, find } = await opened();
    const quoted = { __typename: 'QuotedMessage', messageId: 'tea-3', seq: 3 };
    const replyTo = {
      ...quoted,
      sender: message('tea', 3).sender,
      senderMember: null,
      content: message('tea', 3).content,
    };
    await at.hear({
      __typename: 'MessageSent',
      cursor: 'c',
      message: { ...message('tea', 6), replyTo },
    });
    const content = { __typename: 'DeletedContent', by: message('tea', 1).sender, deletedAt: 'x' };
    await at.hear(event('MessageDeleted', { ...message('tea', 3), content }));
    expect(find(6)?.replyTo?.content.__typename).toBe('DeletedContent');
  });

  test('an answer to sending that comes after the edit takes nothing back', async () => {
    const { at, find } = await opened();
    const content = { __typename: 'TextContent', text: 'changed' };
    await at.hear(event('MessageEdited', { ...message('tea', 5), content, version: 2 }));
    await at.hear({ __typename: 'MessageSent', cursor: 'c', message: message('tea', 5) });
    expect(find(5)?.content).toEqual(content);
  });

  test('deleted for me, it is gone; cleared, so is all before', async () => {
    const { at, seqs } = await opened();
    const tea = conversation('tea', { lastSeq: 5, readSeq: 5 });
    await at.hear({
      __typename: 'MessagesHidden',
      cursor: 'c',
      messageIds: ['tea-2', 'tea-4'],
      conversation: tea,
    });
    expect(seqs()).toEqual([1, 3, 5]);
    await at.hear({
      __typename: 'HistoryCleared',
      cursor: 'c',
      conversationId: 'tea',
      clearedSeq: 5,
      conversation: tea,
    });
    expect(seqs()).toEqual([]);
  });
});

describe('a group that does not want its messages forwarded', () => {
  const changed = (forwardingForbidden: boolean, name = 'Tea') => ({
    __typename: 'GroupChanged',
    cursor: 'c',
    conversation: {
      __typename: 'Conversation',
      id: 'tea',
      name,
      description: '',
      avatarEmoji: null,
      avatar: { __typename: 'Image', id: 'leaf', thumbnailUrl: '/files/leaf/thumbnail' },
      faces: [],
      visibility: 'PRIVATE',
      joinPolicy: 'REQUEST',
      allMuted: false,
      mentionAllRestricted: false,
      forwardingForbidden,
    },
  });

  test('calls those who have said something what they are called there now, where they are quoted too', async () => {
    const { at, find } = await opened();
    const mei = { __typename: 'ConversationMember', id: 'tea:mei', groupNickname: null };
    const quoted = {
      __typename: 'QuotedMessage',
      messageId: 'tea-6',
      seq: 6,
      sender: message('tea', 6).sender,
      senderMember: mei,
      content: { __typename: 'TextContent', text: 'text 6' },
    };
    await at.hear(event('MessageSent', { ...message('tea', 6), senderMember: mei }));
    await at.hear(event('MessageSent', { ...message('tea', 7), replyTo: quoted }));
    const told = () => [
      find(6)?.senderMember?.groupNickname,
      find(7)?.senderMember,
      find(7)?.replyTo?.senderMember?.groupNickname,
    ];
    expect(told()).toEqual([null, null, null]);
    const about = { cursor: 'c', conversation: { __typename: 'Conversation', id: 'tea' } };
    const member = { ...mei, groupNickname: '茶博士', user: message('tea', 6).sender };
    await at.hear({ __typename: 'MemberChanged', ...about, member });
    expect(told()).toEqual(['茶博士', null, '茶博士']);
    await at.hear({ __typename: 'MemberLeft', ...about, memberId: 'tea:mei' });
    expect(told()).toEqual([undefined, null, undefined]);
  });

  test('has it told of all of them, those too that a page on its way brings; each sender’s own wish stays', async () => {
    const { at, find } = await opened();
    const own = { ...message('tea', 6), forwardingForbiddenBySender: true };
    await at.hear(event('MessageSent', { ...own, forwardingForbidden: true }));
    const forbidden = () => [2, 6].map((seq) => find(seq)?.forwardingForbidden);
    expect(forbidden()).toEqual([false, true]);
    await at.hear(changed(true));
    expect(forbidden()).toEqual([true, true]);
    at.show(HistoryQuery, { id: 'tea', last: 19 });
    await at.answer(historyAnswer('tea', 1, 6), at.asked.at(-1));
    expect(find(4)?.forwardingForbidden).toBe(true);
    await at.hear(changed(false));
    expect(find(2)?.forwardingForbidden).toBe(false);
  });

  test('is called what it is called now, and looks like it, where somebody has recommended it', async () => {
    const { at, find } = await opened();
    const group = { __typename: 'GroupPreview', id: 'tea', name: 'Tea', memberCount: 3 };
    const card = { description: '', avatarEmoji: '🍵', avatar: null, ...group };
    const content = { __typename: 'GroupCardContent', group: card };
    await at.hear(event('MessageSent', { ...message('tea', 6), content }));
    await at.hear(changed(false, 'Green tea'));
    expect(find(6)?.content).toMatchObject({
      group: { name: 'Green tea', memberCount: 3, avatarEmoji: null, avatar: { id: 'leaf' } },
    });
  });
});

test('a page that was on its way when the history was cleared does not bring it back', async () => {
  const { at, seqs } = await opened();
  at.show(HistoryQuery, { id: 'tea', last: 19 });
  await at.hear({
    __typename: 'HistoryCleared',
    cursor: 'c',
    conversationId: 'tea',
    clearedSeq: 4,
    conversation: conversation('tea', { lastSeq: 5, readSeq: 4 }),
  });
  expect(seqs()).toEqual([5]);
  await at.answer(historyAnswer('tea', 1, 5), at.asked.at(-1));
  expect(seqs()).toEqual([5]);
});

describe('reactions', () => {
  const group = (emoji: string, people: string[], count = people.length) => ({
    __typename: 'ReactionGroup',
    emoji,
    count,
    recent: people.map((id) => ({ __typename: 'User', id, nickname: id })),
  });
  const mine = (reactions: readonly Reaction[] | undefined) =>
    (reactions ?? []).filter((reaction) => isMine(reaction, ME)).map(({ emoji }) => emoji);

  test('are mine when the event names me, and stay mine when others come, even out of sight', async () => {
    const { at, find } = await opened();
    const user = (id: string) => ({ __typename: 'User', id });
    const one = { ...message('tea', 3), reactions: [group('🍵', [ME])] };
    await at.hear(event('ReactionAdded', one, { user: user(ME), emoji: '🍵' }));
    expect(mine(find(3)?.reactions)).toEqual(['🍵']);
    // Six people later I am no longer among the recent ones that everyone is told of.
    const many = { ...message('tea', 3), reactions: [group('🍵', ['a', 'b', 'c', 'd', 'e'], 6)] };
    await at.hear(event('ReactionAdded', many, { user: user('e'), emoji: '🍵' }));
    expect(mine(find(3)?.reactions)).toEqual(['🍵']);
    const without = { ...message('tea', 3), reactions: [group('🍵', ['a', 'b', 'c', 'd', 'e'])] };
    await at.hear(event('ReactionRemoved', without, { user: user(ME), emoji: '🍵' }));
    expect(mine(find(3)?.reactions)).toEqual([]);
  });

  test('of mine show at once, once, and go away again', () => {
    const before = { ...message('tea', 1), reactions: [group('🍵', ['a'])] } as never;
    const viewer = { id: ME, nickname: '' };
    const after = reacting(before, viewer, '🍵', true);
    expect(after.reactions).toMatchObject([{ emoji: '🍵', count: 2 }]);
    expect(reacting(after, viewer, '🍵', true)).toBe(after);
    expect(reacting(after, viewer, '🍵', false).reactions).toMatchObject([{ count: 1 }]);
    const alone = reacting(before, viewer, '👍', true);
    expect(mine(alone.reactions)).toEqual(['👍']);
    expect(mine(reacting(alone, viewer, '👍', false).reactions)).toEqual([]);
  });
});
