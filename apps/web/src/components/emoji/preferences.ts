'use client';

import { useSyncExternalStore } from 'react';

/** On this device, for whoever uses it: what was picked last, and the skin tone that is picked with it. */
interface Preferences {
  recent: readonly string[];
  /** `🏻` to `🏿`, or nothing. */
  tone: string;
}

export const TONES = ['', '🏻', '🏼', '🏽', '🏾', '🏿'] as const;
const RECENT_MAX = 24;
const KEY = 'teahouse.emoji';
const NONE: Preferences = { recent: [], tone: '' };

let known: Preferences | null = null;
const listeners = new Set<() => void>();

/** What is kept may have been written by an older version, or by anything else. */
export function readPreferences(kept: string | null): Preferences {
  try {
    const { recent, tone } = JSON.parse(kept ?? '{}') as Record<string, unknown>;
    const texts = Array.isArray(recent) ? recent.filter((text) => typeof text === 'string') : [];
    return {
      recent: texts.slice(0, RECENT_MAX),
      tone: TONES.find((one) => one === tone) ?? '',
    };
  } catch {
    return NONE;
  }
}

function current(): Preferences {
  known ??= readPreferences(keptText());
  return known;
}

/** A browser that keeps nothing (private windows of some) throws instead of answering. */
function keptText(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function change(next: Preferences): void {
  known = next;
  try {
    localStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Then it is remembered until the page is closed.
  }
  for (const tell of listeners) tell();
}

/** Puts an emoji (as it was picked, in its tone) before all others. */
export function rememberEmoji(text: string): void {
  const { recent, tone } = current();
  change({ tone, recent: [text, ...recent.filter((one) => one !== text)].slice(0, RECENT_MAX) });
}

export const chooseTone = (tone: string): void => change({ ...current(), tone });

function subscribe(tell: () => void): () => void {
  const onOtherTab = (event: StorageEvent) => {
    if (event.key !== KEY) return;
    known = null;
    tell();
  };
  listeners.add(tell);
  addEventListener('storage', onOtherTab);
  return () => {
    listeners.delete(tell);
    removeEventListener('storage', onOtherTab);
  };
}

export const usePreferences = (): Preferences =>
  useSyncExternalStore(subscribe, current, () => NONE);
