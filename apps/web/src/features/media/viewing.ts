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
  /** The message that shows it. */
  said?: Said;
}

interface Said {
  conversationId: string;
  messageId: string;
  seq: number;
}

export interface Viewing {
  items: readonly ViewerItem[];
  /** Which one is opened first. */
  index: number;
  /** What was pressed: it opens from there, and gives the focus back to it. */
  from: HTMLElement | null;
  /** Fetches those before the first; asked for as one comes near to it. */
  readOn?: () => Promise<void>;
}

type IsGone = (said: Said) => boolean;

let viewing: Viewing | null = null;
/** What has gone since it was opened: answers that were read before bring it once more. */
let gone: IsGone[] = [];
const listeners = new Set<() => void>();

function set(next: Viewing | null): void {
  viewing = next;
  for (const listener of listeners) listener();
}

/** Shows pictures and videos on the whole screen. */
export function openViewer(next: Viewing): void {
  gone = [];
  set(next);
}

export const closeViewer = (): void => set(null);

/** What was opened is not to be seen any more, or is joined by others: the viewer follows. */
export function updateViewer(
  change: (items: readonly ViewerItem[]) => readonly ViewerItem[],
): void {
  if (!viewing) return;
  const items = change(viewing.items);
  const left = items.filter(({ said }) => !said || !gone.some((isGone) => isGone(said)));
  if (items === viewing.items && left.length === items.length) return;
  set(left.length > 0 ? { ...viewing, items: left } : null);
}

/** What these messages showed is gone: it is to be seen no longer, wherever it stood in the conversation. */
export function leaveViewer(isGone: IsGone): void {
  if (!viewing) return;
  gone.push(isGone);
  updateViewer((items) => items);
}

/** What the viewer shows now. */
export const viewed = (): Viewing | null => viewing;

export const useViewing = (): Viewing | null =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    viewed,
    () => null,
  );
