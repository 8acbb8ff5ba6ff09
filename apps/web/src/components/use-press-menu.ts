'use client';

import { type MouseEvent, type PointerEvent, type SyntheticEvent, useRef } from 'react';

/** Where a menu opens: at an element, or at a point of the window. */
export type MenuPlace = Element | { x: number; y: number };

/** As long as phones usually wait. */
const LONG_PRESS_MS = 450;
/** A finger that has moved farther than this scrolls. */
const STILL_PX = 10;

interface PressMenu {
  open: (at: MenuPlace) => void;
  /** Whether the browser's own menu is the better one for what the mouse or the keyboard points at. */
  leave?: (target: EventTarget) => boolean;
}

/** For what is pressed long: nothing is selected, nothing is lifted, and the system offers nothing of its own. */
export const PRESSABLE = '[-webkit-touch-callout:none] touch:select-none';

/** The browser's own word for a long press comes this soon after ours. */
const SAME_PRESS_MS = 1_000;

/**
 * Opens a menu by right click, the menu key, Shift+F10 and a long press. Safari on phones has no `contextmenu`: there the
 * press is told by the finger that stays; elsewhere both come, and the second one is passed over. Letting go is no click.
 */
export function usePressMenu({ open, leave }: PressMenu) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  /** When the finger that is still there opened it. */
  const opened = useRef<number | null>(null);
  /** The button of a mouse went down here, and has not made a click yet. */
  const pointed = useRef(false);
  const release = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  const openAt = (x: number, y: number) => {
    opened.current = performance.now();
    open({ x, y });
  };
  /** What the browser makes of letting go (the mouse, the focus, a click) would close what has just been opened. */
  const letGo = (event: SyntheticEvent) => {
    if (opened.current === null) return;
    opened.current = null;
    event.preventDefault();
    event.stopPropagation();
  };
  return {
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      const again =
        performance.now() - (opened.current ?? Number.NEGATIVE_INFINITY) < SAME_PRESS_MS;
      const touched = again || press.current !== null;
      if (!touched && leave?.(event.target)) return;
      event.preventDefault();
      release();
      const byKeyboard = !touched && !pointed.current;
      pointed.current = false;
      if (byKeyboard) open(event.currentTarget);
      else if (!touched) open({ x: event.clientX, y: event.clientY });
      else if (!again) openAt(event.clientX, event.clientY);
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      opened.current = null;
      pointed.current = event.pointerType !== 'touch';
      release();
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const { clientX: x, clientY: y } = event;
      press.current = { timer: setTimeout(() => openAt(x, y), LONG_PRESS_MS), x, y };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = press.current;
      if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL_PX) release();
    },
    onPointerUp: release,
    onPointerCancel: release,
    onTouchEnd: letGo,
    onClickCapture: (event: MouseEvent<HTMLElement>) => {
      pointed.current = false;
      letGo(event);
    },
  };
}
