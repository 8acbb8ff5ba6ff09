import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unpack } from '@teahouse/api/testing/archives';
import { sendFile, upload } from '@teahouse/api/testing/media';
import { post } from '@teahouse/api/testing/moments';
import { expect, test } from '../fixtures.ts';
import { photo } from '../media.ts';

const HOSTILE = `<img src=x onerror="document.title='taken'"><script>document.title = 'taken'</script>`;

test('somebody takes all that is theirs with them: asks for it, sees it come, downloads it and reads it in a browser', async ({
  world,
  signIn,
  visit,
}, testInfo) => {
  const { one: mei, other: tom, chat } = await world.friends('Mei', 'Tom');
  const { buffer: content } = await photo('pond.jpg');
  const picture = async (owner: typeof mei) =>
    (await upload(owner, { kind: 'IMAGE', name: 'pond.jpg', mediaType: 'image/jpeg', content })).id;
  await tom.send(chat, 'The pond this morning');
  await sendFile(tom, chat, await picture(tom));
  await tom.send(chat, HOSTILE);
  await post(mei, { text: 'First frost', fileIds: [await picture(mei)] });

  const page = await signIn(mei, { path: '/settings' });
  await page.getByRole('link', { name: 'Your data' }).click();
  const section = page.getByRole('region', { name: 'Export all my data' });
  const prepare = section.getByRole('button', { name: 'Prepare an archive' });
  await prepare.click();
  await expect(prepare).toBeHidden();
  // It goes on without the page, and is found again.
  await page.reload();
  await expect(section.getByText(/^Archive of /)).toBeVisible();
  const downloading = page.waitForEvent('download');
  await section.getByRole('link', { name: 'Download' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^teahouse-\d{4}-\d{2}-\d{2}\.zip$/);
  const archive = await unpack(await readFile(await download.path()));
  const folder = testInfo.outputPath('archive');
  for (const name of archive.names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), archive.bytes(name));
  }

  // Without the app, and without a network.
  const reader = await visit({ path: '' });
  await reader.context().setOffline(true);
  await reader.goto(pathToFileURL(join(folder, 'index.html')).href);
  await expect(reader.getByRole('heading', { level: 1 })).toHaveText('Your data');
  await reader.getByRole('navigation').getByRole('link', { name: 'Chats' }).click();
  await reader.getByRole('link', { name: /^Tom/ }).click();
  await expect(reader.getByText('The pond this morning')).toBeVisible();
  await expect(reader.getByText(HOSTILE)).toBeVisible();
  const shown = reader.getByRole('img', { name: 'Picture' });
  await expect
    .poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(900);
  expect(await reader.title()).toBe('Tom · Your data');
  await reader.getByRole('navigation').getByRole('link', { name: 'Moments' }).click();
  await expect(reader.getByText('First frost')).toBeVisible();
  await expect
    .poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(900);

  await section.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(section.getByText(/^The archive of .* has been removed\.$/)).toBeVisible();
  expect((await page.request.get(download.url())).status()).toBe(404);
});
