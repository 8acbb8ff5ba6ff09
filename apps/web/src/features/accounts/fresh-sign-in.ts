'use client';

import { useSyncExternalStore } from 'react';

/**
 * What hands an account over needs proof that it is still its owner who holds the device. The API says when; the dialog
 * in components/fresh-sign-in-dialog asks.
 */
let answer: ((confirmed: boolean) => void) | null = null;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Has the person prove who they are. False when they would rather not. */
export function askFresh(): Promise<boolean> {
  answer?.(false);
  return new Promise((resolve) => {
    answer = resolve;
    tell();
  });
}

/** What came of asking. */
export function answerFresh(confirmed: boolean): void {
  answer?.(confirmed);
  answer = null;
  tell();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useFreshAsked = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => answer !== null,
    () => false,
  );

type Tried = { ok: true } | { ok: false; error: string };

/** Does what may need a fresh sign-in, and again once there is one. */
export async function whenFresh<Outcome extends Tried>(
  act: () => Promise<Outcome>,
): Promise<Outcome> {
  const outcome = await act();
  if (outcome.ok || outcome.error !== 'FreshSignInRequired') return outcome;
  return (await askFresh()) ? act() : outcome;
}
