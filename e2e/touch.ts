import type { Locator, Page } from '@playwright/test';

/** Keeps a finger on something for as long as a menu takes to open, and lets go. */
export async function longPress(target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error('There is nothing to press.');
  const page = target.page();
  const protocol = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await page.getByRole('menu').waitFor();
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await protocol.detach();
}

interface Point {
  x: number;
  y: number;
}

/** Fingers that go from place to place, each in a straight line, as a hand moves them. */
export async function moveFingers(
  page: Page,
  fingers: readonly { from: Point; to: Point }[],
  steps = 8,
): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  const at = (share: number) =>
    fingers.map(({ from, to }, id) => ({
      id,
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
    }));
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let step = 1; step <= steps; step += 1)
    await protocol.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: at(step / steps),
    });
  await protocol.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await protocol.detach();
}

/** Two fingers around a point, so far apart at first and so far in the end. */
export const pinch = (page: Page, around: Point, from: number, to: number): Promise<void> =>
  moveFingers(
    page,
    [-1, 1].map((side) => ({
      from: { x: around.x + (side * from) / 2, y: around.y },
      to: { x: around.x + (side * to) / 2, y: around.y },
    })),
  );
