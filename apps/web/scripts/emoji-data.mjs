/**
 * Writes src/components/emoji/emoji-data.json: every emoji with its names and search words in English and Chinese.
 * The package it is made from is 49 MB of thirty languages, so it is not installed; to make the file anew:
 *
 *   npm pack emojibase-data@17.0.0 && tar xf emojibase-data-17.0.0.tgz && node scripts/emoji-data.mjs package
 *
 * emojibase-data is under the MIT licence, its words come from Unicode CLDR (Unicode-3.0 licence).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

/** Groups of emojibase in our order; 2 are components (hair, skin), which nobody picks by themselves. */
const GROUPS = [0, 1, 3, 4, 5, 6, 7, 8, 9];
const TONES = ['🏻', '🏼', '🏽', '🏾', '🏿'];
const BASES = /\p{Emoji_Modifier_Base}\uFE0F?/gu;

const [folder = 'package'] = process.argv.slice(2);
const read = (language) => JSON.parse(readFileSync(join(folder, language, 'data.json'), 'utf8'));
const english = read('en').sort((a, b) => a.order - b.order);
const chinese = new Map(read('zh').map((emoji) => [emoji.hexcode, emoji]));

/** Where a skin tone goes: 1 behind the first person, 2 behind the first and the last. The client does the same. */
function tonesOf({ emoji, skins = [] }) {
  const single = skins.filter(({ tone }) => !Array.isArray(tone)).sort((a, b) => a.tone - b.tone);
  if (single.length === 0) return 0;
  const fits = (ends) =>
    single.every((skin, at) => skin.emoji === withTone(emoji, TONES[at], ends));
  if (fits(false)) return 1;
  if (fits(true)) return 2;
  throw new Error(`${emoji} takes its skin tones in a way of its own`);
}

function withTone(emoji, tone, ends) {
  const last = [...emoji.matchAll(BASES)].length - 1;
  let at = -1;
  return emoji.replace(BASES, (base) => {
    at += 1;
    return at === 0 || (ends && at === last) ? base.replace('\uFE0F', '') + tone : base;
  });
}

function wordsOf({ label, tags = [] }) {
  const words = tags.filter(
    (tag) =>
      !label
        .toLowerCase()
        .split(/[\s:-]+/u)
        .includes(tag),
  );
  return [label, words.join(',')];
}

const rows = GROUPS.map((group) =>
  english
    .filter((emoji) => emoji.group === group)
    .map((emoji) => {
      const row = [
        emoji.emoji,
        emoji.version,
        tonesOf(emoji),
        ...wordsOf(emoji),
        ...wordsOf(chinese.get(emoji.hexcode)),
      ];
      if (row.some((cell) => String(cell).includes(';'))) throw new Error(`${row} has a semicolon`);
      return row.join(';');
    }),
);
const file = { source: 'emojibase-data 17.0.0 (MIT), words from Unicode CLDR (Unicode-3.0)', rows };
writeFileSync('src/components/emoji/emoji-data.json', `${JSON.stringify(file, null, 2)}\n`);
