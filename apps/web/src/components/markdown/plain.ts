/** Far more than one line shows; what comes later is not looked at. */
const INPUT_MAX = 2_000;

const FENCE = /^ {0,3}(`{3,}|~{3,})/u;
const RULE = /^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+)$/u;
const TABLE_RULE = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/u;
const DEFINITION = /^\[[^\]]+\]:\s+\S/u;
const MARKERS = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)]|#{1,6})(?=[ \t])))+[ \t]*/u;

/** Markdown as one line of plain text, for lists of conversations and notifications. */
export function plain(markdown: string): string {
  const words: string[] = [];
  let fence: string | null = null;
  for (const line of markdown.slice(0, INPUT_MAX).split('\n')) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence)) fence = null;
      else words.push(line);
    } else if (mark) fence = mark;
    else words.push(plainLine(line));
  }
  return words.join(' ').replaceAll(/\s+/gu, ' ').trim();
}

/** One line of Markdown without its marks; empty where it is nothing but marks. */
export function plainLine(line: string): string {
  const bare = line.trim();
  if (RULE.test(bare) || DEFINITION.test(bare) || (bare.includes('-') && TABLE_RULE.test(bare)))
    return '';
  const content = bare
    .replace(MARKERS, '')
    .replace(/^\[([ xX])\](?=\s)/u, (_all, mark) => (mark === ' ' ? '☐' : '☑'));
  const isRow = content.startsWith('|');
  return plainInline(isRow ? cellsOf(content).filter(Boolean).join(' · ') : content);
}

/** The cells of a table's row; a bar behind a backslash is part of one. */
export function cellsOf(row: string): string[] {
  const inner = row.trim().replace(/^\|/u, '').replace(/\|$/u, '');
  return inner.split(/(?<!\\)\|/u).map((cell) => cell.trim());
}

/**
 * The marks within a line. Each pattern is bounded by the next mark of its kind, so that no text, however odd, takes more
 * than a few passes. What is not a pair stays: this is a preview, and a star too many is better than a word too few.
 */
export function plainInline(text: string): string {
  // Characters that were escaped are no marks; they come back at the end, from where no text can have put them.
  const escaped: string[] = [];
  const hide = (character: string) => `\u{F0000}${escaped.push(character) - 1}\u{F0001}`;
  let line = hideCode(text.replaceAll(/[\u{F0000}\u{F0001}]/gu, ''), hide)
    .replaceAll(/\\([!-/:-@[-`{-~])/gu, (_all, character) => hide(character))
    .replaceAll(/!?\[([^[\]]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?:\s+"[^"]*")?\)/gu, '$1')
    .replaceAll(/<((?:https?|mailto|tel):[^<>\s]*)>/giu, '$1');
  for (let nested = 0; nested < 3; nested++)
    line = line
      .replaceAll(/(\*{1,3}|~~)(?=\S)([^*~]*[^\s*~])\1/gu, '$2')
      .replaceAll(/(?<![\p{L}\p{N}_])(_{1,3})(?=\S)([^_]*[^\s_])\1(?![\p{L}\p{N}_])/gu, '$2');
  return decodeEntities(line).replaceAll(
    /\u{F0000}(\d+)\u{F0001}/gu,
    (_all, index) => escaped[Number(index)] ?? '',
  );
}

/** Code ends at as many backticks as it began with; without such an end the backticks are text. */
function hideCode(text: string, hide: (code: string) => string): string {
  // Text and runs of backticks in turn.
  const parts = text.split(/(`+)/u);
  let line = parts[0] ?? '';
  for (let at = 1; at < parts.length; at += 2) {
    const run = parts[at] ?? '';
    const isEscaped = /(?<!\\)(?:\\\\)*\\$/u.test(parts[at - 1] ?? '');
    let end = at + 2;
    while (end < parts.length && parts[end] !== run) end += 2;
    if (isEscaped || parts[end] !== run) {
      line += run + (parts[at + 1] ?? '');
      continue;
    }
    const code = parts.slice(at + 1, end).join('');
    line += hide(code) + (parts[end + 1] ?? '');
    at = end;
  }
  return line;
}

const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', '\u00a0'],
]);

/** The few that programs write; anybody else writes the character itself. */
function decodeEntities(text: string): string {
  return text.replaceAll(
    /&(?:(\w{2,4})|#(\d{1,7})|#x([\da-f]{1,6}));/giu,
    (all, name, ten, hex) => {
      if (name) return ENTITIES.get(name) ?? all;
      const point = ten ? Number(ten) : Number.parseInt(hex, 16);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
    },
  );
}
