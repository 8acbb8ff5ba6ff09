'use client';

import { type RefCallback, useCallback, useState } from 'react';

/** Whether there is more to the side than fits: only then does a keyboard need a way in. */
export function useScrollable(): [RefCallback<HTMLElement>, boolean] {
  const [scrollable, setScrollable] = useState(false);
  const observe = useCallback((element: HTMLElement | null) => {
    if (!element) return;
    const measure = () => setScrollable(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [observe, scrollable];
}
