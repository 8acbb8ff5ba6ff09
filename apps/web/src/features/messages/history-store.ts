import type { ResultOf } from '@/lib/graphql';
import type { History_message } from './documents';
import { historyWindow, type PageStart } from './history-window';

export type HistoryMessage = ResultOf<typeof History_message>;

/** The piece of history that can be shown, to its newest message. */
export interface HistoryPiece {
  messages: readonly HistoryMessage[];
  start: PageStart;
}

interface Conversation {
  /** In order of sequence, each once. */
  messages: readonly HistoryMessage[];
  newestFetched: number;
  pageStarts: Map<number, PageStart>;
  /** A page has been fetched, be it an empty one. */
  loaded: boolean;
  /** Reckoned when asked for, forgotten when something is added. */
  piece: HistoryPiece | null;
}

/** Before the first page only so many of the latest are kept: it may be on its way already and know nothing of them. */
const EARLY_AT_MOST = 30;
const beginning: PageStart = { startCursor: null, hasOlder: false };

/**
 * The messages of every conversation, in order: pages fetched backwards, messages heard of live, and between them the
 * gaps that long absences leave. Fed from what is written to the cache, but read from here: read through the cache, each
 * new message would cost a walk over all that are shown, and somebody has ten thousand.
 */
export class HistoryStore {
  private readonly conversations = new Map<string, Conversation>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly changed = new Set<string>();

  /** A message that was sent, here or elsewhere; or one that is known, as it is now. */
  add(conversationId: string, message: HistoryMessage): void {
    const conversation = this.conversationOf(conversationId);
    merge(conversation, [message]);
    if (!conversation.loaded) conversation.messages = conversation.messages.slice(-EARLY_AT_MOST);
    this.announce(conversationId);
  }

  addPage(conversationId: string, messages: readonly HistoryMessage[], start: PageStart): void {
    const conversation = this.conversationOf(conversationId);
    const [first] = messages;
    if (first) conversation.pageStarts.set(first.seq, start);
    const newest = messages.at(-1)?.seq ?? 0;
    conversation.newestFetched = Math.max(conversation.newestFetched, newest);
    conversation.loaded = true;
    merge(conversation, messages);
    this.announce(conversationId);
  }

  forget(conversationId: string): void {
    this.conversations.delete(conversationId);
    this.announce(conversationId);
  }

  /** Null before the first page; the same object for as long as nothing has changed. */
  piece(conversationId: string): HistoryPiece | null {
    const conversation = this.conversations.get(conversationId);
    if (!conversation?.loaded) return null;
    conversation.piece ??= pieceOf(conversation);
    return conversation.piece;
  }

  subscribe(conversationId: string, listener: () => void): () => void {
    const listeners = this.listeners.get(conversationId) ?? new Set();
    this.listeners.set(conversationId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  private conversationOf(id: string): Conversation {
    const known = this.conversations.get(id);
    if (known) return known;
    const created: Conversation = {
      messages: [],
      newestFetched: 0,
      pageStarts: new Map(),
      loaded: false,
      piece: null,
    };
    this.conversations.set(id, created);
    return created;
  }

  /** A moment later: this is called in the middle of writing to the cache, when nothing may be drawn from it yet. */
  private announce(conversationId: string): void {
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

function pieceOf(conversation: Conversation): HistoryPiece {
  const { messages } = conversation;
  const window = historyWindow(
    messages.map(({ seq }) => seq),
    conversation,
  );
  // Without a page start the conversation was empty when it was fetched: all there is came since.
  return window
    ? { messages: messages.slice(window.from), start: window.start }
    : { messages, start: beginning };
}

/** What has not changed stays the same object, so that its row is not drawn again. */
function merge(conversation: Conversation, added: readonly HistoryMessage[]): void {
  const bySeq = new Map(added.map((message) => [message.seq, message]));
  const kept = conversation.messages.map((known) => {
    const now = bySeq.get(known.seq);
    bySeq.delete(known.seq);
    return now && JSON.stringify(now) !== JSON.stringify(known) ? now : known;
  });
  conversation.messages = [...kept, ...bySeq.values()].sort((a, b) => a.seq - b.seq);
  conversation.piece = null;
}
