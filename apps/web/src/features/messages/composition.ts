'use client';

import { useMemo, useSyncExternalStore } from 'react';
import type { ReplyTarget } from './draft';
import { draftReply, replyInDraft, useDraftReply } from './drafts';
import type { ChosenMention } from './mention-spans';

/** A message of one's own that is being changed. */
export interface EditTarget {
  messageId: string;
  text: string;
  format: 'TEXT' | 'MARKDOWN';
  mentions: readonly { userId: string | null; start: number; length: number }[];
}

/** What the next message of a conversation will be, apart from what is its draft: its words and what they answer. */
interface Own {
  editing: EditTarget | null;
  format: 'TEXT' | 'MARKDOWN';
  /** Whom the draft names, as chosen from the list. */
  mentioned: readonly ChosenMention[];
  /** Another one each time somebody here has asked to answer or to change a message, and so wants to write. */
  asked: object | null;
}

/** Answering and changing exclude each other: what is answered waits with the draft. */
export interface Composition extends Own {
  replyTo: ReplyTarget | null;
}

const plain: Own = { editing: null, format: 'TEXT', mentioned: [], asked: null };
const compositions = new Map<string, Own>();
const listeners = new Set<() => void>();

function change(conversationId: string, changes: Partial<Own>): void {
  compositions.set(conversationId, { ...ownOf(conversationId), ...changes });
  for (const listener of listeners) listener();
}

const ownOf = (conversationId: string): Own => compositions.get(conversationId) ?? plain;

const withReply = (own: Own, replyTo: ReplyTarget | null): Composition => ({
  ...own,
  replyTo: own.editing ? null : replyTo,
});

export const compositionOf = (conversationId: string): Composition =>
  withReply(ownOf(conversationId), draftReply(conversationId));

export function startReply(conversationId: string, replyTo: ReplyTarget): void {
  replyInDraft(conversationId, replyTo);
  change(conversationId, { editing: null, asked: {} });
}

export function startEdit(conversationId: string, editing: EditTarget): void {
  change(conversationId, { editing, asked: {} });
}

export function chooseFormat(conversationId: string, format: Composition['format']): void {
  change(conversationId, { format });
}

export function addMention(conversationId: string, mention: ChosenMention): void {
  const { mentioned } = ownOf(conversationId);
  if (mentioned.some(({ userId, name }) => userId === mention.userId && name === mention.name))
    return;
  change(conversationId, { mentioned: [...mentioned, mention] });
}

/** Not an edit any more, or not a reply; the format stays, as it is a habit. */
export function cancelComposition(conversationId: string): void {
  if (!ownOf(conversationId).editing) replyInDraft(conversationId, null);
  change(conversationId, { editing: null, mentioned: [], asked: null });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useComposition(conversationId: string): Composition {
  const current = () => ownOf(conversationId);
  const own = useSyncExternalStore(subscribe, current, () => plain);
  const replyTo = useDraftReply(conversationId);
  return useMemo(() => withReply(own, replyTo), [own, replyTo]);
}
