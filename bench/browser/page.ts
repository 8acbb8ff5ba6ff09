import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import { chatPath, composer, history } from '../../e2e/screens.ts';
import { bringSession } from '../../e2e/session.ts';
import type { Scene, Talk } from './table.ts';

/** A browser that has never been here. */
export async function newVisitor(browser: Browser, url: string, scene?: Scene) {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
    // What it keeps for a time without a network is no part of what a page needs.
    serviceWorkers: 'block',
  });
  // tsx has every function keep its name by a call, also those that run in the page.
  await context.addInitScript('globalThis.__name = (named) => named');
  if (scene) await bringSession(context, scene.login, scene.password);
  return context;
}

export async function openTalk(context: BrowserContext, talk: Talk): Promise<Page> {
  const page = await context.newPage();
  await page.goto(chatPath(talk.id));
  await history(page).getByText(talk.last).waitFor();
  await composer(page).and(page.locator(':enabled')).waitFor();
  await page.waitForLoadState('networkidle');
  return page;
}

/** In bytes, as they came over the wire. */
export interface Weight {
  scripts: number;
  files: number;
}

export interface FirstLoad {
  /** From the request to the first frame in which one can read and write, in milliseconds. */
  usable: number;
  /** Asked for until then, and afterwards. */
  first: Weight;
  later: Weight;
}

/**
 * Opens a page for the first time; `selector`: stands in it as soon as it is of use. `stayMs`: how long one stays, for what
 * comes when the browser has nothing to do.
 */
export async function loadFirst(
  context: BrowserContext,
  path: string,
  selector: string,
  { slowed = 1, stayMs = 0 } = {},
): Promise<FirstLoad> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  if (slowed > 1) await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowed });
  const scripts = await watchScripts(cdp);
  await page.addInitScript(noteWhen, selector);
  await page.goto(path);
  await page.waitForFunction(() => 'usableAt' in window);
  await page.waitForTimeout(stayMs);
  await page.waitForLoadState('networkidle');
  const { usable, at } = await page.evaluate(() => {
    const usable = (window as unknown as { usableAt: number }).usableAt;
    return { usable, at: (performance.timeOrigin + usable) / 1_000 };
  });
  const taken = scripts();
  await page.close();
  const weigh = (some: { bytes: number }[]): Weight => ({
    scripts: some.reduce((sum, { bytes }) => sum + bytes, 0),
    files: some.length,
  });
  return {
    usable,
    first: weigh(taken.filter(({ asked }) => asked <= at)),
    later: weigh(taken.filter(({ asked }) => asked > at)),
  };
}

async function watchScripts(cdp: CDPSession) {
  const asked = new Map<string, number>();
  const taken: { asked: number; bytes: number }[] = [];
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  cdp.on('Network.requestWillBeSent', ({ requestId, request, wallTime }) => {
    if (new URL(request.url).pathname.endsWith('.js')) asked.set(requestId, wallTime);
  });
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const at = asked.get(requestId);
    if (at !== undefined) taken.push({ asked: at, bytes: encodedDataLength });
  });
  return () => taken;
}

/** In the page: remembers the first frame after which all that these selectors name, one in each line, stands in it. */
function noteWhen(selectors: string): void {
  const look = () => {
    if (selectors.split('\n').every((one) => document.querySelector(one)))
      requestAnimationFrame(() =>
        setTimeout(() => Object.assign(window, { usableAt: performance.now() })),
      );
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** There is something to read, and one can write. */
export const CHAT_IS_USABLE = '[role=log] [data-message-id]\nmain form textarea:enabled';
