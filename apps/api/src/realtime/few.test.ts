import { describe, expect, test } from 'vitest';
import { type Few, howMany, including, none, without } from './few.ts';

const filled = (count: number): Few<number> => {
  let few: Few<number> = none;
  for (let item = 0; item < count; item++) few = including(few, item);
  return few;
};

describe('a set that is small most of the time', () => {
  test('holds each item once, whatever its size', () => {
    for (const count of [0, 1, 31, 32, 33, 34, 200]) {
      let few = filled(count);
      for (let item = 0; item < count; item++) few = including(few, item);
      expect([...few]).toEqual(Array.from({ length: count }, (_, item) => item));
      expect(howMany(few)).toBe(count);
    }
  });

  test('gives up what is taken out, all the way up and down again', () => {
    let few = filled(200);
    for (let item = 0; item < 200; item += 2) few = without(few, item);
    expect([...few]).toEqual(Array.from({ length: 100 }, (_, place) => place * 2 + 1));
    for (let item = 0; item < 200; item++) few = without(few, item);
    expect(howMany(few)).toBe(0);
    expect(without(few, 7)).toBe(few);
  });

  test.each([5, 32, 33, 100])('can be left while somebody goes through %i', (count) => {
    let few = filled(count);
    const met: number[] = [];
    for (const item of few) {
      met.push(item);
      few = without(few, item);
    }
    expect(met).toHaveLength(count);
    expect(howMany(few)).toBe(0);
  });
});
