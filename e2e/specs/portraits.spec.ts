import type { Locator, Page } from '@playwright/test';
import { change } from '@teahouse/api/testing/convergence/scene';
import sharp from 'sharp';
import { expect, test } from '../fixtures.ts';
import { chatPath, chatRow, composer, history, message, say } from '../screens.ts';
import { moveFingers, pinch } from '../touch.ts';

/** Red on the left, blue on the right: what was cut out of it is told by its colour. */
async function twoHalves(name: string) {
  const half = (background: string) => ({
    width: 600,
    height: 600,
    channels: 3 as const,
    background,
  });
  const buffer = await sharp({ create: { ...half('red'), width: 1_200 } })
    .composite([{ input: { create: half('blue') }, left: 600, top: 0 }])
    .jpeg()
    .toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

const plain = async (name: string, background: string, width = 1_600, height = 1_200) => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer(),
});

/** What is to be seen of a picture in its middle: red, green and blue; null before it has come. */
const colourOf = (picture: Locator): Promise<number[] | null> =>
  picture.evaluate((image: HTMLImageElement) => {
    if (!image.complete || image.naturalWidth === 0) return null;
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 3, height: 3 });
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0, 3, 3);
    return [...(context?.getImageData(1, 1, 1, 1).data.slice(0, 3) ?? [])];
  });
const isBlue = async (picture: Locator) => {
  const [red = 0, , blue = 0] = (await colourOf(picture)) ?? [];
  return blue > 200 && red < 60;
};

const faceIn = (place: Locator) => place.locator('img[src*="/thumbnail"]');

test('a picture of oneself is cut out, seen by somebody else at once, large when pressed, and taken away again', async ({
  world,
  house,
  signIn,
}) => {
  const { one: mei, other: tom, chat } = await world.friends('Mei', 'Tom');
  await mei.send(chat, 'hello');
  const here = await signIn(mei, { path: '/settings/profile' });
  const there = await signIn(tom, { at: house.there, path: chatPath(chat) });
  await expect(message(there, 'hello')).toBeVisible();
  await expect(faceIn(chatRow(there, 'Mei'))).toHaveCount(0);

  await here
    .locator('input[type=file]')
    .first()
    .setInputFiles(await twoHalves('me.jpg'));
  const dialog = here.getByRole('dialog', { name: 'Choose the part that is shown' });
  const stage = dialog.getByRole('group');
  await stage.focus();
  // To the right half of it: the picture is pushed to the left.
  for (let step = 0; step < 15; step += 1) await here.keyboard.press('ArrowRight');
  await here.keyboard.press('+');
  await expect(dialog.getByRole('slider', { name: 'Zoom' })).not.toHaveValue('0');
  await dialog.getByRole('button', { name: 'Use this picture' }).click();
  await expect(dialog).toHaveCount(0);

  await expect.poll(() => isBlue(faceIn(chatRow(there, 'Mei')))).toBe(true);
  await there.goto(`/contacts/people/${encodeURIComponent(mei.id)}`);
  const portrait = there.getByRole('button', { name: 'Open the picture of Mei' });
  await portrait.click();
  await expect
    .poll(() => isBlue(there.getByRole('dialog').locator('img[src*="/full"]')))
    .toBe(true);
  await there.keyboard.press('Escape');
  await expect(portrait).toBeFocused();

  await here.getByRole('button', { name: 'Change your picture' }).click();
  await here.getByRole('menuitem', { name: 'Remove the picture' }).click();
  await expect(portrait).toHaveCount(0);
  await there.goto(chatPath(chat));
  await expect(message(there, 'hello')).toBeVisible();
  await expect(faceIn(chatRow(there, 'Mei'))).toHaveCount(0);
});

test('on a phone the part of a picture that is shown is chosen by fingers', async ({
  world,
  phone,
}) => {
  const { one: mei } = await world.friends('Mei', 'Tom');
  const here = await phone(mei, { path: '/settings/profile' });
  await here
    .locator('input[type=file]')
    .first()
    .setInputFiles(await twoHalves('me.jpg'));
  const dialog = here.getByRole('dialog', { name: 'Choose the part that is shown' });
  const box = await dialog.getByRole('group').boundingBox();
  if (!box) throw new Error('There is nothing to push.');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const zoom = dialog.getByRole('slider', { name: 'Zoom' });
  // Nearer, so that there is something to push; and then the left half goes out to the left.
  await pinch(here, middle, 60, 120);
  await expect(zoom).not.toHaveValue('0');
  const near = Number(await zoom.inputValue());
  for (let push = 0; push < 3; push += 1)
    await moveFingers(here, [
      { from: { x: middle.x + 100, y: middle.y }, to: { x: middle.x - 100, y: middle.y } },
    ]);
  expect(Number(await zoom.inputValue())).toBe(near);
  // Not by a tap: Chromium takes one right behind a push for a part of it.
  await dialog.getByRole('button', { name: 'Use this picture' }).click();
  await expect(dialog).toHaveCount(0);
  const shown = here.getByRole('button', { name: 'Change your picture' });
  await expect.poll(() => isBlue(faceIn(shown))).toBe(true);
});

test('a group is shown by the faces of its members as they come and go, until it has a picture', async ({
  world,
  house,
  signIn,
}) => {
  const { one: mei, other: tom } = await world.friends('Mei', 'Tom');
  const lin = await world.user('Lin');
  await mei.befriend(lin);
  const group = await mei.group('Tea', [tom]);
  const here = await signIn(mei, { path: chatPath(group) });
  const there = await signIn(tom, { at: house.there, path: '/chats' });
  const tiles = chatRow(there, 'Tea').locator('[data-hue]');
  await expect(tiles).toHaveCount(2);
  const [token = ''] = await mei.invite(group, [lin]);
  await lin.accept(token);
  await expect(tiles).toHaveCount(3);
  await change(lin, 'leaveGroup', { conversationId: group });
  await expect(tiles).toHaveCount(2);
  // They stand apart by whole pixels, and fill what there is.
  const boxes = await Promise.all((await tiles.all()).map((tile) => tile.boundingBox()));
  expect(boxes.map((box) => box?.width)).toEqual([17, 17]);

  await here.locator('#details-toggle').click();
  const panel = here.getByRole('complementary', { name: 'Details' });
  await panel
    .locator('input[type=file]')
    .first()
    .setInputFiles(await twoHalves('group.jpg'));
  await here.getByRole('button', { name: 'Use this picture' }).click();
  await expect.poll(async () => Boolean(await colourOf(faceIn(chatRow(there, 'Tea'))))).toBe(true);
  await expect(tiles).toHaveCount(1);

  // Large: for members when they press it, for those who may change it from the menu.
  const large = (page: Page) => page.getByRole('dialog').locator('img[src*="/full"]');
  await chatRow(there, 'Tea').click();
  await there.locator('#details-toggle').click();
  const portrait = there.getByRole('button', { name: 'Open the picture of Tea' });
  await portrait.click();
  await expect.poll(() => colourOf(large(there))).not.toBeNull();
  await there.keyboard.press('Escape');
  await expect(portrait).toBeFocused();
  await here.getByRole('button', { name: 'Change the picture of the group' }).click();
  await here.getByRole('menuitem', { name: 'View the picture' }).click();
  await expect.poll(() => colourOf(large(here))).not.toBeNull();
});

/**
 * Words in the history that neither stand in a bubble nor bring a ground of their own: what lies behind them is a
 * picture, and they may not be readable.
 */
const bare = (page: Page): Promise<string[]> =>
  history(page).evaluate((log) => {
    const opaque = (element: Element) => {
      const { backgroundColor, opacity } = getComputedStyle(element);
      const alpha = /rgba\(.*, ([\d.]+)\)/u.exec(backgroundColor)?.[1];
      return Number(alpha ?? 1) > 0.98 && Number(opacity) > 0.98;
    };
    const found: string[] = [];
    const walker = document.createTreeWalker(log, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent?.trim() || !parent?.checkVisibility({ opacityProperty: true }))
        continue;
      if (parent.closest('.sr-only')) continue;
      let element: Element | null = parent;
      while (element && element !== log && !opaque(element)) element = element.parentElement;
      if (element === log) found.push(node.textContent);
    }
    return found;
  });

test('what lies behind messages is chosen for one chat or for all, on every device, and all words can be read', async ({
  world,
  house,
  signIn,
}) => {
  const { one: mei, other: tom, chat } = await world.friends('Mei', 'Tom');
  const group = await mei.group('Tea', [tom]);
  const late = await tom.send(group, 'not yet');
  await change(tom, 'recallMessage', { messageId: late.id });
  await tom.send(group, 'tea?');
  await mei.send(chat, 'hello');
  const here = await signIn(mei, { path: chatPath(group) });
  const there = await signIn(mei, { at: house.there, path: chatPath(group) });
  await expect(message(there, 'tea?')).toBeVisible();
  const backdrop = (page: Page) => page.locator('[data-backdrop]');
  const rowTop = async () => (await message(there, 'tea?').boundingBox())?.y;
  const before = await rowTop();

  await here.locator('#details-toggle').click();
  await here.getByRole('button', { name: /^Background/ }).click();
  const dialog = here.getByRole('dialog', { name: 'Background' });
  await dialog.getByRole('button', { name: 'Waves' }).click();
  await expect(backdrop(there).locator('[data-pattern=WAVES]')).toBeAttached();
  await dialog
    .locator('input[type=file]')
    .setInputFiles(await plain('night.jpg', 'black', 4_000, 3_000));
  const photograph = backdrop(there).locator('img[src*="/preview"]');
  await expect.poll(() => colourOf(photograph)).toEqual([0, 0, 0]);
  expect(await rowTop()).toBe(before);
  await say(there, 'readable?');
  await expect(message(there, 'readable?')).toBeVisible();
  expect(await bare(there)).toEqual([]);
  await dialog.getByRole('button', { name: 'As in all chats' }).click();
  await expect(backdrop(there)).toHaveCount(0);
  // As a check of the check: without anything behind them, words stand on the page itself.
  expect(await bare(there)).toContain('Today');
  await here.keyboard.press('Escape');

  await here.goto('/settings/appearance');
  await here.getByRole('button', { name: 'Change', exact: true }).click();
  const all = here.getByRole('dialog', { name: 'Chat background' });
  await all.getByRole('button', { name: 'Bamboo' }).click();
  await expect(backdrop(there).locator('[data-pattern=BAMBOO]')).toBeAttached();
  await chatRow(there, 'Tom').click();
  await expect(message(there, 'hello')).toBeVisible();
  await expect(backdrop(there).locator('[data-pattern=BAMBOO]')).toBeAttached();
  await expect(composer(there)).toBeEditable();
  await all.getByRole('button', { name: 'Plain' }).click();
  await expect(backdrop(there)).toHaveCount(0);
});
