'use client';

import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef } from 'react';
import type { RowMessage } from '../row';
import { useMessageMenu } from './menu/message-menu';

/** As long as phones usually wait. */
const LONG_PRESS_MS = 450;
/** A finger that has moved farther than this scrolls. */
const STILL_PX = 10;

/**
 * Opens a message's menu in every way people try: right click, long press (Safari has no contextmenu for it), Enter, the
 * menu key and Shift+F10.
 */
export function useRowMenu(message: RowMessage | null) {
  const openMenu = useMessageMenu();
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  if (!message) return {};
  const release = () => {
    clearTimeout(press.current?.timer);
    press.current = null;
  };
  return {
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      // Text that has been selected keeps the browser's own menu, and so do links.
      if (window.getSelection()?.toString() || isLink(event.target)) return;
      event.preventDefault();
      release();
      const byKeyboard = event.clientX === 0 && event.clientY === 0;
      openMenu(message, byKeyboard ? event.currentTarget : { x: event.clientX, y: event.clientY });
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
      event.preventDefault();
      openMenu(message, event.currentTarget);
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== 'touch') return;
      const { clientX: x, clientY: y } = event;
      const timer = setTimeout(() => openMenu(message, { x, y }), LONG_PRESS_MS);
      press.current = { timer, x, y };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = press.current;
      if (from && Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL_PX) release();
    },
    onPointerUp: release,
    onPointerCancel: release,
  };
}

const isLink = (target: EventTarget) => target instanceof Element && target.closest('a') !== null;
