import type { Page } from '@playwright/test';

/** Goes to a page and waits until its stream is live: what is said from then on is heard, not fetched. */
export async function goLive(page: Page, path: string): Promise<void> {
  const live = new Promise<void>((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).includes('"CaughtUp"')) resolve();
      }),
    );
  });
  await page.goto(path);
  await live;
}
