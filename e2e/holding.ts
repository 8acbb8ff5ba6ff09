import type { Page } from '@playwright/test';

export interface Held {
  /** Whether there has been such a request. */
  asked(): boolean;
  release(): void;
}

/** Keeps GraphQL requests that contain the pattern back until they are let through: a network that takes its time. */
export async function holdRequests(page: Page, pattern: RegExp): Promise<Held> {
  let seen = false;
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/graphql', async (route) => {
    if (pattern.test(route.request().postData() ?? '')) {
      seen = true;
      await released;
    }
    await route.fallback();
  });
  return { asked: () => seen, release: () => release() };
}
