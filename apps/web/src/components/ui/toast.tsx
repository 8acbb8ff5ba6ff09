'use client';

import { useSyncExternalStore } from 'react';
import { onDemand } from '../on-demand';
import type { ToastWords } from './toast-layer';

const Layer = onDemand(() => import('./toast-layer')).component('ToastLayer', {
  needed: ({ queue }) => queue.length > 0,
});

const queue: ToastWords[] = [];
let said = 0;
const watchers = new Set<() => void>();

function add(words: ToastWords): void {
  queue.push(words);
  said += 1;
  for (const tell of watchers) tell();
}

const toasts = { add };

/** For what happened out of sight; whatever has a place on the screen is said there instead. */
export const useToast = () => toasts;

/** Stands once in a page. */
export function ToastLayer({ closeLabel }: { closeLabel: string }) {
  // Drawn again for each: the layer then takes what has been said.
  useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
    () => said,
    () => 0,
  );
  return <Layer {...{ closeLabel, queue }} />;
}
