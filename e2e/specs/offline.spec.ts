import { graphql } from '@teahouse/api/testing/graphql';
import { expect, test } from '../fixtures.ts';
import {
  chatPath,
  composer,
  connectionLine,
  expectOnceInOrder,
  history,
  message,
  say,
} from '../screens.ts';

test('what is written offline is kept over a reload, and arrives once and in order when the network is back', async ({
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

  await ada.context().setOffline(true);
  await house.here.cable.cut();
  const texts = ['one', 'two', 'three'];
  for (const text of texts) await say(ada, text);
  await expect(connectionLine(ada)).toHaveText(
    'Offline: 3 messages will be sent when you are back',
  );
  await expectOnceInOrder(ada, ['before', ...texts]);
  await expect(history(ada).getByText('Waiting to be sent')).not.toHaveCount(0);

  // The page itself comes from the web server; the API stays away until the page is there.
  await house.here.api.stop();
  await house.here.cable.mend();
  await ada.context().setOffline(false);
  await ada.reload();
  await expect(connectionLine(ada)).toHaveText('Connecting… 3 messages are waiting');
  await expect(message(mei, 'one')).toBeHidden();
  await house.here.api.start();

  for (const page of [ada, mei]) await expectOnceInOrder(page, ['before', ...texts]);
  await expect(connectionLine(ada)).toBeHidden();
  await expect(history(ada).getByText('Read', { exact: true }).last()).toBeAttached();
});

test('two tabs of one browser send what was written in either, once', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const first = await signIn(one, { path: chatPath(chat) });
  const second = await first.context().newPage();
  await second.goto(chatPath(chat));
  await expect(composer(first)).toBeEditable();
  await expect(composer(second)).toBeEditable();
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });

  await house.here.cable.cut();
  await say(first, 'one');
  await say(second, 'two');
  await say(first, 'three');
  const texts = ['one', 'two', 'three'];
  for (const tab of [first, second]) await expectOnceInOrder(tab, texts);
  await house.here.cable.mend();
  for (const page of [mei, first, second]) await expectOnceInOrder(page, texts);
});

test('an API that is killed and comes back while one types and sends loses nothing', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  await say(ada, 'first');
  await expect(message(mei, 'first')).toBeVisible();

  await composer(ada).pressSequentially('I am just wri');
  await house.here.api.stop();
  await composer(ada).pressSequentially('ting this');
  await composer(ada).press('Enter');
  await say(ada, 'third');
  await composer(ada).pressSequentially('and a draft');
  await expect(connectionLine(ada)).toHaveText('Reconnecting… 2 messages are waiting');
  await say(mei, 'from the other side');

  await house.here.api.start();
  await expect(connectionLine(ada)).toBeHidden();
  await expect(composer(ada)).toHaveValue('and a draft');
  const texts = ['first', 'from the other side', 'I am just writing this', 'third'];
  for (const page of [ada, mei]) await expectOnceInOrder(page, texts);
});

test('messages arrive while Redis is away, and after it has come back', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  await say(ada, 'with Redis');
  await expect(message(mei, 'with Redis')).toBeVisible();

  await house.redis.kill();
  await say(ada, 'without Redis');
  await expect(message(mei, 'without Redis')).toBeVisible();
  await say(mei, 'neither here');
  await expect(message(ada, 'neither here')).toBeVisible();

  await house.redis.restart();
  await say(ada, 'with Redis again');
  await expect(message(mei, 'with Redis again')).toBeVisible();
  // What is not in the log travels through Redis alone: a hint is lost as long as either process has not come back to it.
  await expect(async () => {
    await composer(mei).pressSequentially('…');
    await expect(ada.getByRole('main').getByText('typing…')).toBeVisible({ timeout: 3_100 });
  }).toPass({ timeout: 20_000 });
  await expect(connectionLine(ada)).toBeHidden();
});

test('a socket that is cut is opened again, and brings what was missed', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  await other.send(chat, 'before the cut');
  await expect(message(ada, 'before the cut')).toBeVisible();
  await house.here.cable.cut();
  const missed = Array.from({ length: 25 }, (_, index) => `missed ${index + 1}`);
  for (const text of missed) await other.send(chat, text);
  await expect(connectionLine(ada)).toHaveText('Reconnecting…');
  await house.here.cable.mend();
  await expect(connectionLine(ada)).toBeHidden();
  await expectOnceInOrder(ada, missed.slice(-10));
});

test('a tab that is closed in the middle of sending loses nothing to the other one, and nothing is sent twice', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const first = await signIn(one, { path: chatPath(chat) });
  await expect(composer(first)).toBeEditable();
  const second = await first.context().newPage();
  await second.goto(chatPath(chat));
  await expect(composer(second)).toBeEditable();
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });

  // The tab that opened first is the one that sends. The server gets the message; its answer never comes.
  let taken = 0;
  await first.route('**/graphql', async (route) => {
    if (!/mutation Messages_send/.test(route.request().postData() ?? '')) return route.fallback();
    await route.fetch();
    taken += 1;
  });
  await say(second, 'one');
  await expect.poll(() => taken).toBe(1);
  await say(first, 'two');
  await say(second, 'three');
  await first.close();
  for (const page of [second, mei]) await expectOnceInOrder(page, ['one', 'two', 'three']);
  await expect(history(second).getByText('Read', { exact: true }).last()).toBeAttached();
});

const Mute = graphql(`
  mutation MuteInStory($input: MuteMemberInput!) {
    muteMember(input: $input) {
      __typename
    }
  }
`);

test('a message that is refused stays, with the reason and until when, and goes once it may', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one: mei, other: ada } = await world.friends('Mei', 'Ada');
  const group = await mei.group('Tea at five', [ada]);
  const page = await signIn(ada, { path: chatPath(group) });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await say(page, 'before');
  await expect(history(page).getByText('Sent', { exact: true })).toBeAttached();

  await house.here.cable.cut();
  await say(page, 'one');
  await say(page, 'two');
  const muted = { conversationId: group, userId: ada.id };
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await mei.ask(Mute, { input: { ...muted, until } });
  await house.here.cable.mend();
  const refusals = history(page).getByText('Not sent: you are muted in this group until');
  await expect(refusals).toHaveCount(2);
  await page.reload();
  await expect(refusals).toHaveCount(2);
  await expectOnceInOrder(page, ['before', 'one', 'two']);

  await page.getByRole('button', { name: 'Copy' }).first().click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('one');
  await page.getByRole('button', { name: 'Delete' }).first().click();
  await expect(message(page, 'one')).toBeHidden();
  await mei.ask(Mute, { input: muted });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(refusals).toBeHidden();
  await expectOnceInOrder(page, ['before', 'two']);
  await expect(history(page).getByText('Sent', { exact: true }).last()).toBeAttached();
});
