export type TextToken =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string };

/** Ends at white space, quotes, brackets of the surrounding text and Chinese punctuation. */
const address = /https?:\/\/[^\s<>"“”‘’「」《》（），。；：！？、]+/giu;
/** Punctuation that belongs to the sentence rather than to the address. */
const trailing = /[.,;:!?'*_~\]]+$/u;

function trimAddress(found: string): string {
  let text = found.replace(trailing, '');
  while (text.endsWith(')') && text.split('(').length < text.split(')').length) {
    text = text.slice(0, -1).replace(trailing, '');
  }
  return text;
}

/** Only http and https become links; `URL` decides whether it is an address at all. */
function safeHref(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return /^https?:$/u.test(url.protocol) && url.hostname ? url.href : null;
}

export function tokenise(text: string): TextToken[] {
  const tokens: TextToken[] = [];
  let done = 0;
  for (const match of text.matchAll(address)) {
    const shown = trimAddress(match[0]);
    const href = safeHref(shown);
    if (!href) continue;
    if (match.index > done) tokens.push({ kind: 'text', text: text.slice(done, match.index) });
    tokens.push({ kind: 'link', text: shown, href });
    done = match.index + shown.length;
  }
  if (done < text.length) tokens.push({ kind: 'text', text: text.slice(done) });
  return tokens;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const pictograph = /^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}{2})/u;
const MOST_LARGE = 6;

/** A few emoji and nothing else: shown large. */
export function isEmojiOnly(text: string): boolean {
  const trimmed = text.trim();
  // A quick way out: the longest of emoji are about 35 code units (a family of four with skin tones).
  if (!trimmed || trimmed.length > MOST_LARGE * 36) return false;
  let count = 0;
  for (const { segment } of graphemes.segment(trimmed)) {
    if (/^\s+$/u.test(segment)) continue;
    count += 1;
    if (count > MOST_LARGE || !pictograph.test(segment)) return false;
  }
  return count > 0;
}

/** Chinese, Japanese, Korean and full-width forms are about twice as wide as Latin letters. */
const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u;
const COLUMNS = 72;
const MOST_LINES = 18;

function linesOf(paragraph: string): number {
  let columns = 0;
  for (const character of paragraph) columns += wide.test(character) ? 2 : 1;
  return Math.max(1, Math.ceil(columns / COLUMNS));
}

/** Judged by the text alone, so that a row's height never depends on a measurement that comes later. */
export function isLong(text: string): boolean {
  let lines = 0;
  for (const paragraph of text.split('\n')) {
    lines += linesOf(paragraph);
    if (lines > MOST_LINES) return true;
  }
  return false;
}

/** In blocks, headings and tables a line takes more room than in a text: it may be a little longer before it is folded. */
const MOST_MARKDOWN_LINES = 22;

/** The same for Markdown, by its source: lines of code do not wrap, and the addresses of links are not shown. */
export function isLongMarkdown(markdown: string): boolean {
  let lines = 0;
  let inCode = false;
  for (const line of markdown.split('\n')) {
    const fence = /^\s*(?:```|~~~)/u.test(line);
    if (fence) inCode = !inCode;
    if (inCode || fence) lines += 1;
    else if (line.trim() !== '') lines += linesOf(line.replaceAll(/\]\([^)]*\)/gu, ']'));
    else lines += 0.5;
    if (lines > MOST_MARKDOWN_LINES) return true;
  }
  return false;
}

/** As the API counts: code points, of the text as it will be sent. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
