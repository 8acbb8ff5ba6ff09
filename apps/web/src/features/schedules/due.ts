import type { Reminder } from './documents';

const listeners = new Set<(reminder: Reminder) => void>();

/** A reminder's time has come, while somebody is there to see it. */
export function announceReminder(reminder: Reminder): void {
  for (const listener of listeners) listener(reminder);
}

export function onReminder(listener: (reminder: Reminder) => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
