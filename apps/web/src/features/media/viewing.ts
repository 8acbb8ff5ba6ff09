'use client';

import { useSyncExternalStore } from 'react';
import type { LocalFile } from './local-files';

/** A picture or a video as the viewer shows it. */
export interface ViewerItem {
  /** Tells it from the others: of the file, or of the message that is not sent yet. */
  id: string;
  kind: 'IMAGE' | 'VIDEO';
  name: string;
  width: number;
  height: number;
  placeholder: string | null;
  animated: boolean;
  /** What is shown while the whole is on its way: most likely it is here already. */
  previewUrl: string | null;
  fullUrl: string;
  local?: LocalFile | null;
}

export interface Viewing {
  items: readonly ViewerItem[];
  /** Which one is opened first. */
  index: number;
  /** What was pressed: it opens from there, and gives the focus back to it. */
  from: HTMLElement | null;
}

let viewing: Viewing | null = null;
const listeners = new Set<() => void>();

function set(next: Viewing | null): void {
  viewing = next;
  for (const listener of listeners) listener();
}

/** Shows pictures and videos on the whole screen. */
export const openViewer = (next: Viewing): void => set(next);

export const closeViewer = (): void => set(null);

/** What was opened is not to be seen any more, or is joined by others: the viewer follows. */
export function updateViewer(
  change: (items: readonly ViewerItem[]) => readonly ViewerItem[],
): void {
  if (!viewing) return;
  const items = change(viewing.items);
  if (items !== viewing.items) set(items.length > 0 ? { ...viewing, items } : null);
}

export const useViewing = (): Viewing | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => viewing,
    () => null,
  );
