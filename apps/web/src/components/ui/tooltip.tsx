'use client';

import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { type Box, placeBeside, type Side } from './place-beside';

const DELAY_MS = 500;
/** Whoever goes on to the next button this soon need not wait again. */
const GROUP_MS = 400;

type Shown = { id: string; label: ReactNode; side: Side; anchor: Element };

let shown: Shown | null = null;
let hiddenAt = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setTimeout> | undefined;
const watchers = new Set<() => void>();

function show(next: Shown | null): void {
  clearTimeout(timer);
  if (next === shown) return;
  if (shown && !next) hiddenAt = performance.now();
  shown = next;
  for (const tell of watchers) tell();
}

const hide = () => show(null);

function showSoon(next: Shown): void {
  const waited = shown !== null || performance.now() - hiddenAt < GROUP_MS;
  clearTimeout(timer);
  if (waited) show(next);
  else timer = setTimeout(show, DELAY_MS, next);
}

type Handlers = {
  onPointerEnter?: (event: PointerEvent) => void;
  onPointerLeave?: (event: PointerEvent) => void;
  onPointerDown?: (event: PointerEvent) => void;
  onFocus?: (event: FocusEvent) => void;
  onBlur?: (event: FocusEvent) => void;
};

type TooltipProps = {
  label: ReactNode;
  side?: Side;
  /** The element described. It must carry its own accessible name; the tooltip only shows it. */
  children: ReactElement;
};

/** What a button is called, for those who see only its picture: under the mouse, and where the keyboard is. */
export function Tooltip({ label, side = 'top', children }: TooltipProps) {
  const id = useId();
  useEffect(() => {
    if (shown?.id === id && shown.label !== label) show({ ...shown, label });
  }, [id, label]);
  useEffect(
    () => () => {
      if (shown?.id === id) hide();
    },
    [id],
  );
  const given = children.props as Handlers;
  const about = (anchor: Element) => ({ id, label, side, anchor });
  return cloneElement(children as ReactElement<Handlers>, {
    onPointerEnter: (event) => {
      given.onPointerEnter?.(event);
      if (event.pointerType !== 'touch') showSoon(about(event.currentTarget));
    },
    onPointerLeave: (event) => {
      given.onPointerLeave?.(event);
      hide();
    },
    onPointerDown: (event) => {
      given.onPointerDown?.(event);
      hide();
    },
    onFocus: (event) => {
      given.onFocus?.(event);
      if (event.currentTarget.matches(':focus-visible')) show(about(event.currentTarget));
    },
    onBlur: (event) => {
      given.onBlur?.(event);
      hide();
    },
  });
}

/** Stands once in a page: no more than one tooltip is shown. */
export function TooltipLayer() {
  const current = useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
    () => shown,
    () => null,
  );
  return current && <Bubble key={current.id} {...current} />;
}

function Bubble({ label, side, anchor }: Shown) {
  const bubble = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words are of another size.
  useLayoutEffect(() => {
    const { offsetWidth: width, offsetHeight: height } = bubble.current ?? NOTHING;
    const window_ = { width: window.innerWidth, height: window.innerHeight };
    setPlace(placeBeside(boxOf(anchor), { width, height }, side, window_));
  }, [label, side, anchor]);
  useEffect(() => {
    const press = ({ key }: KeyboardEvent) => {
      // Escape is meant for what lies below as well: nobody presses it twice for that.
      if (key === 'Escape') hide();
    };
    window.addEventListener('keydown', press, true);
    window.addEventListener('scroll', hide, true);
    window.addEventListener('resize', hide);
    return () => {
      window.removeEventListener('keydown', press, true);
      window.removeEventListener('scroll', hide, true);
      window.removeEventListener('resize', hide);
    };
  }, []);
  return (
    <div
      ref={bubble}
      aria-hidden="true"
      style={place ?? HIDDEN}
      className="pointer-events-none fixed top-0 left-0 z-70 w-max max-w-72 rounded-control bg-ink px-2 py-1 text-meta text-paper transition-opacity starting:opacity-0"
    >
      {label}
    </div>
  );
}

const NOTHING = { offsetWidth: 0, offsetHeight: 0 };
const HIDDEN = { visibility: 'hidden' } as const;

function boxOf(element: Element): Box {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top, width, height };
}
