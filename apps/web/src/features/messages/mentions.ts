/** A stretch of a text that names somebody, as the API gives it: in Unicode code points. */
export interface MentionSpan {
  start: number;
  length: number;
  user: { id: string; nickname: string } | null;
}

export type Stretch = { text: string; mention: MentionSpan | null };

/** The text cut where somebody is named. Stretches that do not fit the text are passed over. */
export function stretches(text: string, mentions: readonly MentionSpan[]): Stretch[] {
  const shown = mentions.filter(({ length }) => length > 0);
  if (shown.length === 0) return [{ text, mention: null }];
  const characters = [...text];
  const cut: Stretch[] = [];
  let done = 0;
  for (const mention of [...shown].sort((a, b) => a.start - b.start)) {
    const end = mention.start + mention.length;
    if (mention.start < done || end > characters.length) continue;
    if (mention.start > done)
      cut.push({ text: characters.slice(done, mention.start).join(''), mention: null });
    cut.push({ text: characters.slice(mention.start, end).join(''), mention });
    done = end;
  }
  if (done < characters.length) cut.push({ text: characters.slice(done).join(''), mention: null });
  return cut;
}
