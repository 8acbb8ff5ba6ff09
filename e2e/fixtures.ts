import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test';
import { PASSWORD, type Person, World } from '@teahouse/api/testing/world';
import { Complaints } from './complaints.ts';
import { type House, openHouse, type Site } from './servers.ts';
import { bringSession } from './session.ts';

export { expect };

interface Where extends BrowserContextOptions {
  /** The site to go to; `here` if not said. */
  at?: Site;
  path?: string;
}

interface TestFixtures {
  /** Builds people and what is between them, through the public API. */
  world: World;
  complaints: Complaints;
  /** A browser of its own, of somebody who is not signed in. */
  visit: (where?: Where) => Promise<Page>;
  /** A browser of its own in which the person is signed in. */
  signIn: (person: Person, where?: Where) => Promise<Page>;
  /** The same on a phone. */
  phone: (person: Person, where?: Where) => Promise<Page>;
}

interface WorkerFixtures {
  house: House;
}

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const test = base.extend<TestFixtures, WorkerFixtures>({
  house: [
    // biome-ignore lint/correctness/noEmptyPattern: this is how a fixture says that it needs no other.
    async ({}, use, { parallelIndex }) => {
      const house = await openHouse(parallelIndex);
      await use(house);
      await house.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  world: ({ house }, use) => use(new World(house.here.api.url)),
  complaints: [
    // biome-ignore lint/correctness/noEmptyPattern: this is how a fixture says that it needs no other.
    async ({}, use) => {
      const complaints = new Complaints();
      await use(complaints);
      expect(complaints.unexpected).toEqual([]);
    },
    { auto: true },
  ],
  visit: async ({ browser, house, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ at = house.here, path = '/', ...options } = {}) => {
      // Requests that a service worker has seen are out of the stories' hands; those about it ask for one.
      const context = await browser.newContext({
        baseURL: at.url,
        serviceWorkers: 'block',
        ...options,
      });
      contexts.push(context);
      await complaints.watch(context);
      const page = await context.newPage();
      if (path) await page.goto(path);
      return page;
    });
    for (const context of contexts) await context.close();
  },
  signIn: async ({ visit }, use) => {
    await use(async (person, { path = '/chats', ...where } = {}) => {
      const page = await visit({ ...where, path: '' });
      await bringSession(page.context(), person.account.username, PASSWORD);
      await page.goto(path);
      return page;
    });
  },
  phone: async ({ signIn }, use) => {
    await use((person, where) => signIn(person, { ...PHONE, ...where }));
  },
});
