import { indexFrom, type Span } from './history-window';

/** Held of a conversation: so many of its newest messages, and so many on either side of each place that is read. */
const NEWEST = 1_000;
const AROUND = 1_000;
/** So many more may come before any are let go of: it costs a walk over all, and so is seldom done. */
const SLACK = 500;

type Placed = { readonly seq: number };

/** What is held of a conversation. */
interface Held<Message extends Placed> {
  /** In order of sequence. */
  readonly messages: Message[];
  spans: readonly Span[];
  readonly olderFrom: Map<number, string>;
  readonly newerFrom: Map<number, string>;
}

type Places = readonly [first: number, end: number];

/**
 * Lets go of what is far from the end and from the places that are being read (sequences), and answers with it: who scrolls
 * through a hundred thousand messages holds a few thousand at any time. What has gone is fetched again when needed.
 */
export function letGoOfFar<Message extends Placed>(
  known: Held<Message>,
  reading: readonly number[],
): Message[] {
  const { messages } = known;
  if (messages.length <= NEWEST + 2 * AROUND * reading.length + SLACK) return [];
  const kept = worthHolding(known, reading);
  const stretches = kept.map(([first, end]) => ({
    from: first === 0 ? 0 : seqAt(messages, first),
    to: end === messages.length ? Number.POSITIVE_INFINITY : seqAt(messages, end - 1),
  }));
  known.spans = stretches.flatMap(({ from, to }) => cut(known.spans, from, to));
  const gone: Message[] = [];
  let end = messages.length;
  for (const [first, last] of kept.toReversed()) {
    gone.push(...messages.splice(last, end - last));
    end = first;
  }
  gone.push(...messages.splice(0, end));
  for (const cursors of [known.olderFrom, known.newerFrom])
    for (const seq of cursors.keys())
      if (!stretches.some(({ from, to }) => from <= seq && seq <= to)) cursors.delete(seq);
  return gone;
}

function worthHolding(known: Held<Placed>, reading: readonly number[]): Places[] {
  const { messages } = known;
  const wanted = reading.map((seq): Places => {
    const index = indexFrom(messages, seq);
    return [pageFrom(known, index - AROUND), pageTo(known, index + AROUND)];
  });
  wanted.push([pageFrom(known, messages.length - NEWEST), messages.length]);
  const kept: [number, number][] = [];
  for (const [first, end] of wanted.sort(([one], [other]) => one - other)) {
    const before = kept.at(-1);
    if (before && first <= before[1]) before[1] = Math.max(before[1], end);
    else kept.push([first, end]);
  }
  return kept;
}

/** The first message of a page, there or a little later: before it, the API can go on from a cursor. */
function pageFrom({ messages, olderFrom }: Held<Placed>, index: number): number {
  if (index <= 0) return 0;
  const [from, to] = [seqAt(messages, index), seqAt(messages, index + SLACK / 2)];
  const starts = [...olderFrom.keys()].filter((seq) => seq >= from && seq <= to);
  return starts.length > 0 ? indexFrom(messages, Math.min(...starts)) : index;
}

/** Where a page ends, there or a little earlier. */
function pageTo({ messages, newerFrom }: Held<Placed>, index: number): number {
  if (index >= messages.length) return messages.length;
  const [from, to] = [seqAt(messages, index - SLACK / 2), seqAt(messages, index - 1)];
  const ends = [...newerFrom.keys()].filter((seq) => seq >= from && seq <= to);
  return ends.length > 0 ? indexFrom(messages, Math.max(...ends) + 1) : index;
}

const seqAt = (messages: readonly Placed[], index: number) =>
  messages[index]?.seq ?? Number.POSITIVE_INFINITY;

const cut = (spans: readonly Span[], first: number, last: number): Span[] =>
  spans.flatMap((span) => {
    const [from, to] = [Math.max(span.from, first), Math.min(span.to, last)];
    return from <= to ? [{ from, to, live: span.live && to === span.to }] : [];
  });
