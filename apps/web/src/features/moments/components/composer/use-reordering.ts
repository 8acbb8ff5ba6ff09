'use client';

import {
  type CSSProperties,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import { cornerOf, placeMeanwhile, placeUnder } from '../../picture-grid';

/** A finger that stays as long lifts what is under it; one that moves before scrolls. */
const LONG_PRESS_MS = 300;
const STILL_PX = 8;
const SETTLE = { duration: 160, easing: 'ease-out' };

/** What is being carried: from which place, over which, and how far from where it was. */
interface Carried {
  from: number;
  to: number;
  x: number;
  y: number;
}

interface Press {
  place: number;
  x: number;
  y: number;
  step: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

interface Reordering {
  count: number;
  columns: number;
  onMove: (from: number, to: number) => void;
}

/**
 * Carries the items of a grid to other places: with the mouse at once, with a finger after a long press. Nothing changes
 * its place in the document before it is let go, or the browser would take the pointer away from what it holds.
 */
export function useReordering(
  list: RefObject<HTMLElement | null>,
  { count, columns, onMove }: Reordering,
) {
  const [carried, setCarried] = useState<Carried | null>(null);
  /** The same, for what happens between two renderings. */
  const held = useRef<Carried | null>(null);
  const press = useRef<Press | null>(null);
  const show = (next: Carried | null) => {
    held.current = next;
    setCarried(next);
  };

  useEffect(() => {
    const element = list.current;
    // Only a listener that is not passive keeps the page from scrolling under what is carried.
    const stay = (event: TouchEvent) => {
      if (held.current) event.preventDefault();
    };
    element?.addEventListener('touchmove', stay, { passive: false });
    return () => {
      element?.removeEventListener('touchmove', stay);
      clearTimeout(press.current?.timer);
    };
  }, [list]);

  const stepOf = (element: HTMLElement) =>
    (element.clientWidth + Number.parseFloat(getComputedStyle(element).columnGap)) / columns;
  const lift = () => {
    const at = press.current;
    if (at) show({ from: at.place, to: at.place, x: 0, y: 0 });
  };
  const release = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  const letGo = (taken: boolean) => {
    const [at, last] = [press.current, held.current];
    release();
    if (!at || !last) return;
    show(null);
    if (!taken) return;
    if (last.from !== last.to) onMove(last.from, last.to);
    const there = cornerOf(last.to, { columns, step: at.step });
    const here = cornerOf(last.from, { columns, step: at.step });
    settle(last.to, { x: here.x + last.x - there.x, y: here.y + last.y - there.y });
  };
  /** It goes the rest of the way by itself. */
  const settle = (place: number, from: { x: number; y: number }) =>
    requestAnimationFrame(() => {
      if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
      const frames = [{ translate: `${from.x}px ${from.y}px` }, { translate: '0px 0px' }];
      list.current?.children[place]?.animate(frames, SETTLE);
    });

  const handlers = (place: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      release();
      if (event.button !== 0 || !event.isPrimary || !list.current) return;
      const { clientX: x, clientY: y } = event;
      const byMouse = event.pointerType === 'mouse';
      // One that has left it in a single step is still heard of; a finger is in any case.
      if (byMouse) event.currentTarget.setPointerCapture(event.pointerId);
      const timer = byMouse ? undefined : setTimeout(lift, LONG_PRESS_MS);
      press.current = { place, x, y, step: stepOf(list.current), timer };
    },
    onPointerMove: (event: PointerEvent) => {
      const at = press.current;
      if (!at) return;
      const [x, y] = [event.clientX - at.x, event.clientY - at.y];
      if (!held.current && Math.hypot(x, y) <= STILL_PX) return;
      if (!held.current && event.pointerType !== 'mouse') return release();
      const tray = { columns, step: at.step };
      const corner = cornerOf(at.place, tray);
      const to = placeUnder({ x: corner.x + x, y: corner.y + y }, tray, count);
      show({ from: at.place, to, x, y });
    },
    onPointerUp: () => letGo(true),
    onPointerCancel: () => letGo(false),
    /** What the system would offer for a long press. */
    onContextMenu: (event: MouseEvent) => {
      if (press.current) event.preventDefault();
    },
  });

  /** How an item is drawn while something is carried. */
  const styleOf = (place: number): CSSProperties | undefined => {
    const step = press.current?.step;
    if (!carried || !step) return undefined;
    if (place === carried.from) return { translate: `${carried.x}px ${carried.y}px` };
    const tray = { columns, step };
    const [here, there] = [
      cornerOf(place, tray),
      cornerOf(placeMeanwhile(place, carried.from, carried.to), tray),
    ];
    return { translate: `${there.x - here.x}px ${there.y - here.y}px` };
  };

  return { carried: carried?.from ?? null, handlers, styleOf };
}
