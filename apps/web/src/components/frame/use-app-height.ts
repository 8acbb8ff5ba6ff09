'use client';

import { useEffect } from 'react';

/**
 * Keeps `--app-height` at the height that is really visible. Browsers that shrink the layout for the
 * keyboard (interactive-widget=resizes-content) never differ from 100dvh; Safari only shrinks the
 * visual viewport, and would otherwise leave the composer under the keyboard.
 */
export function useAppHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const root = document.documentElement;
    const follow = () => {
      // Pinch zoom also shrinks the visual viewport, and must not squeeze the page.
      if (viewport.scale > 1.01) return;
      root.style.setProperty('--app-height', `${Math.round(viewport.height)}px`);
      if (viewport.offsetTop > 0) window.scrollTo(0, 0);
    };
    follow();
    viewport.addEventListener('resize', follow);
    viewport.addEventListener('scroll', follow);
    return () => {
      viewport.removeEventListener('resize', follow);
      viewport.removeEventListener('scroll', follow);
      root.style.removeProperty('--app-height');
    };
  }, []);
}
