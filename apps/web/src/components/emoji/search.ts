import { CATEGORIES, type Emoji, loadEmoji, type Words, wordsOf } from './emoji-data';

export interface EmojiMatch {
  emoji: Emoji;
  /** What it is called in the language asked for. */
  name: string;
}

const MATCHES_MAX = 64;

/**
 * Emoji by a word or its beginning, in the person's language and in English (what one types after a colon is often
 * English): the best first, at most `most`.
 */
export async function searchEmoji(
  query: string,
  locale: string,
  most: number = MATCHES_MAX,
): Promise<EmojiMatch[]> {
  return findEmoji(await loadEmoji(), query, locale, most);
}

/** The same among those that are there already. */
export function findEmoji(
  categories: readonly (readonly Emoji[])[],
  query: string,
  locale: string,
  most: number = MATCHES_MAX,
): EmojiMatch[] {
  const words = query
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s_-]+/u)
    .filter(Boolean);
  if (words.length === 0) return [];
  return categories
    .slice(0, CATEGORIES.length)
    .flat()
    .map((emoji, order) => ({ emoji, order, rank: rankOf(emoji, words) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)
    .slice(0, most)
    .map(({ emoji }) => ({ emoji, name: wordsOf(emoji, locale).name }));
}

/** Every word of the query has to be found; the worst of them counts. The emoji itself finds itself. */
function rankOf(emoji: Emoji, words: readonly string[]): number {
  if (
    words.length === 1 &&
    emoji.text.replaceAll('\uFE0F', '') === words[0]?.replaceAll('\uFE0F', '')
  )
    return 0;
  const ranks = words.map((word) => Math.min(rankIn(emoji.en, word), rankIn(emoji.zh, word)));
  return Math.max(...ranks);
}

const HAN = /\p{Script=Han}/u;

function rankIn({ name, tags }: Words, word: string): number {
  const own = name.toLowerCase();
  const parts = own.split(/[\s:,-]+/u);
  // Chinese is written without spaces, so that any place is the beginning of a word; Latin is not.
  const inName = HAN.test(word) ? own.includes(word) : parts.includes(word);
  if (own === word) return 1;
  if (inName) return 2;
  if (tags.includes(word)) return 3;
  if (parts.some((part) => part.startsWith(word))) return 4;
  const inTag = (tag: string) => (HAN.test(word) ? tag.includes(word) : tag.startsWith(word));
  return tags.some(inTag) ? 5 : Number.POSITIVE_INFINITY;
}
