'use client';

import { type ComponentProps, type MouseEvent, useSyncExternalStore } from 'react';

/** What draws by the address. */
const readers = new Set<() => void>();

/**
 * Inside the signed-in app everything shown comes from the client's own cache, so moving about asks the server nothing:
 * it works offline and is painted in the next frame. Next would draw its whole router anew for that, bit by bit between
 * other work; here what is shown follows the address by itself, in one go, and Next is told when there is time.
 */
export function navigate(href: string, options: { replace?: boolean } = {}): void {
  const { history, location } = window;
  if (href === location.pathname + location.search) return;
  // With its own state in it Next takes an entry for one of its own, which it knows about.
  if (options.replace) history.replaceState(history.state, '', href);
  else history.pushState({ ...history.state, cameFromHere: true }, '', href);
  tellReaders();
  tellNextLater();
}

function tellReaders(): void {
  for (const reader of readers) reader();
}

const QUIET_MS = 1_000;
let telling: ReturnType<typeof setTimeout> | undefined;

/** Once nobody is moving about any more. */
function tellNextLater(): void {
  clearTimeout(telling);
  telling = setTimeout(tellNext, QUIET_MS);
}

/** Before Next draws anything by itself (another language, after an error): it goes by the address it knows. */
export function tellNext(): void {
  if (telling === undefined) return;
  clearTimeout(telling);
  telling = undefined;
  const { history, location } = window;
  history.replaceState(isInside() ? { cameFromHere: true } : null, '', location.href);
}

function subscribe(reader: () => void): () => void {
  readers.add(reader);
  if (readers.size === 1) window.addEventListener('popstate', tellReaders);
  return () => {
    readers.delete(reader);
    if (readers.size === 0) window.removeEventListener('popstate', tellReaders);
  };
}

/** The path of the address. `atFirst`: as the server knows it, which draws the page first. */
export function usePath(atFirst: string): string {
  return useSyncExternalStore(
    subscribe,
    () => window.location.pathname,
    () => atFirst,
  );
}

/** Whether the address says this behind its question mark; what that opens the server never draws. */
export function useInQuery(name: string): boolean {
  return useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(window.location.search).has(name),
    () => false,
  );
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
