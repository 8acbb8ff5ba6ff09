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

  test('whoever quotes it shows it as it is now', async () => {
    const { at, find } = await opened();
    const quoted = { __typename: 'QuotedMessage', messageId: 'tea-3', seq: 3 };
    const replyTo = {
      ...quoted,
      sender: message('tea', 3).sender,
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
      conversation: tea,
    });
    expect(seqs()).toEqual([]);
  });
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
