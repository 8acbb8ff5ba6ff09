import { readFile } from 'node:fs/promises';
import { expect, test } from '../fixtures.ts';
import {
  animation,
  choose,
  film,
  loadedWidth,
  photo,
  picture,
  sendTray,
  textFile,
  tray,
  viewer,
} from '../media.ts';
import { chatPath, composer, history, message, say } from '../screens.ts';
import { moveFingers, pinch } from '../touch.ts';

test('pictures, a GIF, a video and a file are sent at once, in their order, and come back as they were', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  const words = '龙井 三两\n普洱 一饼\n'.repeat(50);
  await choose(ada, 'media', [
    await photo('hills.jpg'),
    await animation('steam.gif'),
    await film(ada, 'pouring.webm'),
  ]);
  await choose(ada, 'file', [textFile('茶单 2026.txt', words)]);
  await expect(tray(ada).getByRole('listitem')).toHaveCount(4);
  await composer(ada).fill('all of it');
  await sendTray(ada);

  await expect(message(mei, 'all of it')).toBeVisible();
  await expect.poll(() => loadedWidth(mei, 'hills.jpg')).toBeGreaterThan(100);
  const gif = history(mei).getByRole('button', { name: 'Play the GIF steam.gif' });
  const video = history(mei).getByRole('button', {
    name: /^Play the video pouring\.webm, 0:0[12]$/,
  });
  const file = history(mei).getByRole('link', { name: 'Download 茶单 2026.txt' });
  for (const part of [gif, video, file]) await expect(part).toBeVisible();
  const tops = [];
  for (const part of [picture(mei, 'hills.jpg'), gif, video, file, message(mei, 'all of it')])
    tops.push((await part.boundingBox())?.y ?? 0);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));

  const saving = mei.waitForEvent('download');
  await file.click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toBe('茶单 2026.txt');
  expect(await readFile(await saved.path(), 'utf8')).toBe(words);

  await video.click();
  const player = history(mei).locator('video');
  await expect
    .poll(() => player.evaluate((film: HTMLVideoElement) => film.currentTime))
    .toBeGreaterThan(0);
  await gif.click();
  await expect(picture(mei, 'steam.gif')).toBeVisible();
});

test('a picture is pasted or dropped, seen once more, taken out again, and what is left is sent', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  await expect(composer(ada)).toBeEditable();
  const bring = async (event: 'paste' | 'drop', name: string) => {
    const bytes = [...(await photo(name)).buffer];
    await composer(ada).evaluate(
      (field, [kind, called, content]) => {
        const dataTransfer = new DataTransfer();
        const file = new File([new Uint8Array(content as number[])], String(called), {
          type: 'image/jpeg',
        });
        dataTransfer.items.add(file);
        const options = {
          dataTransfer,
          clipboardData: dataTransfer,
          bubbles: true,
          cancelable: true,
        };
        if (kind === 'paste') field.dispatchEvent(new ClipboardEvent('paste', options));
        else field.dispatchEvent(new DragEvent(String(kind), options));
      },
      [event as string, name, bytes] as const,
    );
  };
  await bring('paste', 'pasted.jpg');
  await expect(tray(ada).getByRole('img', { name: 'pasted.jpg' })).toBeVisible();

  await bring('dragenter' as 'drop', 'dropped.jpg');
  const zone = ada.getByText('Send to Mei');
  await expect(zone).toBeVisible();
  const bytes = [...(await photo('dropped.jpg')).buffer];
  await zone.evaluate((target, content) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(
      new File([new Uint8Array(content)], 'dropped.jpg', { type: 'image/jpeg' }),
    );
    target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, bytes);
  await expect(zone).toBeHidden();
  await expect(tray(ada).getByRole('img', { name: 'dropped.jpg' })).toBeVisible();
  await ada.getByRole('button', { name: 'Remove pasted.jpg' }).click();
  await sendTray(ada);
  await expect(picture(mei, 'dropped.jpg')).toBeVisible();
  await expect(picture(mei, 'pasted.jpg')).toBeHidden();
});

test('what is picked without a network is shown at once, outlives the page, and arrives once', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  await say(ada, 'before');
  await expect(message(mei, 'before')).toBeVisible();

  await house.here.cable.cut();
  await choose(ada, 'media', [await photo('hills.jpg')]);
  await sendTray(ada);
  await say(ada, 'after');
  const own = history(ada).getByRole('img', { name: 'hills.jpg' });
  await expect(own).toBeVisible();
  await expect(history(ada).getByRole('button', { name: 'Cancel hills.jpg' })).toBeVisible();

  await house.here.api.stop();
  await house.here.cable.mend();
  await ada.reload();
  await expect(own).toBeVisible();
  await house.here.api.start();

  await expect(message(mei, 'after')).toBeVisible();
  await expect(picture(mei, 'hills.jpg')).toHaveCount(1);
  await expect(picture(ada, 'hills.jpg')).toHaveCount(1);
  const [above, below] = [picture(mei, 'hills.jpg'), message(mei, 'after')];
  expect((await above.boundingBox())?.y).toBeLessThan((await below.boundingBox())?.y ?? 0);
});

test('the bubble that waits becomes the message without moving, and a reload in the middle of it loses nothing', async ({
  world,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  let held = true;
  await ada.route('**/storage/**', async (route) => {
    if (held && route.request().method() === 'PUT') return;
    await route.continue();
  });
  await choose(ada, 'media', [await photo('hills.jpg')]);
  await sendTray(ada);
  const box = history(ada).locator('img[alt="hills.jpg"]');
  await expect(history(ada).getByRole('button', { name: 'Cancel hills.jpg' })).toBeVisible();
  const waiting = await box.boundingBox();
  await ada.reload();
  await expect(box).toBeVisible();
  held = false;
  await ada.reload();
  await expect(picture(ada, 'hills.jpg')).toBeVisible();
  expect((await box.boundingBox())?.width).toBe(waiting?.width);
  expect((await box.boundingBox())?.height).toBe(waiting?.height);
});

test('an upload is cancelled while it travels, and nothing of it is left', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  await ada.route('**/storage/**', () => {});
  await choose(ada, 'file', [textFile('plans.txt', 'secret')]);
  await sendTray(ada);
  await history(ada).getByRole('button', { name: 'Cancel plans.txt' }).click();
  await expect(history(ada).getByText('plans', { exact: false })).toHaveCount(0);
  await ada.unroute('**/storage/**');
  await say(ada, 'never mind');
  await expect(message(mei, 'never mind')).toBeVisible();
  await expect(history(mei).getByText('plans', { exact: false })).toHaveCount(0);
});

test('what is too large says the limit and its size; what was damaged on its way says so where it stands, and is sent again from there', async ({
  world,
  signIn,
}) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const large = { ...textFile('archive.zip', ''), buffer: Buffer.alloc(21 * 1024 * 1024) };
  await choose(ada, 'file', [large]);
  await expect(
    ada.getByText(
      'archive.zip is 21 MB, and files may have 20 MB at most. Remove it to send the others.',
    ),
  ).toBeVisible();
  await expect(ada.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await ada.getByRole('button', { name: 'Remove archive.zip' }).click();

  // On its way it becomes something else of the same length.
  const whole = await photo('torn.jpg');
  await ada.route('**/storage/**', (route) =>
    route.request().method() === 'PUT'
      ? route.continue({ postData: Buffer.alloc(whole.buffer.length, 'x') })
      : route.continue(),
  );
  await choose(ada, 'media', [whole]);
  await sendTray(ada);
  const problem = history(ada).getByText('Not sent: this picture is damaged.');
  await expect(problem).toBeVisible();
  await expect(history(ada).getByRole('img', { name: 'torn.jpg' })).toBeVisible();
  await ada.unroute('**/storage/**');
  await history(ada).getByRole('button', { name: 'Try again' }).click();
  await expect(picture(ada, 'torn.jpg')).toBeVisible();
  await expect(problem).toBeHidden();
});

test('twenty megabytes go through the web server and come back the same', async ({
  world,
  signIn,
}) => {
  test.slow();
  const { one, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const buffer = Buffer.alloc(20 * 1024 * 1024);
  for (let at = 0; at < buffer.length; at += 4)
    buffer.writeUInt32LE(Math.imul(at, 2654435761) >>> 0, at);
  await choose(ada, 'file', [{ name: 'twenty.bin', mimeType: 'application/octet-stream', buffer }]);
  await sendTray(ada);
  const file = history(ada).getByRole('link', { name: 'Download twenty.bin' });
  await expect(file).toBeVisible({ timeout: 60_000 });
  const saving = ada.waitForEvent('download');
  await file.click();
  const saved = await readFile(await (await saving).path());
  expect(saved.equals(buffer)).toBe(true);
});

test('the viewer turns through the conversation by keyboard, and gives the focus back', async ({
  world,
  signIn,
}) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  await choose(ada, 'media', [
    await photo('one.jpg', 800, 600, 20),
    await photo('two.jpg', 600, 800, 120),
    await photo('three.jpg', 1600, 400, 220),
  ]);
  await sendTray(ada);
  await expect(picture(ada, 'three.jpg')).toBeVisible();
  await picture(ada, 'two.jpg').focus();
  await ada.keyboard.press('Enter');
  await expect(viewer(ada)).toHaveAccessibleName(/two\.jpg, 2 of 3/);
  await ada.keyboard.press('ArrowRight');
  await expect(viewer(ada).getByText('3 / 3')).toBeVisible();
  await ada.keyboard.press('ArrowRight');
  await expect(viewer(ada).getByText('3 / 3')).toBeVisible();
  await ada.keyboard.press('Home');
  await expect(viewer(ada).getByRole('img', { name: 'one.jpg' })).toBeVisible();
  const saving = ada.waitForEvent('download');
  await viewer(ada).getByRole('link', { name: 'Download one.jpg' }).click();
  expect((await saving).suggestedFilename()).toBe('one.jpg');
  await ada.keyboard.press('Escape');
  await expect(viewer(ada)).toBeHidden();
  await expect(picture(ada, 'two.jpg')).toBeFocused();
});

test('a picture that is recalled is gone from both, from the viewer, and from its address', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  await choose(ada, 'media', [await photo('oops.jpg')]);
  await sendTray(ada);
  await picture(mei, 'oops.jpg').click();
  const shown = viewer(mei).getByRole('img', { name: 'oops.jpg' });
  await expect(shown).toBeVisible();
  const address = await shown.evaluate((image: HTMLImageElement) => image.src);
  expect((await mei.request.get(address)).status()).toBe(200);

  await expect(picture(ada, 'oops.jpg')).toBeVisible();
  await picture(ada, 'oops.jpg').click({ button: 'right' });
  await ada.getByRole('menuitem', { name: 'Recall' }).click();
  for (const page of [ada, mei]) {
    await expect(viewer(page)).toBeHidden();
    await expect(picture(page, 'oops.jpg')).toHaveCount(0);
  }
  await expect(mei.getByText('Ada recalled a message')).toBeVisible();
  expect((await mei.request.get(address)).status()).toBe(404);
});

test('on a phone a picture is sent, opened, turned over, brought near and put away by fingers', async ({
  world,
  phone,
}) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  const ada = await phone(one, { path: chatPath(chat) });
  await ada.getByRole('button', { name: 'Add' }).tap();
  await expect(ada.getByRole('menuitem', { name: 'Take a photo' })).toBeVisible();
  const choosing = ada.waitForEvent('filechooser');
  await ada.getByRole('menuitem', { name: 'Photo or video' }).tap();
  await (await choosing).setFiles([await photo('one.jpg'), await photo('two.jpg', 600, 900, 300)]);
  await expect(tray(ada).getByRole('listitem')).toHaveCount(2);
  await sendTray(ada);
  await picture(ada, 'one.jpg').tap();
  await expect(viewer(ada)).toHaveAccessibleName(/one\.jpg, 1 of 2/);
  await viewer(ada).getByRole('button', { name: 'Close' }).tap();
  await expect(viewer(ada)).toBeHidden();
  await picture(ada, 'one.jpg').tap();
  await expect(viewer(ada)).toHaveAccessibleName(/one\.jpg, 1 of 2/);
  const middle = { x: 195, y: 420 };
  const swipe = (by: Partial<typeof middle>) =>
    moveFingers(ada, [
      { from: middle, to: { x: middle.x + (by.x ?? 0), y: middle.y + (by.y ?? 0) } },
    ]);
  await swipe({ x: -120 });
  await expect(viewer(ada)).toHaveAccessibleName(/two\.jpg, 2 of 2/);

  // Nearer by two fingers; a picture that is near is pushed about, and neither turned over nor closed.
  const shown = viewer(ada).getByRole('img', { name: 'two.jpg' });
  const box = async () => (await shown.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const whole = await box();
  await pinch(ada, middle, 80, 240);
  await expect.poll(async () => (await box()).width / whole.width).toBeCloseTo(3, 1);
  const near = await box();
  await swipe({ x: 90, y: 130 });
  await expect.poll(async () => (await box()).x - near.x).toBeCloseTo(90, 0);
  expect((await box()).y - near.y).toBeCloseTo(130, 0);
  await expect(viewer(ada)).toHaveAccessibleName(/two\.jpg, 2 of 2/);
  // Its edge comes no farther than to the edge of the screen.
  for (let push = 0; push < 4; push += 1) await swipe({ x: 170 });
  await expect.poll(async () => Math.round((await box()).x)).toBe(0);
  await pinch(ada, middle, 240, 60);
  await expect.poll(async () => (await box()).width).toBeCloseTo(whole.width, 0);

  await swipe({ x: 120 });
  await expect(viewer(ada)).toHaveAccessibleName(/one\.jpg, 1 of 2/);
  await swipe({ y: 180 });
  await expect(viewer(ada)).toBeHidden();
});
