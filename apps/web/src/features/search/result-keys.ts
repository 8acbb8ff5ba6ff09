import type { KeyboardEvent } from 'react';
import { rovingFocus } from '@/components/frame/roving-focus';

const ITEM = '[data-roving]';

/** Keys of a search field with its results below: arrows lead from one into the other and through all results, Escape ends. */
export function resultKeys(leave: () => void) {
  return (event: KeyboardEvent<HTMLElement>): void => {
    const area = event.currentTarget;
    const field = area.querySelector<HTMLInputElement>('input[type="search"]');
    const items = [...area.querySelectorAll<HTMLElement>(ITEM)];
    const here = items.findIndex((item) => item.contains(document.activeElement));
    if (event.key === 'Escape') {
      event.stopPropagation();
      leave();
      field?.focus();
    } else if (event.key === 'ArrowDown' && event.target === field) {
      event.preventDefault();
      items[0]?.focus();
    } else if (event.key === 'ArrowUp' && here === 0) {
      event.preventDefault();
      field?.focus();
    } else rovingFocus.onKeyDown(event);
  };
}
