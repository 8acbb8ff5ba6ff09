'use client';

import { useSyncExternalStore } from 'react';

/** As the `phone` of the styles. */
const PHONE = '(width <= 640px)';

function subscribe(tell: () => void): () => void {
  const query = window.matchMedia(PHONE);
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}

/** Whether there is room for one pane only. For what cannot be said in styles: what a menu holds, say. */
export const usePhone = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => window.matchMedia(PHONE).matches,
    () => false,
  );
