'use client';

import { type RefCallback, useCallback, useEffect, useRef } from 'react';

/** Calls when the element comes near the visible part of the page, and again each time it does, whenever it is drawn. */
export function useReached(onReached: () => void): RefCallback<HTMLDivElement> {
  const callback = useRef(onReached);
  useEffect(() => {
    callback.current = onReached;
  });
  return useCallback((element) => {
    if (!element) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) callback.current();
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
}
