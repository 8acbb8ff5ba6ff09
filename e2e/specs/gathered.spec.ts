import { readFile } from 'node:fs/promises';
import { type Content, jpeg, note, sendFile, upload } from '@teahouse/api/testing/media';
import { onMessage } from '@teahouse/api/testing/messages';
import { hasS3 } from '@teahouse/api/testing/s3-server';
import { World } from '@teahouse/api/testing/world';
import { expect, test } from '../fixtures.ts';
import { choose, film, loadedWidth, photo, picture, sendTray, textFile, viewer } from '../media.ts';
import { chatPath, history, message } from '../screens.ts';

test('what was sent is gathered: pictures open where they stand among the others, files are found where they were sent', async ({
  world,
  signIn,
  complaints,
}) => {
  // A picture that is recalled while somebody opens it may be asked for once more.
  complaints.expect(/404 \(Not Found\) \(.*\/files\//);
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const send = async (content: Content) =>
    (await sendFile(one, chat, (await upload(one, content)).id)).id;
  await send({ ...note('Oolong'), name: '茶单 2026.txt' });
  const first = await send({ ...(await jpeg()), name: 'one.jpg' });
  await send({ ...(await jpeg()), name: 'two.jpg' });
  // Far below them: none is loaded any more where somebody comes to the conversation.
  for (let count = 0; count < 60; count += 1) await one.send(chat, `cup ${count}`);
  await other.read(chat, 63);

  const mei = await signIn(other, { path: chatPath(chat) });
  await expect(message(mei, 'cup 59')).toBeVisible();
  await expect(picture(mei, 'one.jpg')).toHaveCount(0);
  await mei.getByRole('button', { name: 'Details' }).click();
  const panel = mei.getByRole('complementary', { name: 'Details' });
  await panel.getByRole('button', { name: 'Photos and videos 2' }).click();
  const cells = panel.getByRole('button', { name: /^Open the picture/ });
  await expect(cells).toHaveCount(2);
  await cells.first().focus();
  await mei.keyboard.press('ArrowRight');
  await expect(cells.last()).toBeFocused();
  await mei.keyboard.press('Enter');
  await expect(viewer(mei)).toHaveAccessibleName(/one\.jpg, 1 of 2/);

  await onMessage(one, first).recall();
  await expect(viewer(mei)).toHaveAccessibleName(/two\.jpg, 1 of 1/);
  await mei.keyboard.press('Escape');
  await expect(cells).toHaveCount(1);

  await panel.getByRole('button', { name: 'Details', exact: true }).click();
  await panel.getByRole('button', { name: 'Files 1' }).click();
  const saving = mei.waitForEvent('download');
  await panel.getByRole('link', { name: 'Download 茶单 2026.txt' }).click();
  expect((await saving).suggestedFilename()).toBe('茶单 2026.txt');
  await panel.getByRole('button', { name: 'Show 茶单 2026.txt in the conversation' }).click();
  await expect(history(mei).getByRole('link', { name: 'Download 茶单 2026.txt' })).toBeInViewport();
});

/** Real S3 wherever the programs for it are installed; under CI they have to be. */
if (hasS3())
  test('kept in a bucket, files travel between the browser and S3, and play and are saved from there', async ({
    house,
    signIn,
  }) => {
    test.slow();
    const { site, origin } = await house.openWarehouse();
    const world = new World(site.api.url);
    const { one, other, chat } = await world.friends('Ada', 'Mei');
    const [ada, mei] = [
      await signIn(one, { at: site, path: chatPath(chat) }),
      await signIn(other, { at: site, path: chatPath(chat) }),
    ];
    const puts: string[] = [];
    ada.on('request', (request) => {
      if (request.method() === 'PUT') puts.push(new URL(request.url()).origin);
    });
    await choose(ada, 'media', [await photo('hills.jpg'), await film(ada, 'pouring.webm')]);
    await choose(ada, 'file', [textFile('茶单.txt', 'Oolong')]);
    await sendTray(ada);
    await expect.poll(() => loadedWidth(mei, 'hills.jpg')).toBeGreaterThan(100);
    // The picture, the video with its poster, and the file.
    await expect.poll(() => puts).toEqual([origin, origin, origin, origin]);

    const parts = mei.waitForResponse(
      (response) => response.url().startsWith(origin) && response.status() === 206,
    );
    await history(mei)
      .getByRole('button', { name: /^Play the video pouring/ })
      .click();
    await parts;
    const player = history(mei).locator('video');
    await expect
      .poll(() => player.evaluate((film: HTMLVideoElement) => film.currentTime))
      .toBeGreaterThan(0);
    const saving = mei.waitForEvent('download');
    await history(mei).getByRole('link', { name: 'Download 茶单.txt' }).click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('茶单.txt');
    expect(await readFile(await saved.path(), 'utf8')).toBe('Oolong');
  });
