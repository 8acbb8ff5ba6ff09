import type { Page } from '@playwright/test';
import { chatRow, history } from '../../e2e/screens.ts';
import type { Talk } from './table.ts';

/** From the click to the first frame that shows the other conversation, in milliseconds; there and back so many times. */
export async function measureSwitches(
  page: Page,
  talks: readonly [Talk, Talk],
  times: number,
): Promise<number[]> {
  const taken: number[] = [];
  // The first two fill what is kept of them.
  for (let turn = 0; turn < times + 2; turn += 1) {
    const { name, last } = talks[(turn + 1) % 2] as Talk;
    const row = await chatRow(page, name).getByRole('link').boundingBox();
    if (!row) throw new Error(`${name} is not in the list.`);
    await page.mouse.move(row.x + row.width / 2, row.y + row.height / 2);
    const watch = await page.evaluateHandle(watchFor, last);
    await page.mouse.down();
    await page.mouse.up();
    const time = await watch.evaluate(({ shown }) => shown);
    await history(page).getByText(last).waitFor();
    if (turn >= 2) taken.push(time);
  }
  return taken;
}

/** The same rows without an application: the markup of both conversations, changed by hand at a click. */
export async function measureBareSwitches(page: Page, talks: readonly [Talk, Talk], times: number) {
  const markup: string[] = [];
  for (const { name, last } of talks) {
    await chatRow(page, name).getByRole('link').click();
    await history(page).getByText(last).waitFor();
    markup.push(await page.locator('main:has([role=log])').innerHTML());
  }
  const bare = await page.context().newPage();
  await bare.goto('/sign-in/nowhere');
  const styles = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')].map(({ href }) => href),
  );
  await bare.setContent(
    `${styles.map((href) => `<link rel="stylesheet" href="${href}">`).join('')}<button>Other</button><main></main>`,
    { waitUntil: 'load' },
  );
  await bare.evaluate((pages) => {
    let turn = 0;
    document.querySelector('button')?.addEventListener('click', () => {
      turn += 1;
      const main = document.querySelector('main');
      if (main) main.innerHTML = pages[turn % 2] ?? '';
    });
  }, markup);
  const taken: number[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    const watch = await bare.evaluateHandle(watchFor, talks[(turn + 1) % 2]?.last ?? '');
    await bare.getByRole('button', { name: 'Other', exact: true }).click();
    taken.push(await watch.evaluate(({ shown }) => shown));
  }
  await bare.close();
  return taken;
}

/** In the page: from the next click to the end of the frame in which these words stand in it. */
function watchFor(words: string): { shown: Promise<number> } {
  const shown = new Promise<number>((resolve, reject) => {
    const said = () => document.querySelector('main')?.innerText;
    setTimeout(() => reject(new Error(`“${words}” has not come, but: ${said()}`)), 30_000);
    addEventListener(
      'click',
      ({ timeStamp }) => {
        const look = () => {
          const there = [...document.querySelectorAll('[role=log] [data-message-id]')].some((row) =>
            row.textContent?.includes(words),
          );
          if (!there) return requestAnimationFrame(look);
          // A message comes after the frame has been drawn, and before the next one.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          return port2.postMessage(null);
        };
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  });
  return { shown };
}
