/** What is known of one conversation's history, besides the messages themselves. */
export interface Loaded {
  /** Sequence of the newest message of the newest page fetched so far. */
  newestFetched: number;
  /** First messages of fetched pages, by sequence: only from one of these can older ones be asked for. */
  pageStarts: ReadonlyMap<number, PageStart>;
}

export interface PageStart {
  startCursor: string | null;
  hasOlder: boolean;
}

export interface Window {
  /** Index of the first message to show. */
  from: number;
  start: PageStart;
}

/**
 * Which of the cached messages can be shown as one piece of history, newest at the end. Sequences have no gaps, so a gap
 * between cached ones means messages that were missed in a long absence: what lies before it waits until the pages
 * between have been loaded. After the newest page fetched a gap means nothing, because there a message of one's own may
 * be known a moment before another's with a smaller sequence.
 */
export function historyWindow(seqs: readonly number[], loaded: Loaded): Window | null {
  let from = seqs.findLastIndex((seq) => seq <= loaded.newestFetched);
  if (from < 0) return null;
  while (from > 0 && seqs[from - 1] === (seqs[from] ?? 0) - 1) from -= 1;
  // A run may begin with messages whose page start was forgotten; older ones can only be asked for from a known start.
  for (let index = from; index < seqs.length; index += 1) {
    const start = loaded.pageStarts.get(seqs[index] ?? 0);
    if (start) return { from: index, start };
  }
  return null;
}
