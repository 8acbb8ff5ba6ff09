import { expect, type Locator, type Page } from '@playwright/test';
import { upload } from '@teahouse/api/testing/media';
import type { Person, World } from '@teahouse/api/testing/world';
import sharp from 'sharp';
import type { Sent } from './media.ts';

/** What stories about Moments speak of. */

/** A picture of one colour, large enough to be made smaller. */
const drawn = (background: string) =>
  sharp({ create: { width: 640, height: 480, channels: 3, background } })
    .jpeg()
    .toBuffer();

export const picked = async (name: string, background: string): Promise<Sent> => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await drawn(background),
});

export const uploaded = async (person: Person, background: string) => {
  const content = await drawn(background);
  const name = `${background}.jpg`;
  return (await upload(person, { kind: 'IMAGE', name, mediaType: 'image/jpeg', content })).id;
};

export const feed = (page: Page) => page.getByRole('list', { name: 'Moments' });
export const postOf = (page: Page, text: string): Locator =>
  page.getByRole('article').filter({ hasText: text });

/** Three people: the one in the middle is a friend of both, and these two are strangers. */
export async function three(world: World) {
  const mei = await world.user('Mei');
  const tom = await world.user('Tom');
  const ann = await world.user('Ann');
  await mei.befriend(tom);
  await mei.befriend(ann);
  return { mei, tom, ann };
}

export async function react(post: Locator, page: Page, what: 'Like' | 'Comment'): Promise<void> {
  await post.getByRole('button', { name: 'Like or comment' }).click();
  await page.getByRole('menuitem', { name: what }).click();
}

/** The composer of posts, open. */
export async function writePost(page: Page, text: string): Promise<Locator> {
  await page.getByRole('button', { name: 'New post' }).click();
  const dialog = page.getByRole('dialog', { name: 'New post' });
  await dialog.getByRole('textbox', { name: 'What is on your mind?' }).fill(text);
  return dialog;
}

/** Puts pictures or a video into a post, as the window of the system does. */
export async function attach(page: Page, dialog: Locator, files: readonly Sent[]): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Pictures or a video' }).click();
  await (await choosing).setFiles([...files]);
}

export const albumPath = ({ id }: Person): string => `/moments/people/${encodeURIComponent(id)}`;

/** The colours of a post's pictures, in their order: which of red, green and blue is strongest. */
export async function coloursOf(page: Page, post: Locator): Promise<string[]> {
  const colours: string[] = [];
  for (const image of await post.locator('img[src*="/files/"]').all()) {
    const bytes = await (await page.request.get((await image.getAttribute('src')) ?? '')).body();
    const [red = 0, green = 0, blue = 0] = (await sharp(bytes).stats()).channels.map(
      ({ mean }) => mean,
    );
    const most = Math.max(red, green, blue);
    colours.push(most === red ? 'red' : most === green ? 'green' : 'blue');
  }
  return colours;
}

/** Parts of the client that come when the browser has nothing better to do are there: nothing more is fetched. */
export async function fetchedAhead(page: Page): Promise<void> {
  let before = -1;
  const fetchesMore = async () => {
    const now = await page.evaluate(() => performance.getEntriesByType('resource').length);
    const more = now !== before;
    before = now;
    return more;
  };
  await expect.poll(fetchesMore, { intervals: [4_000], timeout: 40_000 }).toBe(false);
}
