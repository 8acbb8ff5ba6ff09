import { expect, test } from 'vitest';
import { byLetter, indexLetter } from './name-index';

test.each([
  ['Mei Lin', 'M'],
  ['élodie', 'E'],
  ['Ñandú', 'N'],
  ['林美', 'L'],
  ['王小明', 'W'],
  ['陈晨', 'C'],
  ['安然', 'A'],
  ['欧阳', 'O'],
  ['朱丽', 'Z'],
  ['曾国', 'Z'],
  ['单雄', 'S'],
  ['解东', 'X'],
  ['尉迟恭', 'Y'],
  ['万俟卨', 'M'],
  ['朴树', 'P'],
  ['  赵', 'Z'],
  ['🍵 tea', '#'],
  ['42', '#'],
  ['さくら', '#'],
  ['', '#'],
])('%j stands under %s', (name, letter) => {
  expect(indexLetter(name)).toBe(letter);
});

test('Chinese and Latin names share one alphabet, the rest comes last', () => {
  const names = ['王小明', '🍵', 'Zoe', 'ada', '安然', 'Walt', '林美', 'Lin'];
  const sections = byLetter(names, (name) => name, 'en');
  expect(sections.map((section) => section.letter).join('')).toBe('ALWZ#');
  expect(sections[0]?.people).toEqual(expect.arrayContaining(['ada', '安然']));
  expect(sections.flatMap((section) => section.people)).toHaveLength(names.length);
});

test('within a letter, Chinese names stand in the order of their pinyin, surnames as they are read', () => {
  const names = ['张三', '曾黎', '赵一', '查良', '周二', '翟天'];
  const [section] = byLetter(names, (name) => name, 'zh-CN');
  expect(section?.people).toEqual(['曾黎', '查良', '翟天', '张三', '赵一', '周二']);
});
