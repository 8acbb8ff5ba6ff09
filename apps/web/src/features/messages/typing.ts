'use client';

import { useSyncExternalStore } from 'react';
import type { Client } from 'urql';
import { serverNow } from '@/lib/clock';
import { StartTypingMutation } from './documents';

export interface Typer {
  id: string;
  nickname: string;
}

const LONGEST_MS = 10_000;
const ANNOUNCE_EVERY_MS = 3_000;
const nobody: readonly Typer[] = [];

const typers = new Map<string, readonly (Typer & { timer: ReturnType<typeof setTimeout> })[]>();
const listeners = new Set<() => void>();
const announced = new Map<string, number>();
let client: Client | null = null;

export function startTyping(given: Client): () => void {
  client = given;
  return () => {
    client = null;
  };
}

function set(conversationId: string, next: (Typer & { timer: ReturnType<typeof setTimeout> })[]) {
  if (next.length > 0) typers.set(conversationId, next);
  else typers.delete(conversationId);
  for (const listener of listeners) listener();
}

export function forgetTyper(conversationId: string, userId: string): void {
  const now = typers.get(conversationId);
  const typer = now?.find(({ id }) => id === userId);
  if (!now || !typer) return;
  clearTimeout(typer.timer);
  set(
    conversationId,
    now.filter((other) => other !== typer),
  );
}

/** Shown until the server's `expiresAt`, and never long, should the clocks disagree after all. */
export function heardTyping(conversationId: string, user: Typer, expiresAt: string): void {
  const left = Math.min(LONGEST_MS, Date.parse(expiresAt) - serverNow());
  if (left <= 0) return;
  const others = (typers.get(conversationId) ?? []).filter((typer) => {
    if (typer.id === user.id) clearTimeout(typer.timer);
    return typer.id !== user.id;
  });
  const timer = setTimeout(() => forgetTyper(conversationId, user.id), left);
  set(conversationId, [...others, { id: user.id, nickname: user.nickname, timer }]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Who is typing there now, without myself. */
export function useTypers(conversationId: string): readonly Typer[] {
  return useSyncExternalStore(
    subscribe,
    () => typers.get(conversationId) ?? nobody,
    () => nobody,
  );
}

/** Call on every keystroke: the API hears of it at most every few seconds. A hint, so a failure is no loss. */
export function announceTyping(conversationId: string): void {
  const now = Date.now();
  if (!client || now - (announced.get(conversationId) ?? 0) < ANNOUNCE_EVERY_MS) return;
  announced.set(conversationId, now);
  void client.mutation(StartTypingMutation, { input: { conversationId } }).toPromise();
}
