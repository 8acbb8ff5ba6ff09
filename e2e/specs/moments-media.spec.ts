import type { Page } from '@playwright/test';
import { expect, PHONE, test } from '../fixtures.ts';
import { film } from '../media.ts';
import { albumPath, attach, coloursOf, picked, postOf, writePost } from '../moments.ts';

/** The picture at the head of a page. */
const coverOf = (page: Page) => page.locator('main header img[src*="/files/"]').first();

test('a video is posted with its poster, played by a friend, kept from others, and closed with the post', async ({
  world,
  signIn,
}) => {
  const { one: mei, other: tom } = await world.friends('Mei', 'Tom');
  const eve = await world.user('Eve');
  const here = await signIn(mei, { path: '/moments' });
  const there = await signIn(tom, { path: '/moments' });
  const outside = await signIn(eve, { path: '/moments' });
  await expect(there.getByText('Nothing here yet')).toBeVisible();

  const dialog = await writePost(here, 'The kettle sings');
  await attach(here, dialog, [await film(here, 'kettle.webm')]);
  const tray = dialog.getByRole('list', { name: 'Pictures' });
  await expect(tray.getByText(/^0:0[12]$/)).toBeVisible();
  // One video, and nothing beside it.
  await expect(dialog.getByRole('button', { name: 'Pictures or a video' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Post', exact: true }).click();

  await there.getByRole('button', { name: 'One new post' }).click();
  const arrived = postOf(there, 'The kettle sings');
  const tile = arrived.getByRole('button', { name: /^Video, 0:0[12]$/ });
  await expect(tile).toBeVisible();
  const poster = tile.locator('img[src*="/files/"]');
  await expect
    .poll(() => poster.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);

  const posterAddress = (await poster.getAttribute('src')) ?? '';
  await tile.click();
  const player = there.getByRole('dialog').locator('video');
  await expect
    .poll(() => player.evaluate((video: HTMLVideoElement) => video.currentTime))
    .toBeGreaterThan(0);
  const address = await player.evaluate((video: HTMLVideoElement) => video.currentSrc);
  const statuses = (page: Page) =>
    Promise.all([address, posterAddress].map(async (at) => (await page.request.get(at)).status()));
  const part = await there.request.get(address, { headers: { range: 'bytes=0-99' } });
  expect([part.status(), (await part.body()).length]).toEqual([206, 100]);
  // Who is given the address has the address, and nothing else.
  expect(await statuses(there)).toEqual([200, 200]);
  expect(await statuses(outside)).toEqual([404, 404]);
  await there.keyboard.press('Escape');
  await expect(player).toHaveCount(0);

  await postOf(here, 'The kettle sings').getByRole('button', { name: 'Delete' }).click();
  await here.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(arrived).toHaveCount(0);
  for (const page of [here, there]) expect(await statuses(page)).toEqual([404, 404]);
});

test('another cover is seen on the page of its owner, by them and by others, and the former is gone', async ({
  world,
  signIn,
}) => {
  const { one: mei, other: tom } = await world.friends('Mei', 'Tom');
  const here = await signIn(mei, { path: albumPath(mei) });
  const change = async (name: string, colour: string) => {
    const before = (await coverOf(here).count()) > 0 ? await coverOf(here).getAttribute('src') : '';
    const choosing = here.waitForEvent('filechooser');
    await here.getByRole('button', { name: 'Change the cover picture' }).click();
    await (await choosing).setFiles(await picked(name, colour));
    await expect(coverOf(here)).toBeVisible();
    await expect(coverOf(here)).not.toHaveAttribute('src', before ?? '');
    return (await coverOf(here).getAttribute('src')) ?? '';
  };
  const first = await change('hills.jpg', 'teal');
  const there = await signIn(tom, { path: albumPath(mei) });
  await expect(coverOf(there)).toBeVisible();
  await expect(there.getByRole('button', { name: 'Change the cover picture' })).toHaveCount(0);
  await expect
    .poll(() => coverOf(there).evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);

  const second = await change('dusk.jpg', 'purple');
  await there.reload();
  await expect(coverOf(there)).toHaveAttribute('src', second);
  expect((await there.request.get(second)).status()).toBe(200);
  expect((await there.request.get(first)).status()).toBe(404);
  await here.goto('/moments');
  await expect(coverOf(here)).toHaveAttribute('src', second);
});

for (const by of ['a finger', 'the mouse'] as const)
  test(`pictures are carried to their places by ${by}`, async ({ world, signIn }) => {
    const mei = await world.user('Mei');
    const here = await signIn(mei, {
      path: '/moments',
      ...(by === 'a finger' ? PHONE : {}),
    });
    const dialog = await writePost(here, 'In this order');
    await attach(here, dialog, [
      await picked('a.jpg', 'red'),
      await picked('b.jpg', 'green'),
      await picked('c.jpg', 'blue'),
    ]);
    const place = (at: number) =>
      dialog.getByRole('button', { name: `Picture ${at} of 3`, exact: true });
    await expect(place(3)).toBeVisible();
    await place(3).scrollIntoViewIfNeeded();
    const middles = await Promise.all(
      [1, 2, 3].map(async (at) => {
        const box = await place(at).boundingBox();
        if (!box) throw new Error('There is nothing to carry.');
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }),
    );
    const [from, , to] = middles as [Point, Point, Point];
    if (by === 'the mouse') await carryByMouse(here, from, to);
    else {
      // One that moves at once scrolls, and carries nothing.
      await carryByFinger(here, from, to, 0);
      await expect(dialog.getByText('Now picture 3 of 3')).toHaveCount(0);
      await carryByFinger(here, from, to, 450);
    }
    await expect(dialog.getByText('Now picture 3 of 3')).toBeAttached();
    await dialog.getByRole('button', { name: 'Post', exact: true }).click();
    const posted = postOf(here, 'In this order');
    await expect(posted.locator('img[src*="/files/"]')).toHaveCount(3);
    expect(await coloursOf(here, posted)).toEqual(['green', 'blue', 'red']);
  });

interface Point {
  x: number;
  y: number;
}

async function carryByMouse(page: Page, from: Point, to: Point): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
}

/** `rests`: for so many milliseconds the finger stays where it is, before it moves. */
async function carryByFinger(page: Page, from: Point, to: Point, rests: number): Promise<void> {
  const protocol = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: Point) =>
    protocol.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] });
  await touch('touchStart', from);
  await page.waitForTimeout(rests);
  for (let step = 1; step <= 8; step++)
    await touch('touchMove', {
      x: from.x + ((to.x - from.x) * step) / 8,
      y: from.y + ((to.y - from.y) * step) / 8,
    });
  await touch('touchEnd');
  await protocol.detach();
}
