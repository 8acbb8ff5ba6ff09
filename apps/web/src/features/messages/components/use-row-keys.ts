'use client';

import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import type { Row } from '../row';
import { endSelection } from '../selection';

const ROW = '[data-row]';
const CONTROL = 'a[href], button:not(:disabled, [tabindex="-1"]), [tabindex="0"]';

/**
 * Moves through the history by keyboard, message by message, which is one stop of the Tab key: arrows lead from one to
 * the next, Tab to what is in one and then on, the space bar chooses one while messages are being chosen, Escape leads
 * back to where one writes. The message that has the focus stays drawn however far one scrolls.
 */
export function useRowKeys(scroller: RefObject<HTMLDivElement | null>, rows: readonly Row[]) {
  const [focused, setFocused] = useState<string | null>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const view = scroller.current;
    if (!view || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = whereTo(view, event);
    if (!next) return;
    if (next.go === 'on') return next.from.focus({ preventScroll: true });
    event.preventDefault();
    if (next.go === 'choose') next.box?.click();
    else focusOn(next.target);
    if (event.key === 'Escape') endSelection();
  };
  const onFocusCapture = (event: FocusEvent<HTMLElement>) => {
    const view = scroller.current;
    const row = event.target.closest<HTMLElement>(ROW);
    if (view && row && row !== event.target && comesByTab(view, event)) {
      event.stopPropagation();
      focusOn(lastInView(view) ?? row);
    } else setFocused(row?.dataset.row ?? null);
  };
  const index = focused === null ? -1 : rows.findIndex(({ key }) => key === focused);
  return {
    kept: index < 0 ? undefined : [index],
    keys: { onKeyDown, onFocusCapture, onBlur: () => setFocused(null) },
  };
}

type Step =
  | { go: 'to'; target: HTMLElement | null | undefined }
  /** Past the history: the browser goes on from there. */
  | { go: 'on'; from: HTMLElement }
  | { go: 'choose'; box: HTMLElement | null };

function whereTo(view: HTMLElement, { key, shiftKey }: KeyboardEvent): Step | null {
  const here = document.activeElement as HTMLElement;
  const row = here.closest<HTMLElement>(ROW);
  if (key === 'Tab') return row ? withinRow(view, row, here, shiftKey) : intoRows(view, shiftKey);
  if (shiftKey) return null;
  if (key === 'Escape')
    return { go: 'to', target: view.closest('main')?.querySelector('textarea') };
  if (key === 'ArrowUp') return { go: 'to', target: rowBeside(view, -1) ?? row };
  if (key === 'ArrowDown') return { go: 'to', target: rowBeside(view, 1) ?? row };
  if (key === ' ' && row === here)
    return { go: 'choose', box: row.querySelector('[role="checkbox"]') };
  return null;
}

function intoRows(view: HTMLElement, back: boolean): Step | null {
  const target = lastInView(view);
  return back || !target ? null : { go: 'to', target };
}

function withinRow(view: HTMLElement, row: HTMLElement, here: HTMLElement, back: boolean): Step {
  const stops = [row, ...row.querySelectorAll<HTMLElement>(CONTROL)];
  const target = stops[stops.indexOf(here) + (back ? -1 : 1)];
  if (target) return { go: 'to', target };
  return back
    ? { go: 'to', target: view }
    : { go: 'on', from: view.lastElementChild as HTMLElement };
}

/** From beside the history, and not as a dialog gives the focus back, or the mouse. */
function comesByTab(view: HTMLElement, { target, relatedTarget }: FocusEvent): boolean {
  if (!(relatedTarget instanceof Node) || view.contains(relatedTarget)) return false;
  return Boolean(view.closest('main')?.contains(relatedTarget)) && target.matches(':focus-visible');
}

function focusOn(target: HTMLElement | null | undefined): void {
  target?.focus({ preventScroll: true });
  if (target?.closest(ROW)) target.scrollIntoView({ block: 'nearest' });
}

/** The next one from where the focus is; from the history itself the one that ends what is in view. */
function rowBeside(view: HTMLElement, step: 1 | -1): HTMLElement | undefined {
  const all = inOrder(view);
  const here = all.findIndex((row) => row.contains(document.activeElement));
  return here < 0 ? lastInView(view) : all[here + step];
}

function lastInView(view: HTMLElement): HTMLElement | undefined {
  const { top, bottom } = view.getBoundingClientRect();
  const inView = inOrder(view).filter((row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  });
  const isWhole = (row: HTMLElement) => row.getBoundingClientRect().bottom <= bottom + 1;
  return inView.findLast(isWhole) ?? inView.at(-1);
}

const inOrder = (view: HTMLElement): HTMLElement[] =>
  [...view.querySelectorAll<HTMLElement>(ROW)].sort((a, b) => topOf(a) - topOf(b));

const topOf = (row: HTMLElement) => row.getBoundingClientRect().top;
