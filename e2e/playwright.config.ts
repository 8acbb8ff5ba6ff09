import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './browser.ts';

export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  globalSetup: './setup.ts',
  // Each worker has a house of its own (database, Redis, servers), so any two stories can run side by side.
  fullyParallel: true,
  workers: 3,
  retries: 0,
  forbidOnly: true,
  // These end what would go on for ever, on a slow machine as well; none of them is a promise.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    // Recording one costs about a fifth of a story, and is kept by the failing ones alone.
    trace: process.env.E2E_TRACE === '1' ? 'retain-on-failure' : 'off',
    actionTimeout: 30_000,
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'light',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: CHROMIUM,
  },
});
