import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Stories about the app without a network need the service worker that others do without. */
export const withWorker = { serviceWorkers: 'allow' } as const;

/** Waits until the app would open without a network: its version is kept, and what is on the screen. */
export async function keptOnDisk(page: Page, text: string): Promise<void> {
  await expect.poll(() => keptShell(page), { timeout: 30_000 }).toContain('data-build');
  await expect.poll(() => storedInDatabases(page)).toContain(text);
}

/** The page that opens without a network; empty before there is one. */
export function keptShell(page: Page): Promise<string> {
  return page.evaluate(async () => (await (await caches.match('/offline'))?.text()) ?? '');
}

/** All that the browser has stored for the site in databases. */
export function storedInDatabases(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const found: unknown[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await settled(indexedDB.open(name));
      for (const store of db.objectStoreNames)
        found.push(name, await settled(db.transaction(store).objectStore(store).getAll()));
      db.close();
    }
    return JSON.stringify(found);
  });
}

/** All that the browser has stored for the site besides databases and cookies: what it would show to whoever looks. */
export function storedElsewhere(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const { url } of await cache.keys())
        found.push(url, (await (await cache.match(url))?.text()) ?? '');
    }
    return found.join('\n');
  });
}
