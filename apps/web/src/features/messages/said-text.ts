import { plain } from '@/components/markdown/plain';
import type { ResultOf } from '@/lib/graphql';
import type { Said_content, Said_line } from './components/content/said.fragment';

export type SaidContent = ResultOf<typeof Said_content>;

/** As much of it as one line needs. */
export type LineContent = ResultOf<typeof Said_line>;

/** The words of what was said, without formatting; null for what has none. */
export function saidText(content: LineContent): string | null {
  if (content.__typename === 'TextContent') return content.text;
  if (content.__typename === 'MarkdownContent') return plain(content.markdown);
  return null;
}

/** What its author typed; null for what nobody typed. */
export function saidSource(content: LineContent): string | null {
  if (content.__typename === 'TextContent') return content.text;
  if (content.__typename === 'MarkdownContent') return content.markdown;
  return null;
}
