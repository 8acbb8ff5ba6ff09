import { pinyin } from 'pinyin-pro';

/**
 * How names are typed in Latin letters. The key of a name holds, each after a space, what people may begin to type for
 * it: from any of its syllables on, each syllable in full or by its initial. 王小明 is found by `wangxiaoming`, `wxm`,
 * `wangxm`, `wxiaoming`, `xiaom` and `ming`. Words of other scripts are syllables too: Mei Lin is found by `meilin`
 * and `ml`.
 */

/** Names go on being found by their first syllables; more only make keys long. */
const SYLLABLES_MAX = 8;
/** From so many syllables on, either all are in full or all are initials: mixtures double with each. */
const MIXED_MAX = 4;

/** Letters and digits alone, in lower case and without accents; ü is typed v. */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[üÜ]/g, 'v')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase();

/** The syllables of a name; a surname that is read otherwise than the same character elsewhere, as a surname or not. */
function syllablesOf(name: string, surname: 'head' | 'off'): string[] {
  const spelt = pinyin(name.normalize('NFKC'), {
    toneType: 'none',
    type: 'array',
    nonZh: 'consecutive',
    v: true,
    surname,
  });
  return spelt.flatMap((part) => fold(part).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, SYLLABLES_MAX);
}

/** Each syllable in full or by its initial. The last one in full begins with its initial, which finds it as well. */
function spellings(syllables: readonly string[]): string[] {
  const [first = '', ...rest] = syllables;
  if (rest.length === 0) return [first];
  const initial = [...first][0] ?? '';
  const ends =
    syllables.length <= MIXED_MAX
      ? spellings(rest)
      : [rest.join(''), rest.map((syllable) => [...syllable][0]).join('')];
  return ends.flatMap((end) => [first + end, initial + end]);
}

export function nameKey(name: string): string {
  const found = new Set<string>();
  for (const surname of ['head', 'off'] as const) {
    const syllables = syllablesOf(name, surname);
    for (const index of syllables.keys())
      for (const spelling of spellings(syllables.slice(index))) found.add(spelling);
  }
  return ` ${[...found].join(' ')}`;
}

/** What was typed, as it would stand in a key; empty where no key can hold it. */
export const typedKey = (words: string): string =>
  (fold(words).match(/[\p{L}\p{N}]+/gu) ?? []).join('');

/** How words in Chinese sound, as a key would begin: so that a name is found by another that sounds the same. */
export function soundOf(words: string): string {
  if ((words.match(/\p{Script=Han}/gu)?.length ?? 0) < 2) return '';
  return syllablesOf(words, 'head').join('');
}

/** Slips that are forgiven in so many letters. */
const slipsIn = (length: number) => (length < 4 ? 0 : length < 8 ? 1 : 2);

/**
 * Whether one of the words of a key begins like what was typed, but for a slip or two: a letter too many, too few,
 * another one, or two that have changed places.
 */
export function isNearly(typed: string, key: string): boolean {
  const allowed = slipsIn(typed.length);
  return allowed > 0 && key.split(' ').some((word) => word && slips(typed, word) <= allowed);
}

/** The fewest slips between what was typed and any beginning of a word (optimal string alignment). */
function slips(typed: string, word: string): number {
  let before: number[] = [];
  let row = Array.from({ length: word.length + 1 }, (_, column) => column);
  for (let line = 1; line <= typed.length; line++) {
    const next = [line];
    for (let column = 1; column <= word.length; column++) {
      const same = typed[line - 1] === word[column - 1];
      let fewest = Math.min(
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (row[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (typed[line - 1] === word[column - 2] && typed[line - 2] === word[column - 1])
        fewest = Math.min(fewest, (before[column - 2] ?? 0) + 1);
      next.push(fewest);
    }
    [before, row] = [row, next];
  }
  return Math.min(...row);
}
