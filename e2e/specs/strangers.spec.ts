import { changePrivacy } from '@teahouse/api/testing/contacts';
import { expect, test } from '../fixtures.ts';
import { chatPath, chatRow, composer, message, say } from '../screens.ts';

test('a stranger says one thing, is told to wait, is accepted and goes on', async ({
  world,
  house,
  signIn,
  phone,
}) => {
  const [tom, mei] = [await world.user('Tom'), await world.user('小梅')];
  const writing = await signIn(tom, { path: '/contacts/find' });
  const reading = await phone(mei, { at: house.there });
  await writing.getByRole('searchbox', { name: 'Username or name' }).fill(mei.account.username);
  await writing.getByRole('link', { name: /小梅/ }).click();
  await writing.getByRole('button', { name: 'Message', exact: true }).click();
  await expect(writing.getByText('one message until they answer')).toBeVisible();
  await composer(writing).fill('Is the tea house open?');
  await composer(writing).press('Enter');
  await expect(writing.getByText('You can write more once')).toBeVisible();
  await expect(composer(writing)).toBeHidden();
  await expect(writing.locator(':focus')).toContainText('You can write more once');

  await chatRow(reading, 'Tom').click();
  const bar = reading.getByRole('region', { name: 'Tom is not in your contacts' });
  await expect(bar).toContainText('once you answer or accept');
  await bar.getByRole('button', { name: 'Accept' }).click();
  await expect(bar).toBeHidden();
  await expect(composer(writing)).toBeFocused();

  for (const text of ['One', 'Two']) await say(writing, text);
  await expect(message(reading, 'Two')).toBeVisible();
  // The fourth of a minute waits for its moment in the outbox, and says so.
  await say(writing, 'Three');
  await expect(writing.getByText('At most 3 messages a minute')).toBeVisible();
  await expect(writing.getByText(/What waits goes in \d+ seconds/)).toBeVisible();
  await expect(composer(writing)).toBeEditable();
});

test('whom one blocks from the bar is told nothing; unblocking lets both go on', async ({
  world,
  signIn,
}) => {
  const [eve, mei] = [await world.user('Eve'), await world.user('Mei')];
  const chat = await eve.open(mei);
  await eve.send(chat, 'Buy my tea!');
  const page = await signIn(mei);
  await chatRow(page, 'Eve').click();
  await page.getByRole('button', { name: 'Block' }).press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Block' }).press('Enter');
  await expect(page.getByText('You have blocked Eve.')).toBeVisible();
  await expect(page.locator(':focus')).toContainText('You have blocked Eve.');
  const waiting = await signIn(eve);
  await chatRow(waiting, 'Mei').click();
  await expect(waiting.getByText('You can write more once')).toBeVisible();
  await page.getByRole('button', { name: 'Unblock' }).press('Enter');
  await expect(composer(page)).toBeFocused();
  await say(page, 'No, thank you.');
  await say(waiting, 'Another time.');
  await expect(message(page, 'Another time.')).toBeVisible();
});

test('that somebody takes no messages is said where one would write, as soon as it is so and no longer', async ({
  world,
  house,
  signIn,
}) => {
  const [eve, mei] = [await world.user('Eve'), await world.user('Mei')];
  const page = await signIn(eve, { path: chatPath(await eve.open(mei)), at: house.there });
  await composer(page).fill('Is the tea house');
  await changePrivacy(mei, { reachableBy: 'NOBODY' });
  await expect(page.getByText('Mei takes no messages from people')).toBeVisible();
  await expect(composer(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Add friend' })).toBeHidden();
  await changePrivacy(mei, { reachableBy: 'EVERYONE' });
  await expect(page.getByText('one message until they answer')).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await expect(composer(page)).toHaveValue('Is the tea house');
});
