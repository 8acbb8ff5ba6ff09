import type { Page } from '@playwright/test';
import { history } from './screens.ts';

/** Waits until neither the place nor the length of the history has changed for a while of frames. */
export async function settle(page: Page): Promise<void> {
  await history(page).evaluate(
    (log) =>
      new Promise<void>((resolve) => {
        let still = 0;
        let before = '';
        const look = () => {
          const now = `${log.scrollTop} ${log.scrollHeight}`;
          still = now === before ? still + 1 : 0;
          before = now;
          if (still < 12) requestAnimationFrame(look);
          else resolve();
        };
        look();
      }),
  );
}

export async function wheel(page: Page, by: number): Promise<void> {
  await history(page).hover();
  await page.mouse.wheel(0, by);
  await settle(page);
}

/** Scrolls on until there is nothing below. */
export async function wheelToEnd(page: Page): Promise<void> {
  const below = () =>
    history(page).evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
  for (let turn = 0; turn < 20 && (await below()) > 1; turn += 1) await wheel(page, 2_000);
}

/** The length of the history as it is known so far. */
export const lengthOf = (page: Page) => history(page).evaluate((log) => log.scrollHeight);

export interface Watch {
  /** How far the line has been from where it was, in any frame painted since, in pixels. */
  farthestMove(): Promise<number>;
}

/** Follows the line in the middle of the screen, frame by frame. */
export async function watchMiddleLine(page: Page): Promise<Watch> {
  const watched = await history(page).evaluateHandle((log) => {
    const lines = () =>
      [...log.querySelectorAll('*')].filter(
        (part) => part.childElementCount === 0 && part.textContent?.startsWith('Line '),
      );
    const view = log.getBoundingClientRect();
    const middle = view.top + view.height / 2;
    const distance = (part: Element) => Math.abs(part.getBoundingClientRect().top - middle);
    const [line] = lines().sort((a, b) => distance(a) - distance(b));
    if (!line) throw new Error('No line is on the screen.');
    const text = line.textContent;
    const start = line.getBoundingClientRect().top;
    const record = { farthest: 0, frames: 0 };
    const note = (top: number) => {
      record.farthest = Math.max(record.farthest, Math.abs(top - start));
      record.frames += 1;
    };
    const look = () => {
      const now = lines().find((part) => part.textContent === text);
      // An intersection is reckoned after everything else in a frame: it is what gets painted.
      if (now) {
        const observer = new IntersectionObserver(([entry]) => {
          observer.disconnect();
          note(entry?.boundingClientRect.top ?? Number.POSITIVE_INFINITY);
        });
        observer.observe(now);
      } else note(Number.POSITIVE_INFINITY);
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    return record;
  });
  return {
    farthestMove: async () => {
      await settle(page);
      const { farthest, frames } = await watched.jsonValue();
      if (frames < 10) throw new Error(`Only ${frames} frames have been looked at.`);
      return farthest;
    },
  };
}
