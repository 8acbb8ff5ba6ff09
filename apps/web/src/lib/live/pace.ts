import { afterFrame } from '../after-frame';

/** Of each frame, so that a backlog leaves time for drawing it and for whoever types meanwhile. In milliseconds. */
const SHARE_MS = 10;

interface Pace<Item> {
  take(item: Item): void;
  /** Hands on at once what still waits. */
  flush(): void;
}

interface PaceOptions {
  /** Handing on an item that had to wait has failed; those behind it are gone. */
  failed(error: unknown): void;
  /** Resolves when the next frame has been drawn. */
  frame?: () => Promise<void>;
  /** Nobody looks: there is no frame to wait for, and timers come late. */
  hidden?: () => boolean;
}

/**
 * Hands items on in their order, as often as there are frames: what comes alone at once, and what comes quicker than frames
 * are drawn with each of them together. Every item would else have the page drawn anew, and keys that are pressed meanwhile
 * would wait for all of them.
 */
export function inFrames<Item>(
  hand: (item: Item) => void,
  { failed, frame = afterFrame, hidden = () => globalThis.document?.hidden ?? false }: PaceOptions,
): Pace<Item> {
  let waiting: Item[] = [];
  let drawing = false;
  const handSome = (until: number) => {
    const items = waiting;
    waiting = [];
    let place = 0;
    do hand(items[place++] as Item);
    while (place < items.length && performance.now() < until);
    waiting = items.slice(place).concat(waiting);
  };
  const handWaiting = (until: number) => {
    if (waiting.length === 0) return;
    try {
      handSome(until);
    } catch (error) {
      failed(error);
    }
  };
  const goOn = () => {
    drawing = false;
    if (waiting.length === 0) return;
    pause();
    handWaiting(hidden() ? Number.POSITIVE_INFINITY : performance.now() + SHARE_MS);
  };
  const pause = () => {
    drawing = true;
    void frame().then(goOn);
  };
  return {
    take: (item) => {
      waiting.push(item);
      if (drawing && !hidden()) return;
      handSome(Number.POSITIVE_INFINITY);
      if (!drawing) pause();
    },
    flush: () => handWaiting(Number.POSITIVE_INFINITY),
  };
}
