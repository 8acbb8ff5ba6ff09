import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cornerOf,
  layoutOf,
  moved,
  placeAfterKey,
  placeMeanwhile,
  placeUnder,
} from './picture-grid';

const square = { width: 1000, height: 1000 };
const single = (width: number, height: number) => {
  const layout = layoutOf([{ width, height }]);
  if (layout.kind !== 'single') throw new Error('One picture lies alone.');
  return layout;
};

describe('the grid', () => {
  test.each([
    [2, 2],
    [3, 3],
    [4, 2],
    [5, 3],
    [6, 3],
    [7, 3],
    [8, 3],
    [9, 3],
  ])('%i pictures lie in %i columns', (count, columns) => {
    expect(layoutOf(Array.from({ length: count }, () => square))).toEqual({
      kind: 'grid',
      columns,
    });
  });
});

describe('one picture', () => {
  test('keeps its proportions', () => {
    expect(single(1600, 1200)).toMatchObject({ width: 400, ratio: 4 / 3 });
    expect(single(1200, 1600)).toMatchObject({ width: 270, ratio: 3 / 4 });
    expect(single(1000, 1000)).toMatchObject({ width: 360, ratio: 1 });
  });

  test('is cut where it would be a strip', () => {
    expect(single(8000, 1000).ratio).toBe(5 / 2);
    expect(single(500, 5000)).toMatchObject({ width: 180, ratio: 1 / 2 });
  });

  test('is not blown up, but stays large enough to be hit', () => {
    expect(single(200, 150).width).toBe(200);
    expect(single(16, 16).width).toBe(120);
  });

  test('has a place even where its size is not known', () => {
    expect(single(0, 0)).toMatchObject({ width: 360, ratio: 1 });
  });

  test('never leaves its bounds', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.nat(20_000), (width, height) => {
        const layout = single(width, height);
        expect(layout.width).toBeGreaterThanOrEqual(120);
        expect(layout.width).toBeLessThanOrEqual(400);
        expect(layout.width / layout.ratio).toBeLessThanOrEqual(361);
      }),
    );
  });
});

describe('the tray', () => {
  test('arrows lead to the next place, and nowhere beyond the edge', () => {
    const tray = { count: 7, columns: 3 };
    expect(placeAfterKey('ArrowRight', 0, tray)).toBe(1);
    expect(placeAfterKey('ArrowDown', 1, tray)).toBe(4);
    expect(placeAfterKey('ArrowDown', 5, tray)).toBeNull();
    expect(placeAfterKey('ArrowUp', 2, tray)).toBeNull();
    expect(placeAfterKey('ArrowLeft', 0, tray)).toBeNull();
    expect(placeAfterKey('Enter', 3, tray)).toBeNull();
  });

  test('what is moved stands in its new place, and all others keep their order', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
    expect(moved(['a', 'b'], 5, 0)).toEqual(['a', 'b']);
  });

  test('a picture that is carried is over the place that it covers most, and never beyond the last', () => {
    const tray = { columns: 3, step: 100 };
    expect(placeUnder({ x: 160, y: 10 }, tray, 7)).toBe(2);
    expect(placeUnder({ x: 149, y: 151 }, tray, 7)).toBe(6);
    expect(placeUnder({ x: 40, y: 60 }, tray, 7)).toBe(3);
    expect(placeUnder({ x: -500, y: -500 }, tray, 7)).toBe(0);
    expect(placeUnder({ x: 900, y: 0 }, tray, 7)).toBe(2);
    expect(placeUnder({ x: 300, y: 900 }, tray, 7)).toBe(6);
  });

  test('while one is carried the others lie as they will when it is let go there', () => {
    const pictures = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(pictures, fc.nat(), fc.nat(), (count, one, other) => {
        const [from, to] = [one % count, other % count];
        const places = Array.from({ length: count }, (_, index) => index);
        const after = moved(places, from, to);
        for (const place of places) expect(after[placeMeanwhile(place, from, to)]).toBe(place);
      }),
    );
  });

  test('every place has its corner', () => {
    expect(cornerOf(5, { columns: 3, step: 100 })).toEqual({ x: 200, y: 100 });
  });
});
