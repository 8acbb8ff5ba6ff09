'use client';

import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { CacheSnapshot, VirtualizerHandle } from 'virtua';
import type { Row } from '../row';
import { useMeasuredRows } from './measured-rows';
import { useSteadyRows } from './use-steady-rows';

/** Closer to the end than this, one is reading along and the page follows new messages. */
const AT_END = 48;
/** Farther than this, a way back is offered. */
const FAR = 400;
const LOAD_AHEAD = 800;
/** A row of which no more than this is left at the top is not on the screen. */
const PEEPING = 24;
const ROOM_ABOVE_UNREAD = 96;
/** Height of the element after the last row. */
const ROOM_BELOW = 8;
/** Height of the rows beyond the screen that are drawn as well. */
const BEYOND = 400;

type Place = {
  scroller: RefObject<HTMLDivElement | null>;
  list: RefObject<VirtualizerHandle | null>;
  /** Someone is reading at the end, and wants to stay there. */
  following: RefObject<boolean>;
  /** The rows have been measured where they are shown: until then what seems to be in view may not be. */
  settled: RefObject<boolean>;
  jumpToEnd: () => void;
  /** To the first unread message, with a little of what came before it. False when there is none. */
  jumpToUnread: () => boolean;
  jumpToSeq: (seq: number) => void;
};

type HistoryScroll = Pick<Place, 'scroller' | 'list'> & {
  /** What the list draws in this very render. */
  rows: readonly Row[];
  /** Rows are being put before the others, or taken from there, in this very render. */
  prepending: boolean;
  /** Heights from the last time this conversation was open. */
  measured: CacheSnapshot | undefined;
  /** Rows that must be drawn before the list knows what is in view. */
  keepMounted: readonly number[] | undefined;
  /** Height of what is drawn beyond the screen: nothing before the first frame has been. */
  beyond: number;
  /** The first rows have found their place. */
  placed: boolean;
  far: boolean;
  /** Messages that arrived below while one was reading above. */
  missed: number;
  lastVisibleSeq: number;
  onScroll: () => void;
  onResize: () => void;
  onClickCapture: (event: { target: EventTarget }) => void;
  toEnd: () => void;
  /** To the message of this place, or the one after it. */
  toSeq: (seq: number) => void;
};

/** What lies beyond the rows that are there. */
export type Paging = {
  hasOlder: boolean;
  loadOlder: () => void;
  /** The newest message is not among the rows: somebody has jumped back. */
  hasNewer: boolean;
  loadNewer: () => void;
  /** Sequence of the newest message known, be it among the rows or not. */
  newestSeq: number;
  /** To be told what is in the middle of the screen. */
  lookAt: (seq: number) => void;
  /** To be told which messages are on the screen: the sequences of the first and the last. */
  onScreen: (from: number, to: number) => void;
};

/** Keeps what is being read where it is, and the end in view for who reads along. */
export function useHistoryScroll(
  conversationId: string,
  wanted: readonly Row[],
  paging: Paging,
): HistoryScroll {
  const { rows, shift: prepending } = useSteadyRows(wanted);
  const place = usePlace(rows);
  const { scroller, list, following, jumpToEnd } = place;
  const measured = useMeasuredRows(conversationId, rows, list, place.settled);
  const { missed, forgetMissed } = useArrivals(place, rows, paging, measured !== undefined);
  const { far, lastVisibleSeq, look } = useLook(place, rows, paging);
  const placed = usePlaced(place, rows.length > 0, look);
  const onScroll = useFollowing(place, paging, forgetMissed, look);

  // New heights (a keyboard, a growing composer, measured rows) must not push the end out of sight.
  const onResize = useCallback(() => {
    if (following.current) jumpToEnd();
    look();
  }, [following, jumpToEnd, look]);

  const { toSeq, stopAiming } = useAim(place);

  const toEnd = useCallback(() => {
    stopAiming();
    following.current = true;
    forgetMissed();
    jumpToEnd();
  }, [stopAiming, following, forgetMissed, jumpToEnd]);

  // After rows were put before the others the list keeps its distance from the end until it has heard of a scroll. Where
  // nothing had to be scrolled it would hear of none, and what grows next (an unfolded message) would move the page.
  const drawn = rows.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time rows are put before the others.
  useEffect(() => {
    if (!prepending) return;
    const frame = requestAnimationFrame(() => scroller.current?.dispatchEvent(new Event('scroll')));
    return () => cancelAnimationFrame(frame);
  }, [prepending, drawn, scroller]);

  // Unfolding a long message is reading it: its beginning stays where it is.
  const onClickCapture = useCallback(
    (event: { target: EventTarget }) => {
      if (event.target instanceof Element && event.target.closest('[aria-expanded]'))
        following.current = false;
    },
    [following],
  );

  return {
    ...{ rows, scroller, list, prepending, far, missed, lastVisibleSeq },
    ...{ onScroll, onResize, onClickCapture, toEnd, toSeq },
    measured: measured?.sizes,
    keepMounted: measured && !placed ? lastIndexes(rows.length, measured.filling) : undefined,
    beyond: measured && !placed ? 0 : BEYOND,
    placed: placed || measured !== undefined,
  };
}

function usePlace(rows: readonly Row[]): Place {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const following = useRef(true);
  const settled = useRef(false);
  const end = rows.length - 1;
  const unread = useMemo(() => rows.findIndex((row) => row.firstUnread), [rows]);
  const jumpToEnd = useCallback(() => {
    list.current?.scrollToIndex(end, { align: 'end', offset: ROOM_BELOW });
  }, [end]);
  const jumpToUnread = useCallback(() => {
    if (unread < 0) return false;
    list.current?.scrollToIndex(unread, { align: 'start', offset: -ROOM_ABOVE_UNREAD });
    return true;
  }, [unread]);
  const jumpToSeq = useCallback(
    (seq: number) => {
      const index = rows.findIndex((row) => (row.message?.seq ?? 0) >= seq);
      if (index >= 0) list.current?.scrollToIndex(index, { align: 'center' });
    },
    [rows],
  );
  return useMemo(
    () => ({ scroller, list, following, settled, jumpToEnd, jumpToUnread, jumpToSeq }),
    [jumpToEnd, jumpToUnread, jumpToSeq],
  );
}

const AIM_AGAIN_MS = [30, 80, 170, 370];

/**
 * To a message: rows that come with it are laid out by estimates first, so it is aimed at again once they have been
 * measured. Not after one has gone somewhere else meanwhile: that would take them back.
 */
function useAim({ scroller, following, jumpToSeq }: Place) {
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const jump = useRef(jumpToSeq);
  jump.current = jumpToSeq;
  const stopAiming = useCallback(() => {
    for (const timer of timers.current.splice(0)) clearTimeout(timer);
  }, []);
  const toSeq = useCallback(
    (seq: number) => {
      stopAiming();
      following.current = false;
      jump.current(seq);
      timers.current = AIM_AGAIN_MS.map((delay) => setTimeout(() => jump.current(seq), delay));
    },
    [stopAiming, following],
  );
  useEffect(() => {
    const view = scroller.current;
    const moves = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const;
    for (const move of moves) view?.addEventListener(move, stopAiming, { passive: true });
    return () => {
      for (const move of moves) view?.removeEventListener(move, stopAiming);
      stopAiming();
    };
  }, [scroller, stopAiming]);
  return { toSeq, stopAiming };
}

function belowOf(view: HTMLElement): number {
  return view.scrollHeight - view.scrollTop - view.clientHeight;
}

/** What the present position means: how far from the end, how far one has read, whether more is needed above. */
function useLook(
  { scroller, list, settled }: Place,
  rows: readonly Row[],
  { hasOlder, loadOlder, hasNewer, loadNewer, lookAt, onScreen }: Paging,
) {
  const [far, setFar] = useState(false);
  const [lastVisibleSeq, setLastVisibleSeq] = useState(0);
  const look = useCallback(() => {
    const view = scroller.current;
    const handle = list.current;
    if (!view || !handle || rows.length === 0) return;
    setFar(hasNewer || belowOf(view) > FAR);
    const index = handle.findItemIndex(handle.scrollOffset + handle.viewportSize - ROOM_BELOW);
    if (!settled.current) return;
    const last = lastSeqUpTo(rows, index);
    setLastVisibleSeq((before) => Math.max(before, last));
    const seqAt = (pixels: number) =>
      lastSeqUpTo(rows, handle.findItemIndex(handle.scrollOffset + pixels));
    lookAt(seqAt(handle.viewportSize / 2));
    onScreen(seqAt(PEEPING), last);
    if (view.scrollTop < LOAD_AHEAD && hasOlder) loadOlder();
    if (belowOf(view) < LOAD_AHEAD && hasNewer) loadNewer();
  }, [scroller, list, settled, rows, hasOlder, loadOlder, hasNewer, loadNewer, lookAt, onScreen]);
  useEffect(look, [look]);
  return { far, lastVisibleSeq, look };
}

/** Tells following from leaving by how the position moves. */
function useFollowing(
  { scroller, following, settled }: Place,
  { hasNewer }: Paging,
  atEnd: () => void,
  look: () => void,
) {
  const lastTop = useRef(0);
  return useCallback(() => {
    const view = scroller.current;
    if (!view) return;
    // Before the rows have been measured it is not a person who moves, and where the end is nobody knows.
    // After that only a move upwards is someone leaving the end: rows that turn out taller also put it out of reach.
    if (settled.current) {
      if (belowOf(view) < AT_END && !hasNewer) following.current = true;
      else if (view.scrollTop < lastTop.current - 2) following.current = false;
    }
    lastTop.current = view.scrollTop;
    if (following.current) atEnd();
    look();
  }, [scroller, following, settled, hasNewer, atEnd, look]);
}

/** What rows that come do to the position: older ones nothing, newer ones move on whoever reads along. */
function useArrivals(
  place: Place,
  rows: readonly Row[],
  { hasNewer, newestSeq }: Paging,
  heightsKnown: boolean,
) {
  const lastDrawn = useRef<string | null>(null);
  /** The newest message there was when somebody last stood at the end, or came in. */
  const seen = useRef(newestSeq);
  const newest = useRef(newestSeq);
  const [missed, setMissed] = useState(0);

  useLayoutEffect(() => {
    const last = rows.at(-1);
    if (!last) return;
    newest.current = newestSeq;
    const previous = lastDrawn.current;
    lastDrawn.current = last.key;
    if (previous === null) {
      seen.current = newestSeq;
      placeFirst(place, heightsKnown);
    } else if (previous !== last.key) {
      const from = rows.findIndex((row) => row.key === previous);
      const arrived = from < 0 ? [] : rows.slice(from + 1);
      if (arrived.some((row) => row.own && row.entry)) place.following.current = true;
      if (place.following.current) place.jumpToEnd();
    }
    if (place.following.current && !hasNewer) seen.current = newestSeq;
    setMissed(Math.max(0, newestSeq - seen.current));
  }, [place, rows, hasNewer, newestSeq, heightsKnown]);

  const forgetMissed = useCallback(() => {
    seen.current = newest.current;
    setMissed(0);
  }, []);
  return { missed, forgetMissed };
}

/** At the first unread message (which is at the end where the unread fit), else at the end. */
function placeFirst(place: Place, heightsKnown: boolean): void {
  place.following.current = !place.jumpToUnread();
  if (!place.following.current) return;
  place.jumpToEnd();
  const view = place.scroller.current;
  if (!heightsKnown || !view) return;
  // Heights are known, so the end is where it will be: no need to wait for the list to find out.
  view.scrollTop = view.scrollHeight;
  place.settled.current = true;
}

/** Rows are shown once they have been drawn where they belong, so that nobody sees them move there. */
function usePlaced(place: Place, some: boolean, look: () => void): boolean {
  const [placed, setPlaced] = useState(false);
  const latest = useRef({ place, look });
  latest.current = { place, look };
  useEffect(() => {
    if (placed || !some) return;
    let frame = requestAnimationFrame(() => {
      // The first aim was taken by estimated heights; by now those around it have been measured.
      const { following, jumpToEnd, jumpToUnread } = latest.current.place;
      if (following.current) jumpToEnd();
      else jumpToUnread();
      frame = requestAnimationFrame(() => {
        const { scroller, settled } = latest.current.place;
        if (scroller.current && belowOf(scroller.current) < AT_END) following.current = true;
        settled.current = true;
        setPlaced(true);
        latest.current.look();
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [placed, some]);
  return placed;
}

function lastIndexes(length: number, filling: number): number[] {
  const count = Math.min(filling, length);
  return Array.from({ length: count }, (_, index) => length - count + index);
}

function lastSeqUpTo(rows: readonly Row[], index: number): number {
  for (let at = Math.min(index, rows.length - 1); at >= 0; at -= 1) {
    const seq = rows[at]?.message?.seq;
    if (seq !== undefined) return seq;
  }
  return 0;
}
