import { afterAll, beforeAll, expect, test } from 'vitest';
import { removeUnusedPreviews } from '../messages/service/previews.ts';
import { jpeg, upload } from '../testing/media.ts';
import { circle, post, seen, takeAway } from '../testing/moments.ts';
import { Pages } from '../testing/pages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { startWorker } from '../worker.ts';

const pages = new Pages();
let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ LINK_PREVIEW_ALLOWED_ADDRESSES: '127.0.0.0/8' });
});
afterAll(async () => {
  await pages.close();
  await stage.close();
});

const untilStored = (url: string) =>
  expect
    .poll(async () => {
      const { rows } = await stage.backend.pool.query(
        "SELECT FROM link_preview WHERE url = $1 AND state = 'READY'",
        [url],
      );
      return rows.length;
    })
    .toBe(1);

test('the page of its first link comes to who has posted it, and is seen by whoever sees the post', async () => {
  const page = await pages.page('<title>Oolong &amp; more</title>');
  const url = page.at('/oolong', '127.0.0.1');
  const { mei, tom, stranger } = await circle(stage);
  const [at, atToms] = await Promise.all([mei.follow().live(), tom.follow().live()]);
  const id = await post(mei, { text: `Read this: ${url}` });
  expect((await seen(tom, id))?.linkPreview).toBeNull();
  const stop = startWorker(stage.backend);
  await at.until(() => at.of('MomentChanged').length === 2);
  await stop();
  expect(at.of('MomentChanged').at(-1)?.momentId).toBe(id);
  expect(atToms.of('MomentChanged')).toEqual([]);
  const card = { linkPreview: { title: 'Oolong & more' } };
  expect(await seen(mei, id)).toMatchObject(card);
  expect(await seen(tom, id)).toMatchObject(card);
  expect(await seen(stranger, id)).toBeNull();
  expect(page.asked).toHaveLength(1);
});

test('beside a picture no page is asked for', async () => {
  const page = await pages.page('<title>Sencha</title>');
  const url = page.at('/sencha', '127.0.0.1');
  const { mei } = await circle(stage);
  const { id: fileId } = await upload(mei, await jpeg());
  const id = await post(mei, { text: `Look: ${url}`, fileIds: [fileId] });
  const { rows } = await stage.backend.pool.query('SELECT FROM link_preview WHERE url = $1', [url]);
  expect(rows).toEqual([]);
  expect((await seen(mei, id))?.linkPreview).toBeNull();
});

test('a preview stays as long as a post shows its address, and posts from long ago are not told of again', async () => {
  const page = await pages.page('<title>Pu-erh</title>');
  const url = page.at('/pu-erh', '127.0.0.1');
  const { mei, tom } = await circle(stage);
  const old = await post(mei, { text: url });
  await stage.backend.pool.query(
    "UPDATE moment SET created_at = now() - interval '2 hours' WHERE link_url = $1",
    [url],
  );
  const at = await mei.follow().live();
  const atToms = await tom.follow().live();
  const recent = await post(tom, { text: url });
  const stop = startWorker(stage.backend);
  await atToms.until(() => atToms.of('MomentChanged').length === 2);
  await untilStored(url);
  await stop();
  expect(at.of('MomentChanged')).toEqual([]);
  await stage.backend.pool.query(
    "UPDATE link_preview SET fetched_at = now() - interval '40 days' WHERE url = $1",
    [url],
  );
  const unused = () => removeUnusedPreviews(stage.backend, new AbortController().signal);
  await takeAway(tom, recent);
  await unused();
  expect(await seen(mei, old)).toMatchObject({ linkPreview: { title: 'Pu-erh' } });
  await takeAway(mei, old);
  expect(await unused()).toBe(1);
});
