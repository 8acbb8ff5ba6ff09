'use client';

import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react';

export interface Zoom {
  scale: number;
  x: number;
  y: number;
}

interface Turning {
  /** Towards the next one, or the one before; where there is none it springs back. */
  onTurn: (by: 1 | -1) => void;
  onClose: () => void;
}

const WHOLE: Zoom = { scale: 1, x: 0, y: 0 };
const CLOSEST = 6;
const CLOSE = 2.5;
const STEP = 1.4;
/** A finger that has gone this far means it. */
const TURN_PX = 60;
const CLOSE_PX = 110;
/** Two taps within this time are one gesture. */
const DOUBLE_MS = 300;
const STILL_PX = 8;

interface Point {
  x: number;
  y: number;
}

const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
const between = (a: Point, b: Point) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });

/** The point of the picture under `at` stays there. `at` counts from the middle of the stage. */
export function zoomedAt(zoom: Zoom, to: number, at: Point): Zoom {
  const scale = Math.min(CLOSEST, Math.max(1, to));
  if (scale === 1) return WHOLE;
  const by = scale / zoom.scale;
  return { scale, x: at.x - (at.x - zoom.x) * by, y: at.y - (at.y - zoom.y) * by };
}

/** So far from the middle that no edge of the picture comes away from the stage’s; what is smaller stays in the middle. */
function kept(stage: HTMLElement | null, { scale, x, y }: Zoom): Zoom {
  const picture = stage?.firstElementChild;
  if (!(picture instanceof HTMLElement) || !stage) return { scale, x, y };
  const within = (at: number, size: number, room: number) => {
    const most = Math.max(0, (size * scale - room) / 2);
    return Math.min(most, Math.max(-most, at));
  };
  return {
    scale,
    x: within(x, picture.offsetWidth, stage.clientWidth),
    y: within(y, picture.offsetHeight, stage.clientHeight),
  };
}

/** Wheel, pinch, double tap and drag on a stage; what is not near is turned over or closed by the finger. */
export function useZoom(stage: RefObject<HTMLElement | null>, { onTurn, onClose }: Turning) {
  const [zoom, setAnyZoom] = useState(WHOLE);
  const setZoom = useCallback(
    (change: (now: Zoom) => Zoom) => setAnyZoom((now) => kept(stage.current, change(now))),
    [stage],
  );
  const [drag, setDrag] = useState<Point>({ x: 0, y: 0 });
  const pointers = useRef(new Map<number, Point>());
  const began = useRef<Point | null>(null);
  const tapped = useRef({ at: 0, x: 0, y: 0 });
  const middle = (point: Point): Point => {
    const box = stage.current?.getBoundingClientRect();
    return box
      ? { x: point.x - box.x - box.width / 2, y: point.y - box.y - box.height / 2 }
      : { x: 0, y: 0 };
  };

  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    // React's own listener may not keep the page from zooming.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const at = {
        x: event.clientX - box.x - box.width / 2,
        y: event.clientY - box.y - box.height / 2,
      };
      setZoom((now) => zoomedAt(now, now.scale * Math.exp(-event.deltaY * 0.0022), at));
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => element.removeEventListener('wheel', wheel);
  }, [stage, setZoom]);

  const move = (event: PointerEvent) => {
    const known = pointers.current;
    const before = known.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...known].find(([id]) => id !== event.pointerId)?.[1];
    known.set(event.pointerId, now);
    if (other) {
      const by = apart(now, other) / Math.max(1, apart(before, other));
      setZoom((at) => zoomedAt(at, at.scale * by, middle(between(now, other))));
    } else if (zoom.scale > 1) {
      setZoom((at) => ({ ...at, x: at.x + now.x - before.x, y: at.y + now.y - before.y }));
    } else if (began.current) {
      setDrag({ x: now.x - began.current.x, y: now.y - began.current.y });
    }
  };
  const end = (event: PointerEvent) => {
    if (!pointers.current.delete(event.pointerId)) return;
    const from = began.current;
    if (pointers.current.size > 0 || !from) return;
    began.current = null;
    setDrag({ x: 0, y: 0 });
    const gone = { x: event.clientX - from.x, y: event.clientY - from.y };
    if (Math.hypot(gone.x, gone.y) < STILL_PX) tap(event);
    else if (zoom.scale > 1) return;
    else if (Math.abs(gone.x) > TURN_PX && Math.abs(gone.x) > Math.abs(gone.y))
      onTurn(gone.x < 0 ? 1 : -1);
    else if (gone.y > CLOSE_PX && event.pointerType === 'touch') onClose();
  };
  const tap = (event: PointerEvent) => {
    const last = tapped.current;
    const point = { x: event.clientX, y: event.clientY };
    const twice = event.timeStamp - last.at < DOUBLE_MS && apart(point, last) < 3 * STILL_PX;
    tapped.current = { at: twice ? 0 : event.timeStamp, ...point };
    if (twice) setZoom((now) => zoomedAt(now, now.scale > 1 ? 1 : CLOSE, middle(point)));
  };
  return {
    zoom,
    drag,
    closer: () => setZoom((now) => zoomedAt(now, now.scale * STEP, { x: 0, y: 0 })),
    farther: () => setZoom((now) => zoomedAt(now, now.scale / STEP, { x: 0, y: 0 })),
    whole: () => setZoom(() => WHOLE),
    gestures: {
      onPointerDown: (event: PointerEvent) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        began.current = pointers.current.size === 1 ? { x: event.clientX, y: event.clientY } : null;
      },
      onPointerMove: move,
      onPointerUp: end,
      onPointerCancel: end,
    },
  };
}
