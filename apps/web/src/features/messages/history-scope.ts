import {
  firstOf,
  type HistoryMessage,
  type HistoryStore,
  type KnownHistory,
  lastOf,
} from './history-store';
import { indexFrom, type Span, spanAt } from './history-window';

/** Shown at first, and added each time the person scrolls beyond. */
const AT_FIRST = 60;
const MORE = 60;
/** No more than this (and what has been added last) is shown at once: the rest comes back when scrolled to. */
const AT_MOST = 400;
/** Unread messages are shown from the first one on, if there are not more. */
const REACH = 300;
/** Read messages above the first unread one. */
const CONTEXT = 5;
/** Messages on either side of one that is jumped to. */
const AROUND = 30;

/** How to ask the API for what follows: on from a cursor, or, where none is known, around a sequence. */
export type Ask = { cursor: string } | { around: number };

export interface HistoryState {
  /** Oldest first. */
  messages: readonly HistoryMessage[];
  /** Older ones are known or can be asked for. */
  hasOlder: boolean;
  hasNewer: boolean;
  /** How to get more, once all that are known on that side are shown. */
  older: Ask | null;
  newer: Ask | null;
  /** Sequence of the newest message known, be it shown or not; 0 when there is none. */
  newestSeq: number;
  /** A message that is to be shown and is not known yet. */
  wanted: number | null;
  /** False before the first page. */
  loaded: boolean;
}

const nothing: HistoryState = {
  messages: [],
  hasOlder: false,
  hasNewer: false,
  older: null,
  newer: null,
  newestSeq: 0,
  wanted: null,
  loaded: false,
};

/** What is shown: all from one sequence to another, or to the end for as long as it grows. */
interface Shown {
  from: number;
  /** In the stretch that is shown. */
  at: number;
  /** Null: to the end. */
  to: number | null;
}

interface Place {
  messages: KnownHistory['messages'];
  shown: Shown;
  span: Span;
  /** Where the stretch that is shown lies among all that are known. */
  first: number;
  end: number;
}

/**
 * How much of a conversation's history is on the screen: its newest part at first or the surroundings of a message,
 * growing with scrolling. What it costs depends on how much is shown, not on how much is known.
 */
export class HistoryScope {
  /** Settled when the first messages are shown, so that new ones push none out. */
  private shown: Shown | null = null;
  /** A message that has been asked for and is not known yet. */
  private wanted: number | null = null;
  /** What is in the middle of the screen. */
  private looked: number | null = null;
  private readonly listeners = new Set<() => void>();
  private current: HistoryState = nothing;
  private seen = -1;

  constructor(
    private readonly store: HistoryStore,
    private readonly conversationId: string,
    /** How far one had read when opening it; null when nothing was unread. */
    private readonly readUntil: number | null = null,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    const stop = this.store.subscribe(this.conversationId, listener);
    return () => {
      this.listeners.delete(listener);
      stop();
    };
  };

  readonly state = (): HistoryState => {
    const known = this.store.known(this.conversationId);
    const version = known?.version ?? 0;
    if (version !== this.seen) {
      this.seen = version;
      this.current = known ? this.scope(known) : { ...nothing, wanted: this.wanted };
    }
    return this.current;
  };

  /** Shows more of what is known. False when that is all, and older ones have to be fetched. */
  showOlder(): boolean {
    const place = this.placeNow();
    if (!place) return false;
    const { messages, shown, first, span } = place;
    const index = indexFrom(messages, shown.from);
    // Nobody asks for more but at that very end.
    this.lookAt(seqAt(messages, Math.max(first, index)));
    if (index <= first) {
      // Those that are being fetched are shown as soon as they are here.
      this.move({ ...shown, from: Math.max(0, firstOf(messages, span) - MORE) });
      return false;
    }
    const from = messages[Math.max(first, index - MORE)]?.seq ?? span.from;
    this.move({ ...shown, from });
    return true;
  }

  /** The same towards the newest. */
  showNewer(): boolean {
    const place = this.placeNow();
    if (!place || place.shown.to === null) return true;
    const { messages, shown, end, span } = place;
    const index = indexFrom(messages, place.shown.to + 1);
    this.lookAt(seqAt(messages, Math.min(end, index) - 1));
    if (index >= end) {
      this.move({ ...shown, to: span.live ? null : lastOf(messages, span) + MORE });
      return span.live;
    }
    const last = Math.min(end, index + MORE);
    this.move({ ...shown, to: last === end && span.live ? null : seqAt(messages, last - 1) });
    return true;
  }

  /** Back to the end. False when it is not known and has to be fetched; it is shown as soon as it is. */
  showNewest(): boolean {
    const known = this.store.known(this.conversationId);
    this.want(null);
    this.looked = null;
    this.shown = null;
    this.refresh();
    return known?.spans.some(({ live }) => live) ?? false;
  }

  /** Shows a message with what is around it. False when it is not known: it is shown as soon as a page brings it. */
  showAround(seq: number): boolean {
    this.want(seq);
    this.refresh();
    return this.wanted === null;
  }

  /** No page has brought it: whatever comes later does not lead there any more. */
  giveUp(seq: number): void {
    if (this.wanted !== seq) return;
    this.want(null);
    this.refresh();
  }

  /** The message in the middle of the screen: what is far from it need not be shown, nor held. */
  lookAt(seq: number): void {
    if (this.looked === seq) return;
    this.looked = seq;
    this.tellPlaces();
  }

  /** Whether a message is among those shown, or its place when it is not there any more. */
  shows(seq: number): boolean {
    const { shown, span } = this.placeNow() ?? {};
    if (!shown || !span || this.wanted !== null) return false;
    return seq >= Math.max(span.from, shown.from) && seq <= Math.min(span.to, shown.to ?? span.to);
  }

  /** How many messages are not known between those that are and the first unread one (and a few before it). */
  lacking(): number {
    const first = this.current.messages[0];
    const last = this.current.messages.at(-1);
    if (this.readUntil === null || !first || !last || this.shown?.to !== null) return 0;
    // So many are not fetched at once: one starts with the newest of them.
    if (last.seq - this.readUntil > REACH || first.seq <= this.readUntil + 1) return 0;
    return this.current.hasOlder ? first.seq - this.readUntil - 1 + CONTEXT : 0;
  }

  private want(seq: number | null): void {
    this.wanted = seq;
    this.tellPlaces();
  }

  private tellPlaces(): void {
    const places = [this.looked, this.wanted].filter((seq) => seq !== null);
    this.store.readAt(this.conversationId, places);
  }

  private move(shown: Shown): void {
    this.shown = shown;
    this.refresh();
  }

  private refresh(): void {
    this.seen = -1;
    this.state();
    for (const listener of this.listeners) listener();
  }

  private spanOf({ spans }: KnownHistory): Span | undefined {
    const { shown } = this;
    return !shown || shown.to === null ? spans.find(({ live }) => live) : spanAt(spans, shown.at);
  }

  private placeNow() {
    this.state();
    return this.place();
  }

  private place(): Place | null {
    const known = this.store.known(this.conversationId);
    const span = known && this.spanOf(known);
    if (!known || !span || !this.shown) return null;
    const { messages } = known;
    const first = indexFrom(messages, span.from);
    return { messages, span, first, end: indexFrom(messages, span.to + 1), shown: this.shown };
  }

  private scope(known: KnownHistory): HistoryState {
    if (this.wanted !== null) this.settleOn(known, this.wanted);
    this.shown ??= beginningOf(known, this.readUntil);
    this.stayBehind(known);
    const place = this.place();
    const { wanted } = this;
    if (!place) return { ...nothing, wanted, loaded: known.spans.some(({ live }) => live) };
    const { messages, span, first, end } = place;
    const [from, to] = this.fit(place);
    const [allOlder, allNewer] = [from === first, to === end];
    const hasMoreOlder = span.from > 0;
    return {
      messages: messages.slice(from, to),
      hasOlder: !allOlder || hasMoreOlder,
      hasNewer: !allNewer || !span.live,
      older: allOlder && hasMoreOlder ? askOlder(known, span) : null,
      newer: allNewer && !span.live ? askNewer(known, span) : null,
      newestSeq: messages.at(-1)?.seq ?? 0,
      wanted,
      loaded: true,
    };
  }

  /** So much has come at once that the end has been parted from where somebody reads, well above it: there they stay. */
  private stayBehind({ messages, spans }: KnownHistory): void {
    const { shown, looked } = this;
    if (looked === null || shown?.to !== null) return;
    const span = spanAt(spans, looked);
    if (!span || span.live) return;
    const below = indexFrom(messages, span.to + 1) - indexFrom(messages, looked);
    if (below > AT_FIRST) this.shown = { ...shown, at: looked, to: span.to };
  }

  /** Where what is shown begins and ends. When it is too much, the side goes that is farther from where one looks. */
  private fit({ messages, shown, first, end }: Place): [number, number] {
    const from = Math.max(first, indexFrom(messages, shown.from));
    const to = shown.to === null ? end : Math.min(end, indexFrom(messages, shown.to + 1));
    if (to - from <= AT_MOST + MORE) return [from, to];
    const middle = this.looked === null ? to : indexFrom(messages, this.looked);
    if (to - middle > middle - from) {
      const last = seqAt(messages, from + AT_MOST - 1);
      this.shown = { ...shown, at: last, to: last };
      return [from, from + AT_MOST];
    }
    this.shown = { ...shown, from: seqAt(messages, to - AT_MOST), at: seqAt(messages, to - 1) };
    return [to - AT_MOST, to];
  }

  private settleOn({ messages, spans }: KnownHistory, seq: number): void {
    const span = spanAt(spans, seq);
    if (!span) return;
    this.looked = seq;
    this.want(null);
    const index = indexFrom(messages, seq);
    const end = indexFrom(messages, span.to + 1);
    const from = Math.max(indexFrom(messages, span.from), index - AROUND);
    const to = Math.min(end, index + AROUND + 1);
    this.shown = {
      from: seqAt(messages, from),
      at: seq,
      to: span.live && to === end ? null : seqAt(messages, to - 1),
    };
  }
}

function seqAt(messages: KnownHistory['messages'], index: number): number {
  return messages[index]?.seq ?? 0;
}

function beginningOf({ messages, spans }: KnownHistory, readUntil: number | null): Shown | null {
  const live = spans.find((span) => span.live);
  const newest = live && messages.at(-1)?.seq;
  if (newest === undefined) return null;
  const firstUnread = readUntil === null ? newest : readUntil + 1 - CONTEXT;
  const from = Math.min(newest - AT_FIRST + 1, Math.max(firstUnread, newest - REACH));
  return { from: Math.max(0, from), at: newest, to: null };
}

function askOlder({ messages, olderFrom }: KnownHistory, span: Span): Ask {
  const first = firstOf(messages, span);
  const cursor = olderFrom.get(first);
  return cursor ? { cursor } : { around: first };
}

function askNewer({ messages, newerFrom }: KnownHistory, span: Span): Ask {
  const last = lastOf(messages, span);
  const cursor = newerFrom.get(last);
  return cursor ? { cursor } : { around: last };
}
