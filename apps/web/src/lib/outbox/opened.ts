'use client';

import { useSyncExternalStore } from 'react';

interface Followed {
  subscribe: (listener: () => void) => () => void;
}

/**
 * The outbox of whoever is signed in: it takes a moment to open, and is another one after somebody else has signed in. What
 * it shows is followed from one to the next.
 */
export class Opened<Outbox extends Followed> {
  private opening: Promise<Outbox> | null = null;
  private outbox: Outbox | null = null;
  private readonly listeners = new Set<() => void>();

  /** `begin` is called with what has opened, and what it returns ends it; where it has been ended before, `drop` is. */
  start(
    opening: Promise<Outbox>,
    { begin, drop }: { begin: (outbox: Outbox) => () => void; drop: (outbox: Outbox) => void },
  ): () => void {
    let end = () => {};
    let ended = false;
    this.opening = opening.then((outbox) => {
      if (ended) drop(outbox);
      else {
        end = begin(outbox);
        this.set(outbox);
      }
      return outbox;
    });
    this.opening.catch((error) => console.error('The outbox could not be opened.', error));
    return () => {
      ended = true;
      end();
      this.set(null);
    };
  }

  /** Rejects where it cannot be opened, or nobody is signed in. */
  async current(): Promise<Outbox> {
    if (!this.opening) throw new Error('Nobody is signed in.');
    return this.opening;
  }

  /** Null until it is open. */
  now(): Outbox | null {
    return this.outbox;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    let stop = this.outbox?.subscribe(listener);
    const follow = () => {
      stop?.();
      stop = this.outbox?.subscribe(listener);
      listener();
    };
    this.listeners.add(follow);
    return () => {
      this.listeners.delete(follow);
      stop?.();
    };
  };

  private set(next: Outbox | null): void {
    this.outbox = next;
    for (const listener of this.listeners) listener();
  }
}

/** What is read of the outbox, kept up to date; `none` where there is no outbox. */
export function useOpened<Outbox extends Followed, Value>(
  opened: Opened<Outbox>,
  read: (outbox: Outbox) => Value,
  none: Value,
): Value {
  return useSyncExternalStore(
    opened.subscribe,
    () => {
      const outbox = opened.now();
      return outbox ? read(outbox) : none;
    },
    () => none,
  );
}
