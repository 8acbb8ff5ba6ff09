import type { HistoryPiece, HistoryStore } from './history-store';

/** Shown at first, and added each time the person scrolls beyond. */
const AT_FIRST = 60;
const MORE = 60;
/** Unread messages are shown from the first one on, if there are not more. */
const REACH = 300;
/** Read messages above the first unread one. */
const CONTEXT = 5;

export interface HistoryState extends HistoryPiece {
  /** Older ones are known or can be asked for. */
  hasOlder: boolean;
  /** Where to ask for older ones, once all that are known are shown. */
  before: string | null;
  /** False before the first page. */
  loaded: boolean;
}

const nothing: HistoryState = {
  messages: [],
  start: { startCursor: null, hasOlder: false },
  hasOlder: false,
  before: null,
  loaded: false,
};

/** How much of a conversation's history is on the screen: its newest part at first, growing backwards with scrolling. */
export class HistoryScope {
  /** Sequence from which on messages are shown; settled when the first are, so that new ones push none out. */
  private from: number | null = null;
  private readonly listeners = new Set<() => void>();
  private current: HistoryState = nothing;
  private shownPiece: HistoryPiece | null = null;

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
    const piece = this.store.piece(this.conversationId);
    if (piece !== this.shownPiece) {
      this.shownPiece = piece;
      this.current = piece ? this.scope(piece) : nothing;
    }
    return this.current;
  };

  /** Shows more of what is known. False when that is all, and older ones have to be fetched. */
  showOlder(): boolean {
    const oldest = this.shownPiece?.messages[0]?.seq;
    if (this.from === null || oldest === undefined) return false;
    const more = oldest < this.from;
    this.from -= MORE;
    this.shownPiece = null;
    for (const listener of this.listeners) listener();
    return more;
  }

  /** How many messages are not known between those that are and the first unread one (and a few before it). */
  lacking(): number {
    const messages = this.shownPiece?.messages;
    const first = messages?.[0];
    const last = messages?.at(-1);
    if (this.readUntil === null || !first || !last) return 0;
    // So many are not fetched at once: one starts with the newest of them.
    if (last.seq - this.readUntil > REACH || first.seq <= this.readUntil + 1) return 0;
    return first.seq - this.readUntil - 1 + CONTEXT;
  }

  private scope({ messages, start }: HistoryPiece): HistoryState {
    this.from ??= this.beginningOf(messages);
    const from = this.from ?? 0;
    const index = messages.findIndex(({ seq }) => seq >= from);
    const shown = index > 0 ? messages.slice(index) : messages;
    const allShown = shown.length === messages.length;
    return {
      messages: shown,
      start,
      hasOlder: !allShown || start.hasOlder,
      before: allShown && start.hasOlder ? start.startCursor : null,
      loaded: true,
    };
  }

  private beginningOf(messages: HistoryPiece['messages']): number | null {
    const newest = messages.at(-1)?.seq;
    if (newest === undefined) return null;
    const firstUnread = this.readUntil === null ? newest : this.readUntil + 1 - CONTEXT;
    return Math.min(newest - AT_FIRST + 1, Math.max(firstUnread, newest - REACH));
  }
}
