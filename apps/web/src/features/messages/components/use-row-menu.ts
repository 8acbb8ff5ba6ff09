'use client';

import type { KeyboardEvent } from 'react';
import { usePressMenu } from '@/components/use-press-menu';
import type { RowMessage } from '../row';
import { useMessageMenu } from './menu/message-menu';

/** Opens a message's menu in every way people try: right click, long press, Enter, the menu key and Shift+F10. */
export function useRowMenu(message: RowMessage | null) {
  const openMenu = useMessageMenu();
  const press = usePressMenu({
    open: (at) => message && openMenu(message, at instanceof Element ? saidIn(at) : at),
    // Text that has been selected keeps the browser's own menu, and so do links.
    leave: (target) => Boolean(window.getSelection()?.toString()) || isLink(target),
  });
  if (!message) return {};
  return {
    ...press,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
      event.preventDefault();
      openMenu(message, saidIn(event.currentTarget));
    },
  };
}

/** The row is as wide as the page; what was said is where one looks. */
const saidIn = (row: Element): Element => row.querySelector('[data-said]') ?? row;

const isLink = (target: EventTarget) => target instanceof Element && target.closest('a') !== null;
