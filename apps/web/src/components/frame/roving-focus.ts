'use client';

import type { FocusEvent, KeyboardEvent } from 'react';

const ITEM = '[data-roving]';

function focusItem(list: HTMLElement, item: HTMLElement | undefined): void {
  if (!item) return;
  for (const other of list.querySelectorAll<HTMLElement>(`${ITEM}[tabindex="0"]`)) {
    other.tabIndex = -1;
  }
  item.tabIndex = 0;
  item.focus();
  item.scrollIntoView({ block: 'nearest' });
}

/**
 * One Tab stop for a whole list: arrows, Home and End move inside it. Spread the result on the list,
 * and put `data-roving` on every link or button that takes part.
 */
export const rovingFocus = {
  onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const list = event.currentTarget;
    const items = [...list.querySelectorAll<HTMLElement>(ITEM)];
    const here = items.findIndex((item) => item.contains(document.activeElement));
    if (here < 0) return;
    const targets: Record<string, number> = {
      ArrowDown: Math.min(items.length - 1, here + 1),
      ArrowUp: Math.max(0, here - 1),
      Home: 0,
      End: items.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    focusItem(list, items[target]);
  },
  onFocus(event: FocusEvent<HTMLElement>): void {
    const list = event.currentTarget;
    const item = (event.target as HTMLElement).closest<HTMLElement>(ITEM);
    if (!item) return;
    for (const other of list.querySelectorAll<HTMLElement>(ITEM)) {
      other.tabIndex = other === item ? 0 : -1;
    }
  },
};
