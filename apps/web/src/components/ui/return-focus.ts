'use client';

import { createContext, useCallback, useContext } from 'react';

type Finding = () => HTMLElement | null | undefined;

const Returning = createContext<Finding | null>(null);

/** For dialogs that are opened from a menu: the entry that had the focus is gone when they close. */
export const ReturnFocusProvider = Returning.Provider;

/** What gets the focus when a dialog closes; where nobody says so, what had it before. */
export function useFinalFocus(): () => boolean {
  const find = useContext(Returning);
  return useCallback(() => {
    const element = find?.();
    if (!element?.isConnected) return true;
    // Itself, not the first thing in it that the Tab key stops at.
    queueMicrotask(() => element.focus({ preventScroll: true }));
    return false;
  }, [find]);
}
