import { describe, expect, test } from 'vitest';
import { CATEGORIES, type Emoji, readRows, withTone } from './emoji-data';
import data from './emoji-data.json';
import { moved, type Section } from './emoji-grid';
import { readPreferences, TONES } from './preferences';
import { QUICK_REACTIONS } from './reaction-bar';
import { findEmoji, searchEmoji } from './search';

// Put together: the compiler's target does not know this kind of expression yet.
const UNICODE_SETS: string = 'v';
const RGI_EMOJI = RegExp(['^', '\\p{RGI_Emoji}', '$'].join(''), UNICODE_SETS);

const categories = readRows(data.rows, 99);
const all = categories.flat();
const named = (name: string): Emoji => {
  const found = all.find((emoji) => emoji.en.name === name);
  if (!found) throw new Error(`There is no ${name}`);
  return found;
};
const best = (query: string, locale: string) =>
  findEmoji(categories, query, locale, 5).map(({ emoji }) => emoji.text);

describe('the data', () => {
  test('has every category, and each emoji once, with a name in both languages', () => {
    expect(categories).toHaveLength(CATEGORIES.length);
    for (const category of categories) expect(category.length).toBeGreaterThan(70);
    expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(1_800);
    for (const emoji of all) {
      expect(emoji.en.name, emoji.text).toMatch(/^[^;,]+/u);
      expect(emoji.zh.name, emoji.text).not.toBe('');
      expect([0, 1, 2]).toContain(emoji.tones);
    }
    expect(all.filter(({ zh }) => /\p{Script=Han}/u.test(zh.name)).length).toBeGreaterThan(1_750);
  });

  test('leaves out what is newer than a device can show', () => {
    const old = readRows(data.rows, 11.9).flat();
    expect(old.length).toBeLessThan(all.length);
    expect(old.some(({ text }) => text === '🥰')).toBe(true);
    expect(old.some(({ text }) => text === '🫠')).toBe(false);
    expect(
      readRows(data.rows, 0)
        .flat()
        .every(({ tones }) => tones === 0),
    ).toBe(true);
  });

  test('has all the usual reactions', () => {
    for (const reaction of QUICK_REACTIONS)
      expect(
        all.some(({ text }) => text.replace('\uFE0F', '') === reaction.replace('\uFE0F', '')),
        reaction,
      ).toBe(true);
  });
});

describe('skin tones', () => {
  test('go behind the person, in place of a variation selector, and behind both of two', () => {
    expect(withTone(named('thumbs up'), '🏽')).toBe('👍🏽');
    expect(withTone(named('victory hand'), '🏿')).toBe('✌🏿');
    expect(withTone(named('astronaut'), '🏻')).toBe('🧑🏻‍🚀');
    expect(withTone(named('people holding hands'), '🏾')).toBe('🧑🏾‍🤝‍🧑🏾');
  });

  test('make one emoji of each that takes them, and leave the others alone', () => {
    const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
    for (const emoji of all)
      for (const tone of TONES) {
        const text = withTone(emoji, tone);
        expect([...graphemes.segment(text)], text).toHaveLength(1);
        if (emoji.tones === 0 || tone === '') expect(text).toBe(emoji.text);
        else expect(text).toMatch(RGI_EMOJI);
      }
  });
});

describe('searching', () => {
  test.each([
    ['tea', 'en', '🍵'],
    ['tea', 'zh-CN', '🍵'],
    ['茶', 'zh-CN', '🍵'],
    ['茶', 'en', '🍵'],
    ['茶壶', 'zh-CN', '🫖'],
    ['tada', 'en', '🎉'],
    ['thumbs up', 'en', '👍️'],
    ['thumbs_up', 'en', '👍️'],
    ['赞', 'zh-CN', '👍️'],
    ['Grinning', 'en', '😀'],
    ['ｔｅａ', 'en', '🍵'],
    ['🍵', 'en', '🍵'],
    ['❤', 'en', '❤️'],
    ['+1', 'en', '👍️'],
  ])('%s in %s finds %s among the first', (query, locale, emoji) => {
    expect(best(query, locale)).toContain(emoji);
  });

  test('puts what is called so before what only has to do with it', () => {
    expect(best('dog', 'en')[0]).toBe('🐕️');
    expect(best('rose', 'en')[0]).toBe('🌹');
    expect(best('猫', 'zh-CN')[0]).toMatch(/[🐱🐈]/u);
    expect(best('茶', 'zh-CN').indexOf('🍵')).toBeLessThan(2);
  });

  test('finds beginnings of words and not their middles, in Latin letters', () => {
    expect(best('eapo', 'en')).toEqual([]);
    expect(best('eacup', 'en')).toEqual([]);
  });

  test('needs every word, and finds nothing for nothing', () => {
    expect(best('red heart', 'en')[0]).toBe('❤️');
    expect(best('red xyzzy', 'en')).toEqual([]);
    for (const nothing of ['', '  ', 'xyzzy', '__proto__', 'constructor'])
      expect(best(nothing, 'en')).toEqual([]);
  });

  test('names them in the language asked for', () => {
    expect(findEmoji(categories, 'tea', 'zh-CN', 1)[0]?.name).toMatch(/\p{Script=Han}/u);
    expect(findEmoji(categories, '茶', 'en', 1)[0]?.name).toMatch(/^[a-z ]+$/u);
  });

  test('fetches the data by itself, and answers with no more than asked for', async () => {
    const found = await searchEmoji('face', 'en', 7);
    expect(found).toHaveLength(7);
  });
});

describe('moving about with the keyboard', () => {
  const section = (id: string, count: number): Section => ({
    id,
    title: id,
    cells: Array.from({ length: count }, (_, at) => ({ text: `${id}${at}`, name: '' })),
  });
  /** 8 columns: two full rows and one of three, then one of two, then one row. */
  const sections = [section('a', 19), section('b', 2), section('c', 8)];
  test.each([
    ['ArrowRight', [0, 0], [0, 1]],
    ['ArrowRight', [0, 18], [1, 0]],
    ['ArrowLeft', [1, 0], [0, 18]],
    ['ArrowLeft', [0, 0], [0, 0]],
    ['ArrowRight', [2, 7], [2, 7]],
    ['ArrowDown', [0, 3], [0, 11]],
    ['ArrowDown', [0, 15], [0, 18]],
    ['ArrowDown', [0, 17], [1, 1]],
    ['ArrowDown', [0, 18], [1, 1]],
    ['ArrowDown', [1, 1], [2, 1]],
    ['ArrowDown', [2, 5], [2, 5]],
    ['ArrowUp', [0, 11], [0, 3]],
    ['ArrowUp', [1, 1], [0, 17]],
    ['ArrowUp', [2, 7], [1, 1]],
    ['Home', [0, 13], [0, 8]],
    ['End', [0, 9], [0, 15]],
    ['End', [0, 17], [0, 18]],
    ['PageDown', [0, 5], [1, 0]],
    ['PageUp', [2, 5], [1, 0]],
  ] as const)('%s from %j leads to %j', (key, [fromSection, fromCell], [toSection, toCell]) => {
    expect(moved(sections, { section: fromSection, cell: fromCell }, key)).toEqual({
      section: toSection,
      cell: toCell,
    });
  });

  test('upwards out of the first row it goes back to the search', () => {
    expect(moved(sections, { section: 0, cell: 7 }, 'ArrowUp')).toBeNull();
  });

  test('other keys are none of its own', () => {
    for (const key of ['Enter', 'Escape', 'Tab', 'a'])
      expect(moved(sections, { section: 0, cell: 0 }, key)).toBeUndefined();
  });
});

describe('what a device remembers', () => {
  test('may be anything, and is taken for what it can be', () => {
    const none = { recent: [], tone: '' };
    for (const kept of [
      null,
      '',
      'x',
      '[]',
      '{}',
      '{"recent":3,"tone":7}',
      'null',
      '{"tone":"🍵"}',
    ])
      expect(readPreferences(kept), String(kept)).toEqual(none);
    expect(readPreferences('{"recent":["🍵",3,"🎉"],"tone":"🏽"}')).toEqual({
      recent: ['🍵', '🎉'],
      tone: '🏽',
    });
    const many = JSON.stringify({ recent: Array.from({ length: 100 }, (_, at) => String(at)) });
    expect(readPreferences(many).recent).toHaveLength(24);
  });
});
