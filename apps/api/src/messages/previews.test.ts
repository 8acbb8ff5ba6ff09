import { afterAll, beforeAll, expect, test } from 'vitest';
import { forwarded } from '../testing/keeping.ts';
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

test('the preview of a link comes to everybody who sees the message, and to nobody else', async () => {
  const page = await pages.page('<title>Oolong &amp; more</title>');
  const url = page.at('/oolong', '127.0.0.1');
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const [lin, eve] = [await stage.world.user('Lin'), await stage.world.user('Eve')];
  for (const friend of [lin, eve]) await mei.befriend(friend);
  const group = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
  const [atMeis, atToms, atLins, atEves] = [
    await mei.follow().live(),
    await tom.follow().live(),
    await lin.follow().live(),
    await eve.follow().live(),
  ];
  const sent = await mei.send(group, `look: ${url}`);
  const target = await mei.open(eve);
  const [copy] = await forwarded(mei, { conversationId: target, messageIds: [sent.id] });
  await mei.add(group, [lin]);
  await atLins.first('ConversationJoined');
  const stop = startWorker(stage.backend);
  const shown = { linkPreview: { url, title: 'Oolong & more' } };
  for (const following of [atMeis, atToms]) {
    const event = await following.first(
      'MessageLinkPreviewed',
      ({ message }) => message.id === sent.id,
    );
    expect(event.message).toMatchObject(shown);
  }
  expect((await atEves.first('MessageLinkPreviewed')).message).toEqual({ id: copy!.id, ...shown });
  await tom.send(group, 'the end');
  await atLins.until(() => atLins.texts(group).includes('the end'));
  expect(atLins.of('MessageLinkPreviewed')).toEqual([]);
  expect(page.asked).toHaveLength(1);
  await stop();
  for (const following of [atMeis, atToms, atLins, atEves]) following.close();
});

test('messages from long ago are not told of again', async () => {
  const page = await pages.page('<title>Pu-erh</title>');
  const url = page.at('/pu-erh', '127.0.0.1');
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const old = await mei.send(chat, url);
  await stage.backend.pool.query(
    `UPDATE message SET created_at = now() - interval '2 days' WHERE link_url = $1`,
    [url],
  );
  const recent = await mei.send(chat, `again: ${url}`);
  const following = await tom.follow().live();
  const stop = startWorker(stage.backend);
  await following.first('MessageLinkPreviewed', ({ message }) => message.id === recent.id);
  await stop();
  await mei.send(chat, 'the end');
  await following.until(() => following.texts(chat).includes('the end'));
  expect(following.of('MessageLinkPreviewed').map(({ message }) => message.id)).toEqual([
    recent.id,
  ]);
  expect(old.id).not.toBe(recent.id);
  following.close();
});
