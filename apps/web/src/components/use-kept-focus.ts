import { type RefObject, useEffect, useRef } from 'react';

/**
 * For a place whose contents give way to others: whoever was in it is still in it afterwards, and not at the top of the
 * page. Into a field where there is one, else onto the place itself, where no key does anything by mistake.
 */
export function useKeptFocus<Element extends HTMLElement>(
  what: unknown,
): RefObject<Element | null> {
  const place = useRef<Element>(null);
  const before = useRef(what);
  useEffect(() => {
    if (before.current === what) return;
    before.current = what;
    // On a touch screen a field that takes the focus by itself brings the keyboard up.
    const lost = [document.body, place.current].some((at) => at === document.activeElement);
    if (!lost || matchMedia('(pointer: coarse)').matches) return;
    const field = place.current?.querySelector<HTMLElement>('textarea');
    (field ?? place.current)?.focus({ preventScroll: true });
  }, [what]);
  return place;
}
