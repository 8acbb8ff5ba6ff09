import { PASSWORD } from '@teahouse/api/testing/world';
import { expect, test } from '../fixtures.ts';
import {
  chatPath,
  chatRow,
  composer,
  connectionLine,
  expectOnceInOrder,
  message,
  say,
} from '../screens.ts';
import {
  keptOnDisk,
  keptShell,
  storedElsewhere,
  storedInDatabases,
  withWorker,
} from '../storage.ts';

test('the app opens without a network, shows what was seen, and sends what is written there once it is back', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Seen before the tunnel');
  const first = await signIn(one, { path: chatPath(chat), ...withWorker });
  await expect(message(first, 'Seen before the tunnel')).toBeVisible();
  await composer(first).pressSequentially('Half a thought');
  await keptOnDisk(first, 'Seen before the tunnel');
  const context = first.context();
  await first.close();

  await context.setOffline(true);
  await house.here.cable.cut();
  const ada = await context.newPage();
  await ada.goto('/chats');
  await expect(chatRow(ada, 'Mei')).toContainText('Half a thought');
  await chatRow(ada, 'Mei').getByRole('link').click();
  await expect(message(ada, 'Seen before the tunnel')).toBeVisible();
  await expect(composer(ada)).toHaveValue('Half a thought');
  await composer(ada).fill('');
  const texts = ['one', 'two', 'three'];
  for (const text of texts) await say(ada, text);
  await expect(connectionLine(ada)).toHaveText(
    'Offline: 3 messages will be sent when you are back',
  );
  await ada.reload();
  await expectOnceInOrder(ada, ['Seen before the tunnel', ...texts]);
  await other.send(chat, 'Said meanwhile');

  await house.here.cable.mend();
  await context.setOffline(false);
  await expect(connectionLine(ada)).toBeHidden();
  await expectOnceInOrder(ada, ['Seen before the tunnel', 'Said meanwhile', ...texts]);
});

test('it opens in the language and the colours that were chosen last', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, chat } = await world.friends('Ada', 'Mei');
  const first = await signIn(one, { path: chatPath(chat), ...withWorker });
  await keptOnDisk(first, chat);
  await first.getByRole('link', { name: 'Settings' }).click();
  await first.getByRole('link', { name: 'Appearance' }).click();
  await first.getByRole('radio', { name: 'Dark' }).click();
  await first.getByRole('radio', { name: '简体中文' }).click();
  await expect(first.getByRole('heading', { name: '设置' })).toBeVisible();
  await expect.poll(() => keptShell(first), { timeout: 30_000 }).toContain('lang="zh-CN"');
  expect(await keptShell(first)).toContain('data-theme="dark"');
  const context = first.context();
  await first.close();

  await context.setOffline(true);
  await house.here.cable.cut();
  const ada = await context.newPage();
  await ada.goto(chatPath(chat));
  await expect(ada.getByRole('status').filter({ hasText: '已离线' })).toBeVisible();
  await expect(ada.locator('html')).toHaveAttribute('data-theme', 'dark');
  await house.here.cable.mend();
});

test('a session that has ended meanwhile leads to signing in, and what was written is sent after that', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Seen before the tunnel');
  const ada = await signIn(one, { path: chatPath(chat), ...withWorker });
  await expect(message(ada, 'Seen before the tunnel')).toBeVisible();
  await keptOnDisk(ada, 'Seen before the tunnel');

  await ada.context().setOffline(true);
  await house.here.cable.cut();
  await ada.reload();
  await say(ada, 'Written in the tunnel');
  await ada.context().clearCookies({ name: /session-token/ });
  await house.here.cable.mend();
  await ada.context().setOffline(false);
  await expect(ada).toHaveURL(/\/sign-in\?reason=session-ended$/);
  const left = await storedInDatabases(ada);
  expect(left).toContain('Written in the tunnel');
  expect(left).not.toContain('Seen before the tunnel');

  await ada.getByLabel('Username or email').fill(one.account.username);
  await ada.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await ada.getByRole('button', { name: 'Sign in', exact: true }).click();
  await chatRow(ada, 'Mei').getByRole('link').click();
  await expectOnceInOrder(ada, ['Seen before the tunnel', 'Written in the tunnel']);
  await expect(connectionLine(ada)).toBeHidden();
});

test('who signs out leaves nothing on the device, and without a network nothing of theirs is shown', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Between you and me');
  const ada = await signIn(one, { path: chatPath(chat), ...withWorker });
  await expect(message(ada, 'Between you and me')).toBeVisible();
  await keptOnDisk(ada, 'Between you and me');
  const everywhere = await storedElsewhere(ada);
  expect(everywhere).not.toContain('Between you and me');

  await ada.getByRole('link', { name: 'Settings' }).click();
  await ada.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(ada).toHaveURL(/\/sign-in$/);
  await expect.poll(() => storedInDatabases(ada)).toBe('[]');
  for (const trace of ['Between you and me', one.account.username, one.account.id, chat])
    expect(await storedElsewhere(ada)).not.toContain(trace);

  await ada.context().setOffline(true);
  await house.here.cable.cut();
  await ada.goto('/chats');
  await expect(ada.getByRole('heading', { name: 'The server cannot be reached' })).toBeVisible();
  await house.here.cable.mend();
  await ada.context().setOffline(false);
  await expect(ada).toHaveURL(/\/sign-in\?next=/);
});
