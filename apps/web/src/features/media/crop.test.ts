import { describe, expect, test } from 'vitest';
import { closestOf, drawnSide, moved, placeOf, sideOf, wholeOf, zoomedTo } from './crop';

const photograph = { width: 1600, height: 900 };

/** What of the picture the square holds. */
function edges(size: typeof photograph, crop: ReturnType<typeof wholeOf>) {
  const half = sideOf(size, crop) / 2;
  return {
    left: crop.x - half,
    right: crop.x + half,
    top: crop.y - half,
    bottom: crop.y + half,
  };
}

describe('a square of a picture', () => {
  test('begins with the most that it can hold, from the middle', () => {
    expect(edges(photograph, wholeOf(photograph))).toEqual({
      left: 350,
      right: 1250,
      top: 0,
      bottom: 900,
    });
  });

  test('never leaves the picture, however it is pushed and zoomed', () => {
    let crop = wholeOf(photograph);
    let seed = 7;
    const next = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647 - 0.5;
    };
    for (let step = 0; step < 2_000; step++) {
      const at = { x: next(), y: next() };
      crop =
        step % 2
          ? moved(photograph, crop, { x: next() * 4, y: next() * 4 })
          : zoomedTo(photograph, crop, crop.zoom * (1 + next()), at);
      const { left, right, top, bottom } = edges(photograph, crop);
      expect(Math.min(left, top)).toBeGreaterThan(-1e-6);
      expect(right).toBeLessThan(photograph.width + 1e-6);
      expect(bottom).toBeLessThan(photograph.height + 1e-6);
      expect(crop.zoom).toBeGreaterThanOrEqual(1);
      expect(crop.zoom).toBeLessThanOrEqual(closestOf(photograph));
    }
  });

  test('follows the finger: the picture moves by as much as it was pushed', () => {
    const near = zoomedTo(photograph, wholeOf(photograph), 3);
    expect(moved(photograph, near, { x: 0.5, y: -0.25 })).toEqual({
      zoom: 3,
      x: 800 - 150,
      y: 450 + 75,
    });
  });

  test('keeps the point under the pointer while one goes nearer', () => {
    const at = { x: 0.3, y: -0.2 };
    const before = zoomedTo(photograph, wholeOf(photograph), 2);
    const after = zoomedTo(photograph, before, 4, at);
    const under = (crop: typeof before) => ({
      x: crop.x + at.x * sideOf(photograph, crop),
      y: crop.y + at.y * sideOf(photograph, crop),
    });
    expect(under(after).x).toBeCloseTo(under(before).x);
    expect(under(after).y).toBeCloseTo(under(before).y);
  });

  test('stays sharp: one goes no nearer than 160 pixels, and small pictures are not blown up', () => {
    expect(
      sideOf(
        { width: 640, height: 320 },
        zoomedTo({ width: 640, height: 320 }, wholeOf({ width: 640, height: 320 }), 99),
      ),
    ).toBe(160);
    const small = { width: 90, height: 120 };
    expect(zoomedTo(small, wholeOf(small), 4).zoom).toBe(1);
    expect(drawnSide(small, wholeOf(small))).toBe(90);
    expect(drawnSide(photograph, wholeOf(photograph))).toBe(640);
  });

  test('is shown by laying the whole picture behind a window', () => {
    expect(placeOf({ width: 200, height: 100 }, { zoom: 2, x: 50, y: 50 })).toEqual({
      width: '400%',
      height: '200%',
      left: '-50%',
      top: '-50%',
    });
  });
});
