import type { ResultOf } from '@/lib/graphql';
import type { History_message } from './documents';
import { letGoOfFar } from './history-held';
import { coverSpan, indexFrom, type Span, spanAt } from './history-window';

export type HistoryMessage = ResultOf<typeof History_message>;

/** A page as the API answered it, and what it was asked for with. */
export interface HistoryPage {
  messages: readonly HistoryMessage[];
  before?: string | null;
  after?: string | null;
  /** Asked for around a sequence. */
  around?: number | null;
  startCursor: string | null;
  endCursor: string | null;
  hasOlder: boolean;
  hasNewer: boolean;
}

/** Returns the message as it is now; the same object when nothing about it changes. May be asked twice. */
export type ChangeMessage = (message: HistoryMessage) => HistoryMessage;

/** What is known of one conversation. The store alone writes to it. */
export interface KnownHistory {
  /** In order of sequence, each once. */
  readonly messages: HistoryMessage[];
  spans: readonly Span[];
  /** Cursors that the API gave, by the sequence of the message they stand at: only from one of these it goes on. */
  readonly olderFrom: Map<number, string>;
  readonly newerFrom: Map<number, string>;
  /** When somebody last looked at it, in milliseconds since the epoch. */
  usedAt: number;
  /** Grows with each change. */
  version: number;
}

/** Before the first page only so many of the latest are kept: it may be on its way already and know nothing of them. */
const EARLY_AT_MOST = 30;
/** How long an answer may have been on its way when what has changed meanwhile was heard of. */
const OVERTAKEN_MS = 60_000;
const CHANGES_AT_MOST = 500;

interface RecentChange {
  /** What has changed: a message, or every message of a conversation. */
  of: { messageId: string } | { conversationId: string };
  /** Null: it is there no more. */
  change: ChangeMessage | null;
  at: number;
}

export type HistoryListener = (conversationId: string) => void;

/**
 * The messages of every conversation, in order: stretches fetched page by page, messages heard of live, and between them
 * the gaps that long absences and jumps leave. Kept beside the cache: read through it, each new message would cost a walk
 * over all that are shown, and somebody has a hundred thousand.
 */
export class HistoryStore {
  private readonly conversations = new Map<string, KnownHistory>();
  private readonly early = new Map<string, HistoryMessage[]>();
  private readonly places = new Map<string, { conversationId: string; seq: number }>();
  /** Those held that quote a message, by its id. */
  private readonly quotes = new Map<string, Set<string>>();
  /** The places that somebody is reading, by conversation. */
  private readonly reading = new Map<string, readonly number[]>();
  private recent: RecentChange[] = [];
  /** Up to where the person has cleared each: a page that was on its way may bring it once more. */
  private readonly cleared = new Map<string, number>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly observers = new Set<HistoryObserver>();
  private readonly changed = new Set<string>();

  /** A message that was sent, here or elsewhere; or one that is known, as it is now. */
  add(conversationId: string, message: HistoryMessage): void {
    const known = this.conversations.get(conversationId);
    const live = known?.spans.find((span) => span.live);
    if (!live) {
      const early = this.early.get(conversationId) ?? [];
      const others = early.filter(({ id }) => id !== message.id);
      this.early.set(conversationId, [...others, message].slice(-EARLY_AT_MOST));
    }
    if (!known) return;
    if (live && message.seq > live.to) {
      // Also past a gap: one's own message may be known a moment before another's with a smaller sequence.
      known.spans = known.spans.map((span) =>
        span === live ? { ...live, to: message.seq } : span,
      );
    } else if (!spanAt(known.spans, message.seq)) return;
    this.put(conversationId, known, message);
    this.letGo(conversationId, known);
    this.announce(conversationId, known);
  }

  /** Whether it is here already, in whichever state. */
  has(messageId: string): boolean {
    return this.places.has(messageId);
  }

  /** Those held that quote it. */
  quoting(messageId: string): readonly string[] {
    return [...(this.quotes.get(messageId) ?? [])];
  }

  /** Somebody reads there: what is near these sequences is held. */
  readAt(conversationId: string, seqs: readonly number[]): void {
    this.reading.set(conversationId, seqs);
  }

  /** Nobody reads it any more. */
  leave(conversationId: string): void {
    this.reading.delete(conversationId);
    const known = this.conversations.get(conversationId);
    if (known && this.letGo(conversationId, known)) this.announce(conversationId, known);
  }

  addPage(conversationId: string, page: HistoryPage): void {
    const known = this.conversations.get(conversationId) ?? this.begin(conversationId);
    known.spans = coverSpan(known.spans, coveredBy(page, known));
    const [first] = page.messages;
    const last = page.messages.at(-1);
    if (first && page.startCursor) known.olderFrom.set(first.seq, page.startCursor);
    if (last && page.endCursor) known.newerFrom.set(last.seq, page.endCursor);
    for (const message of page.messages) this.put(conversationId, known, message);
    this.applyRecent(conversationId, page.messages);
    const cleared = this.cleared.get(conversationId) ?? 0;
    if (first && first.seq <= cleared) this.clearUntil(conversationId, cleared);
    this.letGo(conversationId, known);
    this.announce(conversationId, known);
    if (!known.spans.some(({ live }) => live)) return;
    const early = this.early.get(conversationId) ?? [];
    this.early.delete(conversationId);
    for (const message of early) {
      if (!this.places.has(message.id) && message.seq > cleared) this.add(conversationId, message);
    }
  }

  /** Edited, recalled, reacted to: nothing happens when the message is not known here, nor when it stays as it is. */
  change(messageId: string, change: ChangeMessage): void {
    this.remember({ of: { messageId }, change, at: Date.now() });
    this.carryOut(messageId, change);
  }

  /** What holds for every message of a conversation has become something else. */
  changeAll(conversationId: string, change: ChangeMessage): void {
    this.remember({ of: { conversationId }, change, at: Date.now() });
    for (const { id } of [...(this.conversations.get(conversationId)?.messages ?? [])])
      this.carryOut(id, change);
  }

  /** Deleted for the person, or for all without a trace. */
  remove(messageId: string): void {
    this.remember({ of: { messageId }, change: null, at: Date.now() });
    this.carryOut(messageId, null);
  }

  /** The person has cleared the history up to here: there is nothing before it any more. */
  clearUntil(conversationId: string, seq: number): void {
    this.cleared.set(conversationId, Math.max(seq, this.cleared.get(conversationId) ?? 0));
    const known = this.conversations.get(conversationId);
    if (!known) return;
    const cleared = known.messages.splice(0, indexFrom(known.messages, seq + 1));
    for (const message of cleared) {
      this.drop(message);
      for (const observer of this.observers) observer.written(conversationId, message.seq);
    }
    known.spans = known.spans
      .filter(({ to, live }) => live || to > seq)
      .map((span) =>
        span.from > seq + 1 ? span : { ...span, from: 0, to: Math.max(span.to, seq) },
      );
    this.announce(conversationId, known);
  }

  forget(conversationId: string): void {
    const known = this.conversations.get(conversationId);
    for (const message of known?.messages ?? []) this.drop(message);
    this.conversations.delete(conversationId);
    this.early.delete(conversationId);
    for (const observer of this.observers) observer.forgotten(conversationId);
    this.announce(conversationId);
  }

  /** Null before the first page. What it holds changes; `version` says when. */
  known(conversationId: string): KnownHistory | null {
    return this.conversations.get(conversationId) ?? null;
  }

  all(): ReadonlyMap<string, KnownHistory> {
    return this.conversations;
  }

  /** Somebody looks at it: of what is kept for later, this goes last. */
  use(conversationId: string): void {
    const known = this.conversations.get(conversationId);
    if (!known) return;
    known.usedAt = Date.now();
    for (const observer of this.observers) observer.changed(conversationId);
  }

  /** What was kept from an earlier time. Where something is known already, that is newer. */
  restore(conversationId: string, kept: Omit<KnownHistory, 'version'>): void {
    const known = this.conversations.get(conversationId);
    if (!known) {
      this.conversations.set(conversationId, { ...kept, version: 1 });
      for (const message of kept.messages) this.hold(conversationId, message);
    } else {
      for (const message of kept.messages) {
        if (!this.places.has(message.id)) this.put(conversationId, known, message);
      }
      // Two ends of different age: whether they meet, the newer one's pages will tell.
      for (const span of kept.spans) known.spans = coverSpan(known.spans, { ...span, live: false });
      for (const [seq, cursor] of kept.olderFrom) known.olderFrom.set(seq, cursor);
      for (const [seq, cursor] of kept.newerFrom) known.newerFrom.set(seq, cursor);
    }
    const restored = this.conversations.get(conversationId);
    if (restored) this.announce(conversationId, restored);
  }

  subscribe(conversationId: string, listener: () => void): () => void {
    const listeners = this.listeners.get(conversationId) ?? new Set();
    this.listeners.set(conversationId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  /** Is told of everything, at once. */
  observe(observer: HistoryObserver): () => void {
    this.observers.add(observer);
    return () => this.observers.delete(observer);
  }

  private begin(conversationId: string): KnownHistory {
    const begun: KnownHistory = {
      messages: [],
      spans: [],
      olderFrom: new Map(),
      newerFrom: new Map(),
      usedAt: Date.now(),
      version: 0,
    };
    this.conversations.set(conversationId, begun);
    return begun;
  }

  /** What has not changed stays the same object, so that its row is not drawn again. */
  private put(conversationId: string, { messages }: KnownHistory, message: HistoryMessage): void {
    const index = indexFrom(messages, message.seq);
    const there = messages[index];
    if (there?.seq !== message.seq) messages.splice(index, 0, message);
    else if (JSON.stringify(there) !== JSON.stringify(message)) messages[index] = message;
    else return;
    this.hold(conversationId, message);
    for (const observer of this.observers) observer.written(conversationId, message.seq);
  }

  private hold(conversationId: string, { id, seq, replyTo }: HistoryMessage): void {
    this.places.set(id, { conversationId, seq });
    if (!replyTo) return;
    const quoting = this.quotes.get(replyTo.messageId);
    if (quoting) quoting.add(id);
    else this.quotes.set(replyTo.messageId, new Set([id]));
  }

  private drop({ id, replyTo }: HistoryMessage): void {
    this.places.delete(id);
    if (!replyTo) return;
    const quoting = this.quotes.get(replyTo.messageId);
    quoting?.delete(id);
    if (quoting?.size === 0) this.quotes.delete(replyTo.messageId);
  }

  private letGo(conversationId: string, known: KnownHistory): boolean {
    const gone = letGoOfFar(known, this.reading.get(conversationId) ?? []);
    for (const message of gone) this.drop(message);
    return gone.length > 0;
  }

  private carryOut(messageId: string, change: ChangeMessage | null): void {
    const place = this.places.get(messageId);
    const known = place && this.conversations.get(place.conversationId);
    if (!known) return;
    const { conversationId, seq } = place;
    const index = indexFrom(known.messages, seq);
    const message = known.messages[index];
    if (!message || message.id !== messageId) return;
    if (change) {
      const now = change(message);
      if (now === message) return;
      known.messages[index] = now;
      this.drop(message);
      this.hold(conversationId, now);
    } else {
      known.messages.splice(index, 1);
      this.drop(message);
    }
    for (const observer of this.observers) observer.written(conversationId, seq);
    this.announce(conversationId, known);
  }

  private remember(change: RecentChange): void {
    const since = Date.now() - OVERTAKEN_MS;
    if (this.recent.length >= CHANGES_AT_MOST || (this.recent[0]?.at ?? since) < since)
      this.recent = this.recent.filter(({ at }) => at >= since).slice(1 - CHANGES_AT_MOST);
    this.recent.push(change);
  }

  /** A page may have been on its way while its messages changed, and show them as they were. */
  private applyRecent(conversationId: string, messages: readonly HistoryMessage[]): void {
    if (this.recent.length === 0) return;
    const ids = new Set(messages.map(({ id }) => id));
    const since = Date.now() - OVERTAKEN_MS;
    for (const { of, change, at } of this.recent) {
      if (at < since) continue;
      const changed =
        'messageId' in of ? [of.messageId] : of.conversationId === conversationId ? ids : [];
      for (const id of changed) {
        const isHere = ids.has(id) && this.places.get(id)?.conversationId === conversationId;
        if (isHere) this.carryOut(id, change);
      }
    }
  }

  /** A moment later: this is called in the middle of writing to the cache, when nothing may be drawn from it yet. */
  private announce(conversationId: string, known?: KnownHistory): void {
    if (known) {
      known.version += 1;
      for (const observer of this.observers) observer.changed(conversationId);
    }
    if (this.changed.size === 0) queueMicrotask(() => this.tell());
    this.changed.add(conversationId);
  }

  private tell(): void {
    const ids = [...this.changed];
    this.changed.clear();
    for (const id of ids) {
      for (const listener of this.listeners.get(id) ?? []) listener();
    }
  }
}

export interface HistoryObserver {
  /** The message with this sequence is new, has changed, or has gone. */
  written(conversationId: string, seq: number): void;
  changed(conversationId: string): void;
  forgotten(conversationId: string): void;
}

/** The stretch that a page makes known. It reaches to where it was asked from, though messages in between be deleted. */
function coveredBy(
  page: HistoryPage,
  { spans, messages, olderFrom, newerFrom }: KnownHistory,
): Span {
  const { before, after, around } = page;
  const next = before && spans.find((span) => olderFrom.get(firstOf(messages, span)) === before);
  const previous = after && spans.find((span) => newerFrom.get(lastOf(messages, span)) === after);
  const isEnd = before ? false : after || around ? !page.hasNewer : true;
  const first = page.messages[0]?.seq ?? (next || previous || { from: 0 }).from;
  const last = page.messages.at(-1)?.seq ?? (next || previous || { to: 0 }).to;
  const from = previous ? Math.min(first, previous.to + 1) : page.hasOlder ? first : 0;
  const to = next ? Math.max(last, next.from - 1) : last;
  // An answer that has been overtaken is not the end any more.
  const overtaken = spans.some((span) => span.live && span.to > to);
  return { from, to, live: isEnd && !overtaken };
}

/** Sequence of the first message of a stretch, which may begin before it. */
export function firstOf(messages: readonly HistoryMessage[], { from }: Pick<Span, 'from'>): number {
  return messages[indexFrom(messages, from)]?.seq ?? from;
}

export function lastOf(messages: readonly HistoryMessage[], { to }: Pick<Span, 'to'>): number {
  return messages[indexFrom(messages, to + 1) - 1]?.seq ?? to;
}
