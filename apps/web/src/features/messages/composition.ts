'use client';

import { useSyncExternalStore } from 'react';
import type { ChosenMention } from './mention-spans';

/** What a reply answers, as far as the composer shows it. */
export interface ReplyTarget {
  messageId: string;
  seq: number;
  senderName: string;
  /** One line of what it says. */
  excerpt: string;
}

/** A message of one's own that is being changed. */
export interface EditTarget {
  messageId: string;
  text: string;
  format: 'TEXT' | 'MARKDOWN';
  mentions: readonly { userId: string | null; start: number; length: number }[];
}

/** What the next message of a conversation will be, apart from its words: those are the draft. */
export interface Composition {
  replyTo: ReplyTarget | null;
  editing: EditTarget | null;
  format: 'TEXT' | 'MARKDOWN';
  /** Whom the draft names, as chosen from the list. */
  mentioned: readonly ChosenMention[];
}

const plain: Composition = { replyTo: null, editing: null, format: 'TEXT', mentioned: [] };
const compositions = new Map<string, Composition>();
const listeners = new Set<() => void>();

function change(conversationId: string, changes: Partial<Composition>): void {
  compositions.set(conversationId, { ...compositionOf(conversationId), ...changes });
  for (const listener of listeners) listener();
}

export const compositionOf = (conversationId: string): Composition =>
  compositions.get(conversationId) ?? plain;

/** Answering and changing exclude each other. */
export function startReply(conversationId: string, replyTo: ReplyTarget): void {
  change(conversationId, { replyTo, editing: null });
}

export function startEdit(conversationId: string, editing: EditTarget): void {
  change(conversationId, { editing, replyTo: null });
}

export function chooseFormat(conversationId: string, format: Composition['format']): void {
  change(conversationId, { format });
}

export function addMention(conversationId: string, mention: ChosenMention): void {
  const { mentioned } = compositionOf(conversationId);
  if (mentioned.some(({ userId, name }) => userId === mention.userId && name === mention.name))
    return;
  change(conversationId, { mentioned: [...mentioned, mention] });
}

/** Neither a reply nor an edit any more; the format stays, as it is a habit. */
export function cancelComposition(conversationId: string): void {
  change(conversationId, { replyTo: null, editing: null, mentioned: [] });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useComposition(conversationId: string): Composition {
  const current = () => compositionOf(conversationId);
  return useSyncExternalStore(subscribe, current, () => plain);
}
