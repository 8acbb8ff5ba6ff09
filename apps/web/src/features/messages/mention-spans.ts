/** Somebody chosen from the list while writing, by the name that stands in the text. */
export interface ChosenMention {
  /** Null for everyone. */
  userId: string | null;
  name: string;
}

export interface MentionInput {
  userId: string | null;
  start: number;
  length: number;
}

/**
 * Where a text names those who were chosen, in code points, as the API takes it. Found by their names when the message is
 * sent: however the text was changed in between, a mention is where one reads it, and one that was deleted is gone.
 */
export function mentionSpans(text: string, chosen: readonly ChosenMention[]): MentionInput[] {
  // The longest first: "@Tom Li" is not "@Tom" and something else.
  const names = [...chosen].sort((a, b) => b.name.length - a.name.length);
  const spans: (MentionInput & { from: number; to: number })[] = [];
  for (const { userId, name } of names) {
    const written = `@${name}`;
    for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
      const to = at + written.length;
      if (spans.some((span) => span.from < to && at < span.to)) continue;
      const start = [...text.slice(0, at)].length;
      spans.push({ userId, start, length: [...written].length, from: at, to });
    }
  }
  return spans
    .sort((a, b) => a.from - b.from)
    .map(({ userId, start, length }) => ({ userId, start, length }));
}

/** What is being typed after an "@" at the caret, or null when no mention is being typed. */
export function mentionQuery(text: string, caret: number): { from: number; query: string } | null {
  const match = /(?:^|[\s\p{P}\p{Script=Han}])@([^\s@]{0,30})$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const query = match[1] ?? '';
  return { from: caret - query.length - 1, query };
}
