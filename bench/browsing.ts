import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium } from '@playwright/test';
import { CHROMIUM } from '../e2e/browser.ts';
import { ensureWebBuilt, webServer } from '../e2e/servers.ts';
import { freePort, LOOPBACK } from '../scripts/services/ports.ts';
import { type House, openHouse } from './house.ts';

const CLOSING_MS = 10_000;

interface Visit {
  browser: Browser;
  house: House;
  /** Where the browser finds the web client. */
  url: string;
}

/** For benchmarks in a browser: all of Teahouse, and a browser before it. Ends the process, whatever still runs in it. */
export async function browse(work: (visit: Visit) => Promise<void>): Promise<never> {
  await ensureWebBuilt();
  const webPort = await freePort();
  const url = `http://${LOOPBACK}:${webPort}`;
  const house = await openHouse({ PUBLIC_URL: url });
  const web = webServer(webPort, house.api, url);
  const browser = await chromium.launch(CHROMIUM);
  try {
    await web.start();
    await work({ browser, house, url });
  } finally {
    // One that hangs in closing ends with this process.
    await Promise.race([browser.close(), sleep(CLOSING_MS)]);
    await web.stop();
    await house.stop();
  }
  process.exit();
}
