import { cut, fold, IGNORED, isRun, SEARCHED_MAX, separate, type Term } from './tokens.ts';

/** A stretch of an excerpt: what was searched for, or what stands around it. */
export interface HighlightPart {
  text: string;
  highlighted: boolean;
}

/** Length of an excerpt, in letters as people count them. */
export const EXCERPT_MAX = 100;
/** How much of it stands before the first thing found. */
const LEAD = 24;
/** A long text may hold a term more often than anybody wants to see. */
const PLACES_MAX = 500;

/**
 * Letters as Unicode composes them: a character and what joins it, to be seen or not. Levelled, Hangul's compatibility
 * vowels and closing consonants join what stands before them, too.
 */
const LETTERS = new RegExp(
  `[\\s\\S](?:\\u200D\\p{Extended_Pictographic}|[\\p{M}${IGNORED}\\uFF9E\\uFF9F\\u1160-\\u11FF\\u314F-\\u3163\\u3187-\\u318E\\uFFC2-\\uFFDC\\u3133\\u3135\\u3136\\u313A-\\u313F])*`,
  'gu',
);

/** A text by its letters, its canonical form, and which letter each code unit of that comes from. */
interface Alignment {
  letters: string[];
  form: string;
  letterAt: number[];
}

type Piece = { character: string; kind: 'run' | 'word' | 'space' };

const known = new Map<string, Piece[]>();
const KNOWN_MAX = 20_000;

/** What becomes of a letter. Remembered, since a text has many of the same. */
function level(letter: string): Piece[] {
  const before = known.get(letter);
  if (before) return before;
  const pieces = [...fold(letter)].map((character): Piece => {
    const form = separate(character);
    if (form === ' ') return { character: ' ', kind: 'space' };
    return { character, kind: isRun(character) ? 'run' : 'word' };
  });
  if (letter.length <= 2 && known.size < KNOWN_MAX) known.set(letter, pieces);
  return pieces;
}

/** The same form as `canonical`, made letter by letter. */
export function align(text: string): Alignment {
  const letters = cut(text, SEARCHED_MAX).match(LETTERS) ?? [];
  let form = ' ';
  let kind: Piece['kind'] = 'space';
  const letterAt = [0];
  const put = (character: string, letter: number) => {
    form += character;
    for (let unit = 0; unit < character.length; unit++) letterAt.push(letter);
  };
  for (const [place, letter] of letters.entries())
    for (const piece of level(letter)) {
      if (piece.kind !== kind && kind !== 'space') put(' ', place);
      if (piece.kind !== 'space') put(piece.character, place);
      kind = piece.kind;
    }
  if (kind !== 'space') put(' ', letters.length);
  return { letters, form, letterAt };
}

/** A stretch of letters, and which of the terms was found there. */
interface Place {
  from: number;
  to: number;
  term: number;
}

function placesOf({ form, letterAt }: Alignment, terms: readonly Term[]): Place[] {
  const places = terms.flatMap(({ needle }, term) => {
    const found: Place[] = [];
    const [lead, trail] = [needle.startsWith(' ') ? 1 : 0, needle.endsWith(' ') ? 1 : 0];
    let at = form.indexOf(needle);
    while (at >= 0 && found.length < PLACES_MAX) {
      const from = letterAt[at + lead] ?? 0;
      const last = letterAt[at + needle.length - trail - 1] ?? from;
      found.push({ from, to: last + 1, term });
      at = form.indexOf(needle, at + 1);
    }
    return found;
  });
  return places.sort((one, other) => one.from - other.from);
}

/** Where the excerpt begins: so that as many of the terms as possible can be seen, and the earliest of such places. */
function beginOf(letters: readonly string[], places: readonly Place[]): number {
  if (letters.length <= EXCERPT_MAX) return 0;
  let best = { seen: 0, from: 0 };
  for (const [index, { from }] of places.entries()) {
    const inSight = new Set<number>();
    for (let next = index; next < places.length; next++) {
      const place = places[next];
      if (!place || place.to > from + EXCERPT_MAX - LEAD) break;
      inSight.add(place.term);
    }
    if (inSight.size > best.seen) best = { seen: inSight.size, from };
  }
  const begin = Math.max(0, Math.min(best.from - LEAD, letters.length - EXCERPT_MAX));
  if (begin === 0) return 0;
  const space = letters.slice(begin, begin + LEAD / 2).findIndex((letter) => /\s/.test(letter));
  return begin + space + 1;
}

/** The part of a message where the terms are, with the terms marked. */
export function excerptOf(text: string, terms: readonly Term[]): HighlightPart[] {
  const alignment = align(text);
  const { letters } = alignment;
  const places = placesOf(alignment, terms);
  const begin = beginOf(letters, places);
  const end = Math.min(begin + EXCERPT_MAX, letters.length);
  const marked = new Set<number>();
  for (const { from, to } of places) for (let at = from; at < to; at++) marked.add(at);
  const parts: HighlightPart[] = [];
  const put = (piece: string, highlighted: boolean) => {
    const last = parts.at(-1);
    if (last?.highlighted === highlighted) last.text += piece;
    else parts.push({ text: piece, highlighted });
  };
  if (begin > 0) put('…', false);
  for (let at = begin; at < end; at++) put(letters[at] ?? '', marked.has(at));
  if (end < letters.length) put('…', false);
  return parts;
}
