import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forwarded } from '../testing/keeping.ts';
import { onMessage } from '../testing/messages.ts';
import { Pages } from '../testing/pages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { startWorker } from '../worker.ts';
import { removeUnusedPreviews } from './service/previews.ts';

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

test('an address that comes into a message by an edit has its preview too', async () => {
  const page = await pages.page('<title>Sencha</title>');
  const url = page.at('/sencha', '127.0.0.1');
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const { id } = await mei.send(chat, 'look');
  const following = await tom.follow().live();
  await onMessage(mei, id).edit(`look: ${url}`);
  const stop = startWorker(stage.backend);
  const { message } = await following.first('MessageLinkPreviewed');
  expect(message).toEqual({ id, linkPreview: { url, title: 'Sencha' } });
  await stop();
  following.close();
});

test('one person has fifty addresses waiting at most, and what others send comes none the later', async () => {
  const { one: eve, other: tom, chat } = await stage.world.friends('Eve', 'Tom');
  const host = () => `http://${randomUUID()}.example/`;
  const links = Array.from({ length: 53 }, host);
  const waiting = async () => {
    const { rows } = await stage.backend.pool.query<{ url: string }>(
      'SELECT url FROM link_preview WHERE url = ANY($1) AND next_attempt_at IS NOT NULL',
      [links],
    );
    return rows.map(({ url }) => url);
  };
  const [last, edited, copied] = links.slice(50);
  for (const link of links.slice(0, 51)) await eve.send(chat, link);
  await onMessage(eve, (await eve.send(chat, 'edited')).id).edit(edited!);
  expect((await waiting()).sort()).toEqual(links.slice(0, 50).sort());
  const { id } = await tom.send(chat, copied!);
  await tom.send(chat, last!);
  await forwarded(eve, { conversationId: chat, messageIds: [id] });
  expect((await waiting()).sort()).toEqual([...links.slice(0, 51), copied!].sort());
  // Once one has been dealt with there is room again.
  await stage.backend.pool.query(
    `UPDATE link_preview SET state = 'FAILED', next_attempt_at = NULL, requested_by_id = NULL,
            expires_at = now() - interval '1 second' WHERE url = $1`,
    [links[0]],
  );
  await eve.send(chat, edited!);
  await eve.send(chat, links[0]!);
  expect((await waiting()).sort()).toEqual(links.slice(1).sort());
  await stage.backend.pool.query('DELETE FROM link_preview WHERE url = ANY($1)', [links]);
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

test('the preview of an address that no message has any more goes, a month after it was fetched', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const write = (sql: string, values: unknown[]) => stage.backend.pool.query(sql, values);
  const address = (name: string) => `https://tea.example/${randomUUID()}/${name}`;
  const [held, gone, young, due] = ['held', 'gone', 'young', 'due'].map(address);
  const sent: string[] = [];
  for (const url of [held, gone, young, due]) sent.push((await mei.send(chat, `see ${url}`)).id);
  await tom.send(chat, `mine: ${held}`);
  for (const [url, days] of Object.entries({ [held!]: 31, [gone!]: 31, [young!]: 29, [due!]: 31 }))
    await write(
      `UPDATE link_preview SET state = 'READY', title = 'Tea', next_attempt_at = NULL,
              fetched_at = now() - make_interval(days => $2), expires_at = now()
       WHERE url = $1`,
      [url, days],
    );
  // One is being asked for again, one is in a message of somebody else's; otherwise nothing speaks of them any more.
  await write('UPDATE link_preview SET next_attempt_at = now() WHERE url = $1', [due]);
  for (const id of sent) await onMessage(mei, id).edit('nothing to see');
  expect(await removeUnusedPreviews(stage.backend, new AbortController().signal)).toBe(1);
  const { rows } = await write('SELECT url FROM link_preview WHERE url = ANY($1)', [
    [held, gone, young, due],
  ]);
  expect(rows.map(({ url }) => url).sort()).toEqual([held, young, due].sort());
});
