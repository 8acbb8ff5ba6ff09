import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from '@playwright/test';
import { demoAccounts } from '@teahouse/db/seed';
import sharp from 'sharp';
import { root } from '../../scripts/paths.ts';
import { expect, PHONE, test } from '../fixtures.ts';
import { picture } from '../media.ts';
import { composer, history, message } from '../screens.ts';
import { settle, wheel } from '../scrolling.ts';
import { bringSession } from '../session.ts';
import { TOWN_TIME, TOWN_ZONE } from '../town.ts';

interface Picture {
  file: string;
  username: (typeof demoAccounts)[number]['username'];
  look: BrowserContextOptions;
  /** Goes to what is to be seen, and waits until it is there. */
  show: (page: Page) => Promise<void>;
}

const ENGLISH = { locale: 'en-US', colorScheme: 'light' } as const;
const CHINESE = { locale: 'zh-CN', colorScheme: 'light' } as const;
const DARK = { colorScheme: 'dark' } as const;

/** A conversation, and a line of what is on the screen when it is opened. */
const chat = (name: string, line: string) => async (page: Page) => {
  await page.goto('/chats');
  await page.getByRole('link').filter({ hasText: name }).first().click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await expect(message(page, line)).toBeInViewport({ ratio: 1 });
  await expect(composer(page)).toBeEditable();
  for (const part of [page.getByRole('main').locator('header'), page.locator('form')])
    for (const control of await part.getByRole('button').all())
      await expect(control).toBeInViewport({ ratio: 1 });
  await expect(history(page)).toHaveAttribute('aria-busy', 'false');
  await settle(page);
};

/** The feed, from this post on. */
const feed = (text: string) => async (page: Page) => {
  await page.goto('/moments');
  const post = page.getByRole('article').filter({ hasText: text });
  await post.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await expect(post.getByText(text)).toBeInViewport();
};
const first = feed('雨天没什么客人，茶倒是泡得特别好。');
const nine = feed('Nine pictures of one street');

/** Of what is on the screen, none is missing or still to come. */
const expectPictures = (page: Page) =>
  expect
    .poll(() =>
      page.locator('img').evaluateAll((images) => {
        const seen = (images as HTMLImageElement[]).filter((image) => {
          const { top, bottom, width } = image.getBoundingClientRect();
          return width > 0 && bottom > 0 && top < innerHeight;
        });
        const whole = seen.filter(({ complete, naturalWidth }) => complete && naturalWidth > 0);
        return [seen.length > 1, seen.length - whole.length];
      }),
    )
    .toEqual([true, 0]);

const regulars = chat('半日闲街坊 · The Regulars', 'A bowl of sleep, found in a fiddle case 🎻🐈');
/** With what was found above those lines. */
const found = async (page: Page) => {
  await regulars(page);
  await wheel(page, -345);
  await expect(picture(page, 'IMG_2041.jpg')).toBeInViewport({ ratio: 1 });
};
const orders = (line: string) => chat('茶馆点单 · Tea Orders', line);

const pictures: Picture[] = [
  { file: 'chats-light-en', username: 'tom', look: ENGLISH, show: found },
  {
    file: 'chats-dark-zh-CN',
    username: 'mei',
    look: { ...CHINESE, ...DARK },
    show: orders('一块。免费了 Tom 会觉得自己不重要。'),
  },
  { file: 'moments-light-zh-CN', username: 'lin', look: CHINESE, show: nine },
  { file: 'moments-dark-en', username: 'tom', look: { ...ENGLISH, ...DARK }, show: first },
  {
    file: 'phone-chat-light-zh-CN',
    username: 'mei',
    look: { ...PHONE, ...CHINESE },
    show: chat('Tom Whitaker', '老师，我不想毕业。茶钱算谁的？'),
  },
  {
    file: 'phone-moments-dark-zh-CN',
    username: 'mei',
    look: { ...PHONE, ...CHINESE, ...DARK },
    show: first,
  },
];

for (const { file, username, look, show } of pictures)
  test(`the demo town can be shown to a friend: ${file}`, async ({ world, visit }) => {
    const page = await visit({ path: '', timezoneId: TOWN_ZONE, deviceScaleFactor: 2, ...look });
    await page.clock.setFixedTime(TOWN_TIME);
    for (const account of demoAccounts)
      if (account.username === username)
        await bringSession(page.context(), username, account.password);
      else await (await world.known(account.username, account.password)).follow().live();

    await show(page);
    await expectPictures(page);
    await page.evaluate(() => document.fonts.ready);
    if (process.env.UPDATE_SCREENSHOTS !== '1') return;
    const taken = await page.screenshot({ animations: 'disabled' });
    const small = await sharp(taken).webp({ quality: 80, effort: 6 }).toBuffer();
    await writeFile(join(root, 'docs/images', `${file}.webp`), small);
  });
