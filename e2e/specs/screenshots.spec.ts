import { join } from 'node:path';
import type { BrowserContextOptions } from '@playwright/test';
import { demoAccounts } from '@teahouse/db/seed';
import { root } from '../../scripts/paths.ts';
import { expect, PHONE, test } from '../fixtures.ts';
import { composer, history, message } from '../screens.ts';
import { settle } from '../scrolling.ts';
import { bringSession } from '../session.ts';
import { TOWN_TIME, TOWN_ZONE } from '../town.ts';

interface Picture {
  file: string;
  username: (typeof demoAccounts)[number]['username'];
  look: BrowserContextOptions;
  chat: string;
  /** A line of what is on the screen when that conversation is opened. */
  line: string;
}

const pictures: Picture[] = [
  {
    file: 'desktop-light-en.png',
    username: 'tom',
    look: { locale: 'en-US', colorScheme: 'light' },
    chat: '茶馆点单 · Tea Orders',
    line: 'Keep it for the open mic. First poem: “Table Seven, Again.”',
  },
  {
    file: 'desktop-dark-zh-CN.png',
    username: 'mei',
    look: { locale: 'zh-CN', colorScheme: 'dark' },
    chat: '半日闲街坊 · The Regulars',
    line: 'Left ear: a bit missing. Bell: green. Attitude: enormous.',
  },
  {
    file: 'phone-light-zh-CN.png',
    username: 'lin',
    look: { ...PHONE, locale: 'zh-CN', colorScheme: 'light' },
    chat: '茶馆点单 · Tea Orders',
    line: '一块。免费了 Tom 会觉得自己不重要。',
  },
];

for (const { file, username, look, chat, line } of pictures)
  test(`the demo town can be shown to a friend: ${file}`, async ({ world, visit }) => {
    const page = await visit({ path: '', timezoneId: TOWN_ZONE, deviceScaleFactor: 2, ...look });
    await page.clock.setFixedTime(TOWN_TIME);
    for (const account of demoAccounts)
      if (account.username === username)
        await bringSession(page.context(), username, account.password);
      else await (await world.known(account.username, account.password)).follow().live();

    await page.goto('/chats');
    await page.getByRole('link').filter({ hasText: chat }).first().click();
    await expect(page.getByRole('heading', { name: chat, level: 1 })).toBeVisible();
    await expect(message(page, line)).toBeInViewport({ ratio: 1 });
    await expect(composer(page)).toBeEditable();
    for (const part of [page.getByRole('main').locator('header'), page.locator('form')])
      for (const control of await part.getByRole('button').all())
        await expect(control).toBeInViewport({ ratio: 1 });
    await expect(history(page)).toHaveAttribute('aria-busy', 'false');
    await page.evaluate(() => document.fonts.ready);
    await settle(page);
    if (process.env.UPDATE_SCREENSHOTS === '1')
      await page.screenshot({ path: join(root, 'docs/images', file), animations: 'disabled' });
  });
