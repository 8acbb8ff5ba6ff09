/** A stretch of a conversation's history of which every message is known: sequences, both ends included. */
export interface Span {
  /** 0: there is nothing before it. */
  from: number;
  to: number;
  /** Ends with the newest message: what is sent from now on belongs to it. */
  live: boolean;
}

/**
 * Adds a stretch to those that are known; they stay in order, and apart by at least one sequence. A newly fetched end of
 * the conversation takes being live from an older one that it does not reach.
 */
export function coverSpan(spans: readonly Span[], added: Span): Span[] {
  let { from, to, live } = added;
  const apart: Span[] = [];
  for (const span of spans) {
    if (span.to < from - 1 || span.from > to + 1) apart.push(span);
    else {
      from = Math.min(from, span.from);
      to = Math.max(to, span.to);
      live ||= span.live;
    }
  }
  const others = live ? apart.map((span) => ({ ...span, live: false })) : apart;
  return [...others, { from, to, live }].sort((a, b) => a.from - b.from);
}

export function spanAt<Any extends { from: number; to: number }>(
  spans: readonly Any[],
  seq: number,
): Any | undefined {
  return spans.find(({ from, to }) => from <= seq && seq <= to);
}

type Range = Pick<Span, 'from' | 'to'>;

/** What lies in `spans` and not in `others`. */
export function subtractSpans(spans: readonly Range[], others: readonly Range[]): Range[] {
  return others.reduce<Range[]>(
    (left, other) =>
      left.flatMap(({ from, to }) => {
        if (other.to < from || other.from > to) return [{ from, to }];
        const rest: Range[] = [];
        if (from < other.from) rest.push({ from, to: other.from - 1 });
        if (other.to < to) rest.push({ from: other.to + 1, to });
        return rest;
      }),
    spans.map(({ from, to }) => ({ from, to })),
  );
}

type Placed = { readonly seq: number };

/** Index of the first message with this sequence or a later one. */
export function indexFrom(messages: readonly Placed[], seq: number): number {
  let low = 0;
  let high = messages.length;
  // Nearly always it is the end that is asked for.
  if (high === 0 || (messages[high - 1] as Placed).seq < seq) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((messages[middle] as Placed).seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
