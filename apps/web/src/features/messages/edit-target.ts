'use client';

import { useCallback } from 'react';
import { type EditTarget, startEdit } from './composition';
import { useHistoryStore } from './history';
import { useOpenConversation } from './open-conversation';
import type { RowMessage } from './row';

/** As the API keeps it (EDIT_WINDOW_HOURS). */
const EDIT_WITHIN_MS = 48 * 3_600_000;

/** What the composer needs to change a message; null for one that cannot be changed (any more). */
export function editTarget(message: RowMessage, viewerId: string): EditTarget | null {
  const { id, sender, content, mentions, sentAt } = message;
  if (sender.id !== viewerId || Date.now() - new Date(sentAt).getTime() > EDIT_WITHIN_MS)
    return null;
  const named = mentions.map(({ user, start, length }) => ({
    userId: user?.id ?? null,
    start,
    length,
  }));
  if (content.__typename === 'TextContent')
    return { messageId: id, text: content.text, format: 'TEXT', mentions: named };
  if (content.__typename === 'MarkdownContent')
    return { messageId: id, text: content.markdown, format: 'MARKDOWN', mentions: named };
  return null;
}

/** Begins to change the last message of mine; answers whether there was one. */
export function useEditLast(): () => boolean {
  const history = useHistoryStore();
  const { id, viewerId } = useOpenConversation();
  return useCallback(() => {
    const messages = history.known(id)?.messages ?? [];
    const last = messages.findLast(({ sender }) => sender.id === viewerId);
    const target = last && editTarget(last, viewerId);
    if (target) startEdit(id, target);
    return Boolean(target);
  }, [history, id, viewerId]);
}
