'use client';

import { type RefObject, useEffect, useLayoutEffect } from 'react';
import { flushSync } from 'react-dom';
import type { Composition } from '../../composition';

export type Field = RefObject<HTMLTextAreaElement | null>;

/** Most browsers do it by style (`field-sizing`); measuring lays out the whole page in the middle of drawing it. */
const growsByItself = () => CSS.supports('field-sizing', 'content');

/** As tall as what stands in it, up to what the style allows. */
export function useGrowing(field: Field, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows from the text.
  useLayoutEffect(() => {
    const area = field.current;
    if (!area || growsByItself()) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
    area.style.overflowY = area.scrollHeight > area.clientHeight + 1 ? 'auto' : 'hidden';
  }, [field, text]);
}

/** With a keyboard at hand one types at once; on a phone the keyboard would cover what one came to read. */
export function useFocusOnOpen(
  field: Field,
  conversationId: string,
  ready: boolean,
  { asked }: Composition,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each conversation that is opened.
  useEffect(() => {
    if (!ready || window.matchMedia('(pointer: coarse)').matches) return;
    focusEnd(field.current);
  }, [field, conversationId, ready]);
  // Whoever answers or changes something wants to write, by touch as well: at once where they are in the field already, and
  // else a moment later, as the menu that it was chosen from gives the focus back first.
  useLayoutEffect(() => {
    if (!asked) return;
    if (isFocused(field.current)) return focusEnd(field.current);
    const timer = setTimeout(() => {
      // Whoever has come there by themself meanwhile has begun to type.
      if (!isFocused(field.current)) focusEnd(field.current);
    }, 50);
    return () => clearTimeout(timer);
  }, [field, asked]);
}

const isFocused = (area: HTMLTextAreaElement | null) => area === document.activeElement;

function focusEnd(area: HTMLTextAreaElement | null): void {
  focusAt(area, area?.value.length ?? 0);
}

function focusAt(area: HTMLTextAreaElement | null, at: number): void {
  area?.focus({ preventScroll: true });
  area?.setSelectionRange(at, at);
}

/** What was chosen stands in the field, and the caret behind it, when this returns: the next key may already be on its way. */
export function writeInto(field: Field, at: number, write: () => void): void {
  flushSync(write);
  focusAt(field.current, at);
}
