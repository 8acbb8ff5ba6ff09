import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeBeside, type Side } from './place-beside';

const room = { width: 1_000, height: 600 };
const size = { width: 100, height: 20 };

test('it stands on the side that was asked for, in the middle of it', () => {
  const anchor = { left: 400, top: 300, width: 40, height: 40 };
  expect(placeBeside(anchor, size, 'top', room)).toEqual({ left: 370, top: 272 });
  expect(placeBeside(anchor, size, 'bottom', room)).toEqual({ left: 370, top: 348 });
  expect(placeBeside(anchor, size, 'left', room)).toEqual({ left: 292, top: 310 });
  expect(placeBeside(anchor, size, 'right', room)).toEqual({ left: 448, top: 310 });
});

test('where there is no room it stands on the other side', () => {
  expect(placeBeside({ left: 400, top: 10, width: 40, height: 40 }, size, 'top', room).top).toBe(
    58,
  );
  expect(
    placeBeside({ left: 950, top: 300, width: 40, height: 40 }, size, 'right', room).left,
  ).toBe(842);
});

test('it is never out of the window, and never over what it stands beside', () => {
  const anchors = fc.record({
    left: fc.integer({ min: 0, max: 960 }),
    top: fc.integer({ min: 0, max: 560 }),
    width: fc.constant(40),
    height: fc.constant(40),
  });
  const sides = fc.constantFrom<Side>('top', 'right', 'bottom', 'left');
  fc.assert(
    fc.property(anchors, sides, (anchor, side) => {
      const { left, top } = placeBeside(anchor, size, side, room);
      expect(left >= 5 && left + size.width <= room.width - 5).toBe(true);
      expect(top >= 5 && top + size.height <= room.height - 5).toBe(true);
      const apart =
        left + size.width <= anchor.left ||
        left >= anchor.left + anchor.width ||
        top + size.height <= anchor.top ||
        top >= anchor.top + anchor.height;
      expect(apart).toBe(true);
    }),
  );
});
