import { newestShown } from './support';

/** An emoji and what it is called. */
export interface Emoji {
  /** As it is written, without a skin tone. */
  text: string;
  /** Where a skin tone goes: nowhere, behind the first person, or behind the first and the last. */
  tones: 0 | 1 | 2;
  en: Words;
  zh: Words;
}

export interface Words {
  name: string;
  tags: readonly string[];
}

/** In the order of the data's rows. */
export const CATEGORIES = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;

let loading: Promise<Emoji[][]> | null = null;

/** Every emoji that this device can show, by category. The file comes when somebody first wants it. */
export function loadEmoji(): Promise<Emoji[][]> {
  loading ??= import('./emoji-data.json').then(
    ({ default: { rows } }) => readRows(rows, newestShown()),
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

/** The rows of emoji-data.json as far as Emoji's version `newest`. */
export function readRows(rows: readonly (readonly string[])[], newest: number): Emoji[][] {
  return rows.map((category) =>
    category.flatMap((row) => {
      const [text = '', version, tones, en = '', enTags = '', zh = '', zhTags = ''] =
        row.split(';');
      if (Number(version) > newest) return [];
      const words = (name: string, tags: string) => ({ name, tags: tags ? tags.split(',') : [] });
      return [
        {
          text,
          tones: Number(tones) as Emoji['tones'],
          en: words(en, enTags),
          zh: words(zh, zhTags),
        },
      ];
    }),
  );
}

/** The words of a language; Chinese for every kind of Chinese, English for everybody else. */
export const wordsOf = (emoji: Emoji, locale: string): Words =>
  locale.startsWith('zh') ? emoji.zh : emoji.en;

const BASES = /\p{Emoji_Modifier_Base}\uFE0F?/gu;

/** The emoji in a skin tone (`🏻` to `🏿`); as it is where it takes none. */
export function withTone({ text, tones }: Pick<Emoji, 'text' | 'tones'>, tone: string): string {
  if (!tone || tones === 0) return text;
  const last = [...text.matchAll(BASES)].length - 1;
  let at = -1;
  return text.replace(BASES, (base) => {
    at += 1;
    return at === 0 || (tones === 2 && at === last) ? base.replace('\uFE0F', '') + tone : base;
  });
}
