'use client';

import { useCallback, useSyncExternalStore } from 'react';
import type { Client } from 'urql';
import { waitOrWake } from '@/lib/backoff';
import { serverAhead, serverNow } from '@/lib/clock';
import { connection, subscribeToConnection } from '@/lib/connection';
import type { ReplyTarget, Written } from './draft';
import { saveDraft } from './draft-saving';
import { DraftStore } from './draft-store';
import { DraftSync } from './draft-sync';

const nothing: ReadonlyMap<string, string> = new Map();

let store: DraftStore | null = null;
let sync: DraftSync | null = null;
const storeListeners = new Set<() => void>();

/** Keeps what is begun, here and on the person's other devices; the function returned ends it. */
export function startDrafts(accountId: string, client: Client): () => void {
  const started = new DraftStore(accountId, { now: serverNow, ahead: serverAhead });
  const syncing = new DraftSync({
    store: started,
    save: (conversationId, draft) => saveDraft(client, conversationId, draft),
    wait: waitOrWake,
  });
  started.onUnsaved = (conversationId, urgent) => syncing.nudge(conversationId, urgent);
  setStore(started, syncing);
  const stopWatching = watchPage(() => {
    started.leave();
    syncing.hurryAll();
  });
  const stopFollowing = subscribeToConnection(() => {
    if (connection().state === 'live') syncing.resume();
  });
  return () => {
    stopWatching();
    stopFollowing();
    syncing.stop();
    started.close();
    setStore(null, null);
  };
}

/** Calls back when the page is put away or left: afterwards it may not get another turn. */
function watchPage(leave: () => void): () => void {
  const leaveWhenHidden = () => {
    if (document.visibilityState === 'hidden') leave();
  };
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', leaveWhenHidden);
  return () => {
    window.removeEventListener('pagehide', leave);
    document.removeEventListener('visibilitychange', leaveWhenHidden);
  };
}

function setStore(next: DraftStore | null, nextSync: DraftSync | null): void {
  store = next;
  sync = nextSync;
  for (const listener of storeListeners) listener();
}

function subscribe(listener: () => void): () => void {
  let stop = store?.subscribe(listener);
  const follow = () => {
    stop?.();
    stop = store?.subscribe(listener);
    listener();
  };
  storeListeners.add(follow);
  return () => {
    storeListeners.delete(follow);
    stop?.();
  };
}

/** The server has this there, or nothing. `streamed`: told by the stream, which tells of every change. */
export function hearDraft(conversationId: string, state: Written | null, streamed: boolean): void {
  store?.hear(conversationId, state, streamed);
}

/** The person has left. */
export function forgetDraft(conversationId: string): void {
  store?.forget(conversationId);
}

/** The person turns to something else: what they have begun may be wanted on another device now. */
export function leaveDraft(conversationId: string): void {
  sync?.hurry(conversationId);
}

export function draftReply(conversationId: string): ReplyTarget | null {
  return store?.of(conversationId)?.replyTo ?? null;
}

export function replyInDraft(conversationId: string, replyTo: ReplyTarget | null): void {
  store?.write(conversationId, { replyTo });
}

export function useDraftReply(conversationId: string): ReplyTarget | null {
  return useSyncExternalStore(
    subscribe,
    () => draftReply(conversationId),
    () => null,
  );
}

export interface OpenDraft {
  text: string;
  setText: (text: string) => void;
  /** Empties it at once; where `taken` fails, it comes back. */
  send: (taken: Promise<unknown>) => void;
  /** False until what was left from before is known: the composer must not be typed into yet. */
  ready: boolean;
}

export function useDraft(conversationId: string): OpenDraft {
  const text = useSyncExternalStore(
    subscribe,
    () => store?.of(conversationId)?.text ?? '',
    () => '',
  );
  const ready = useSyncExternalStore(
    subscribe,
    () => store?.isReady() ?? false,
    () => false,
  );
  const setText = useCallback(
    (next: string) => store?.write(conversationId, { text: next }),
    [conversationId],
  );
  const send = useCallback(
    (taken: Promise<unknown>) => store?.send(conversationId, taken),
    [conversationId],
  );
  return { text, setText, send, ready };
}

/** What is unfinished where, for the list of conversations. */
export function useDraftPreviews(): ReadonlyMap<string, string> {
  return useSyncExternalStore(
    subscribe,
    () => store?.allTexts() ?? nothing,
    () => nothing,
  );
}
