'use client';

import { useEffect } from 'react';

const waiting = new Map<string, number>();
const listeners = new Map<string, (seq: number) => void>();

/** Asks a conversation to show the message of a place; one that is not open yet does so when it opens. */
export function requestJump(conversationId: string, seq: number): void {
  const listener = listeners.get(conversationId);
  if (listener) listener(seq);
  else waiting.set(conversationId, seq);
}

/** Hears of places that somebody wants to see: from a search, the pinned messages, a reminder. */
export function useJumpRequests(conversationId: string, jump: (seq: number) => void): void {
  useEffect(() => {
    listeners.set(conversationId, jump);
    const seq = waiting.get(conversationId);
    waiting.delete(conversationId);
    if (seq !== undefined) jump(seq);
    return () => {
      listeners.delete(conversationId);
    };
  }, [conversationId, jump]);
}
