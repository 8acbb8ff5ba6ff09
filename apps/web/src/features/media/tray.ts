'use client';

import { useSyncExternalStore } from 'react';
import { v7 as uuid } from 'uuid';
import { onDemand } from '@/components/on-demand';
import { MAX_PICKED, type PreparedFile, type TooLarge, tooLarge } from './picked';

const preparing = onDemand(() => import('./prepare'));

/** A file that was picked and not sent yet. */
export interface TrayItem {
  id: string;
  name: string;
  size: number;
  /** Null while it is being made ready. */
  prepared: PreparedFile | null;
  /** Of what can be shown of it. */
  pictureUrl: string | null;
  tooLarge: TooLarge | null;
}

/** Kept for each conversation while the page lives: whoever looks elsewhere for a moment finds it as it was. */
const trays = new Map<string, readonly TrayItem[]>();
const listeners = new Set<() => void>();
const none: readonly TrayItem[] = [];

const trayOf = (id: string): readonly TrayItem[] => trays.get(id) ?? none;

function setTray(id: string, items: readonly TrayItem[]): void {
  if (items.length > 0) trays.set(id, items);
  else trays.delete(id);
  for (const listener of listeners) listener();
}

/** Answers with how many there was no room for. */
export function pickFiles(id: string, files: readonly File[], asFiles = false): number {
  const taken = files.slice(0, Math.max(0, MAX_PICKED - trayOf(id).length));
  for (const file of taken) pick(id, file, asFiles);
  return files.length - taken.length;
}

function pick(id: string, file: File, asFile: boolean): void {
  const item: TrayItem = {
    ...{ id: uuid(), name: file.name, size: file.size },
    ...{ prepared: null, pictureUrl: null, tooLarge: null },
  };
  setTray(id, [...trayOf(id), item]);
  const asItIs: PreparedFile = {
    ...{ kind: 'FILE', name: file.name, mediaType: file.type, bytes: file },
  };
  void preparing
    .whenThere()
    .then(({ prepareFile }) => prepareFile(file, asFile))
    .catch(() => asItIs)
    .then((prepared) => {
      const picture = prepared.kind === 'IMAGE' ? prepared.bytes : prepared.poster;
      const ready: TrayItem = {
        ...{ ...item, prepared, size: prepared.bytes.size, tooLarge: tooLarge(prepared) },
        pictureUrl: picture ? URL.createObjectURL(picture) : null,
      };
      const still = trayOf(id).some((other) => other.id === item.id);
      if (still)
        setTray(
          id,
          trayOf(id).map((other) => (other.id === item.id ? ready : other)),
        );
      else forget(ready);
    });
}

function forget({ pictureUrl }: TrayItem): void {
  if (pictureUrl) URL.revokeObjectURL(pictureUrl);
}

export function dropFromTray(id: string, itemId: string): void {
  for (const item of trayOf(id)) if (item.id === itemId) forget(item);
  setTray(
    id,
    trayOf(id).filter((item) => item.id !== itemId),
  );
}

export const useTray = (id: string): readonly TrayItem[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => trayOf(id),
    () => none,
  );
