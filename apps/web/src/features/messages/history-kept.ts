import type { Change, KeptSource, Row } from '@/lib/copy/kept';
import type { HistoryMessage, HistoryStore, KnownHistory } from './history-store';
import { indexFrom, type Span, spanAt, subtractSpans } from './history-window';

const HISTORY = 'history';
const MESSAGE = 'message';
/** Messages kept of one conversation, the newest first, and of all, those looked at last first. */
const PER_CONVERSATION = 1_000;
const IN_ALL = 5_000;

interface KeptConversation {
  usedAt: number;
  spans: Span[];
  olderFrom: [number, string][];
  newerFrom: [number, string][];
}

/** The histories on the disk: what was seen, within bounds. */
export class KeptHistory implements KeptSource {
  readonly tables = [HISTORY, MESSAGE];
  changed = () => {};
  /** The stretches on the disk, by conversation. */
  private readonly written = new Map<string, readonly Span[]>();
  private readonly touched = new Set<string>();
  private readonly rewritten = new Map<string, Set<number>>();

  constructor(private readonly store: HistoryStore) {
    store.observe({
      written: (id, seq) => {
        const seqs = this.rewritten.get(id);
        if (seqs) seqs.add(seq);
        else this.rewritten.set(id, new Set([seq]));
        this.touch(id);
      },
      changed: (id) => this.touch(id),
      forgotten: (id) => this.touch(id),
    });
  }

  restore(rows: readonly Row[]): void {
    const messages = new Map<string, HistoryMessage[]>();
    for (const { key, value } of rows) {
      if (key[0] !== MESSAGE) continue;
      const of = messages.get(String(key[1]));
      if (of) of.push(value as HistoryMessage);
      else messages.set(String(key[1]), [value as HistoryMessage]);
    }
    for (const { key, value } of rows) {
      if (key[0] !== HISTORY) continue;
      const id = String(key[1]);
      const { usedAt, spans, olderFrom, newerFrom } = value as KeptConversation;
      this.store.restore(id, {
        messages: messages.get(id) ?? [],
        spans,
        olderFrom: new Map(olderFrom),
        newerFrom: new Map(newerFrom),
        usedAt,
      });
      this.written.set(id, spans);
    }
  }

  changes(): Change[] {
    const kept = this.worthKeeping();
    for (const id of this.written.keys()) if (!kept.has(id)) this.touched.add(id);
    const changes = [...this.touched].flatMap((id) => this.changesOf(id, kept.has(id)));
    this.touched.clear();
    this.rewritten.clear();
    return changes;
  }

  keepAll(): void {
    this.written.clear();
    this.rewritten.clear();
    for (const id of this.store.all().keys()) this.touched.add(id);
  }

  private touch(id: string): void {
    this.touched.add(id);
    this.changed();
  }

  private worthKeeping(): Set<string> {
    const all = [...this.store.all()].sort(([, a], [, b]) => b.usedAt - a.usedAt);
    const kept = new Set<string>();
    let room = IN_ALL;
    for (const [id, { messages }] of all) {
      room -= Math.min(messages.length, PER_CONVERSATION);
      if (room < 0) break;
      kept.add(id);
    }
    return kept;
  }

  private changesOf(id: string, isKept: boolean): Change[] {
    const known = this.store.known(id);
    const before = this.written.get(id) ?? [];
    const now = known && isKept ? worthKeepingOf(known) : [];
    if (before.length === 0 && now.length === 0) return [];
    const changes: Change[] = subtractSpans(before, now).map(({ from, to }) => ({
      dropFrom: [MESSAGE, id, from],
      to: [MESSAGE, id, to],
    }));
    if (!known || now.length === 0) {
      this.written.delete(id);
      return [...changes, { drop: [HISTORY, id] }];
    }
    const { messages } = known;
    const added = subtractSpans(now, before);
    const put = (message: HistoryMessage) =>
      changes.push({ put: [MESSAGE, id, message.seq], value: message });
    for (const { from, to } of added)
      for (const message of messages.slice(indexFrom(messages, from), indexFrom(messages, to + 1)))
        put(message);
    for (const seq of this.rewritten.get(id) ?? []) {
      if (!spanAt(now, seq) || spanAt(added, seq)) continue;
      const message = messages[indexFrom(messages, seq)];
      if (message?.seq === seq) put(message);
      else changes.push({ drop: [MESSAGE, id, seq] });
    }
    this.written.set(id, now);
    return [...changes, { put: [HISTORY, id], value: rowOf(known, now) }];
  }
}

function rowOf({ usedAt, olderFrom, newerFrom }: KnownHistory, spans: Span[]): KeptConversation {
  const inside = ([seq]: [number, string]) => spanAt(spans, seq) !== undefined;
  return {
    usedAt,
    spans,
    olderFrom: [...olderFrom].filter(inside),
    newerFrom: [...newerFrom].filter(inside),
  };
}

/** The end of the conversation first, and then what else there is room for, from the newest to the oldest. */
function worthKeepingOf({ messages, spans, olderFrom }: KnownHistory): Span[] {
  const kept: Span[] = [];
  let room = PER_CONVERSATION;
  for (const span of spans.toReversed()) {
    const first = indexFrom(messages, span.from);
    const end = indexFrom(messages, span.to + 1);
    const from = end - first <= room ? span.from : span.live ? cutFrom(end - room) : null;
    if (from === null) continue;
    room -= end - indexFrom(messages, from);
    kept.unshift({ ...span, from });
  }
  return kept;

  /** Cut where a page begins, so that it can be read on from there. */
  function cutFrom(index: number): number {
    const least = messages[index]?.seq ?? 0;
    const starts = [...olderFrom.keys()].filter((seq) => seq >= least);
    return starts.length > 0 ? Math.min(...starts) : least;
  }
}
