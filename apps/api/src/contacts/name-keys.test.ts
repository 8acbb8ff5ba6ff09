import { describe, expect, test } from 'vitest';
import { isNearly, nameKey, soundOf, typedKey } from './name-keys.ts';

const finds = (name: string, typed: string) => nameKey(name).includes(` ${typedKey(typed)}`);

describe('the key of a name', () => {
  test.each([
    [
      '王小明',
      [
        'wangxiaoming',
        'wang xiao ming',
        'WXM',
        'wangxm',
        'wxiaoming',
        'wangxi',
        'xiaom',
        'xm',
        'ming',
        'w',
      ],
    ],
    ['欧阳娜娜', ['ouyangnana', 'oynn', 'ouynn', 'nana']],
    ['吕布', ['lvbu', 'lübu', 'LÜ', 'lb']],
    ['小王Tom', ['xiaowangtom', 'xwtom', 'tom', 'xwt']],
    ['Mei Lin', ['meilin', 'mei l', 'ml', 'lin']],
    ['Élodie', ['elodie', 'élo']],
    ['Ｗａｎｇ', ['wang']],
    ['鄧麗君', ['denglijun', 'dlj']],
    ['🍵茶', ['cha']],
  ])('%s is found by all that people type for it', (name, typed) => {
    for (const one of typed) expect(finds(name, one), one).toBe(true);
  });

  test.each([
    ['单雄信', ['shanxiongxin', 'sxx', 'danxiongxin']],
    ['解晓东', ['xiexiaodong', 'jiexiaodong']],
    ['尉迟恭', ['yuchigong', 'ycg']],
    ['万俟卨', ['moqi']],
    ['曾国藩', ['zengguofan']],
  ])('%s is found by its surname’s own reading', (name, typed) => {
    for (const one of typed) expect(finds(name, one), one).toBe(true);
  });

  test('does not find by what stands within a syllable, nor by another name', () => {
    for (const typed of ['ang', 'iao', 'wm', 'mingwang', 'wangx1'])
      expect(finds('王小明', typed)).toBe(false);
  });

  test('stays short however long the name is, and is empty of what has no letters', () => {
    expect(nameKey('王小明'.repeat(13)).length).toBeLessThan(1_000);
    expect(nameKey('a b c d e f g h i j k l m n o p q r s t').length).toBeLessThan(1_000);
    for (const name of ['🍵', '!!', '\u200b']) expect(nameKey(name).trim()).toBe('');
  });
});

describe('what is typed', () => {
  test('in Chinese sounds like what is written otherwise', () => {
    expect(nameKey('王晓明')).toContain(` ${soundOf('王小明')} `);
    expect(soundOf('小')).toBe('');
    expect(soundOf('xiaoming')).toBe('');
  });

  test.each([
    ['wangxaoming', '王小明', true],
    ['wnagxiao', '王小明', true],
    ['jasmne', 'Jasmine', true],
    ['jasmihe', 'Jasmine', true],
    ['jsamine', 'Jasmine', true],
    ['jassmine', 'Jasmine', true],
    ['jaxmixe', 'Jasmine', false],
    ['jam', 'Jasmine', false],
    ['tom', 'Tim', false],
  ])('%s is nearly %s: %s', (typed, name, nearly) => {
    expect(isNearly(typed, nameKey(name))).toBe(nearly);
  });
});
