'use client';

import type { ComponentProps, MouseEvent } from 'react';

/**
 * Inside the signed-in app everything shown comes from the client's own cache, so moving about asks
 * the server nothing: it works offline and is painted in the same frame. Next keeps `usePathname`
 * and `useSearchParams` in step with these history entries.
 */
export function navigate(href: string, options: { replace?: boolean } = {}): void {
  const here = window.location.pathname + window.location.search;
  if (href === here) return;
  // Next would take its own state for a call of its own, and not tell usePathname.
  if (options.replace)
    window.history.replaceState(isInside() ? { cameFromHere: true } : null, '', href);
  else window.history.pushState({ cameFromHere: true }, '', href);
}

function isInside(): boolean {
  const state: unknown = window.history.state;
  return typeof state === 'object' && state !== null && 'cameFromHere' in state;
}

/** Back to where one came from; to `fallback` when the page was opened straight from outside. */
export function goBack(fallback: string): void {
  if (isInside()) window.history.back();
  else navigate(fallback, { replace: true });
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

type NavLinkProps = Omit<ComponentProps<'a'>, 'href'> & { href: string; replace?: boolean };

/** A real link (new tab, copy address, middle click) that moves inside the app on a plain click. */
export function NavLink({ href, replace, onClick, ...rest }: NavLinkProps) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event);
        if (event.defaultPrevented || !isPlainClick(event)) return;
        event.preventDefault();
        navigate(href, { replace });
      }}
    />
  );
}
