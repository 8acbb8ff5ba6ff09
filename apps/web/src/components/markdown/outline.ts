import { cellsOf, plainInline, plainLine } from './plain';

/** What a message is made of, as far as its height goes. */
export type Piece =
  | { kind: 'code'; language: string; code: string }
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'table'; rows: string[][] }
  | { kind: 'list' | 'quote' | 'text'; lines: string[] }
  | { kind: 'rule' };

const COLUMNS_MAX = 40;

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*(\S*)/u;
const RULE = /^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/u;
const HEADING = /^ {0,3}(#{1,6})(?:[ \t]|$)/u;
const LIST = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/u;
const QUOTE = /^ {0,3}>/u;

/**
 * A rough reading of Markdown, small enough to be there at once: it finds the blocks that make up a message's height, so
 * that next to nothing moves when the real reading takes its place. It decides nothing but looks.
 */
export function outline(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  let fence: { mark: string; piece: Extract<Piece, { kind: 'code' }> } | null = null;
  let open = false;
  for (const line of markdown.split('\n')) {
    const [, mark, language = ''] = FENCE.exec(line) ?? [];
    if (fence) {
      if (mark?.startsWith(fence.mark) && !language) fence = null;
      else fence.piece.code += `${line}\n`;
      continue;
    }
    if (mark) {
      const piece = { kind: 'code' as const, language, code: '' };
      pieces.push(piece);
      fence = { mark, piece };
      open = false;
    } else if (line.trim() === '') open = false;
    else open = addLine(pieces, line, open);
  }
  return pieces;
}

/** Puts a line into the last piece or begins one; answers whether the next line may join it. */
function addLine(pieces: Piece[], line: string, open: boolean): boolean {
  const level = HEADING.exec(line)?.[1]?.length;
  if (level) {
    pieces.push({ kind: 'heading', level, text: plainLine(line) });
    return false;
  }
  if (!open && RULE.test(line)) {
    pieces.push({ kind: 'rule' });
    return false;
  }
  const last = open ? pieces.at(-1) : undefined;
  if (line.trim().startsWith('|')) {
    addRow(pieces, last, line);
    return true;
  }
  const words = plainLine(line);
  if (!words) return open;
  const kind = kindOf(line);
  if (last && 'lines' in last && (last.kind === kind || kind === 'text')) last.lines.push(words);
  else pieces.push({ kind, lines: [words] });
  return true;
}

function kindOf(line: string): 'list' | 'quote' | 'text' {
  if (LIST.test(line)) return 'list';
  return QUOTE.test(line) ? 'quote' : 'text';
}

function addRow(pieces: Piece[], last: Piece | undefined, line: string): void {
  const isRule = plainLine(line) === '' && line.includes('-');
  const cells = cellsOf(line).slice(0, COLUMNS_MAX).map(plainInline);
  if (last?.kind === 'table') {
    if (!isRule) last.rows.push(cells);
  } else pieces.push({ kind: 'table', rows: [cells] });
}
