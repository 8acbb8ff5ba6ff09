import { expect, test } from '../fixtures.ts';
import { chatRow, say } from '../screens.ts';

test('a request with a note is seen live, accepted, and makes both friends, who can write at once', async ({
  world,
  house,
  signIn,
}) => {
  const [ada, mei] = [await world.user('Ada'), await world.user('小梅')];
  const asking = await signIn(ada, { path: '/contacts/find' });
  const asked = await signIn(mei, { at: house.there, path: '/contacts' });
  await expect(asked.getByText('No friends yet')).toBeVisible();

  await asking.getByRole('searchbox', { name: 'Username or name' }).fill(mei.account.username);
  const found = asking.getByRole('listitem').filter({ hasText: `@${mei.account.username}` });
  await found.getByRole('button', { name: 'Add friend' }).click();
  const dialog = asking.getByRole('dialog', { name: 'Add 小梅 as a friend' });
  await dialog.getByLabel('A word about yourself').fill('We met over oolong.');
  await dialog.getByRole('button', { name: 'Send request' }).click();
  await expect(found.getByText('Request sent')).toBeVisible();

  const badge = asked.getByRole('navigation', { name: 'Main' }).getByText('1 friend request');
  await expect(badge).toBeAttached();
  await asked.getByRole('link', { name: 'Friend requests' }).click();
  const request = asked.getByRole('listitem').filter({ hasText: 'We met over oolong.' });
  await expect(request).toContainText('Ada');
  await request.getByRole('button', { name: 'Accept' }).click();
  await expect(request).toBeHidden();
  await expect(asked.getByRole('link', { name: 'Ada' })).toBeVisible();
  await expect(badge).toBeHidden();

  await found.getByRole('button', { name: 'Message' }).click();
  await say(asking, '你好');
  await asked.getByRole('link', { name: 'Chats' }).click();
  await expect(chatRow(asked, 'Ada')).toContainText('你好');
});

test('a request can be declined, and the one who asked can take theirs back', async ({
  world,
  house,
  signIn,
}) => {
  const [ada, mei] = [await world.user('Ada'), await world.user('Mei')];
  const asking = await signIn(ada, { path: '/contacts/find' });
  const asked = await signIn(mei, { at: house.there, path: '/contacts/requests' });
  await asking.getByRole('searchbox', { name: 'Username or name' }).fill(mei.account.username);
  const found = asking.getByRole('listitem').filter({ hasText: `@${mei.account.username}` });
  const send = asking.getByRole('button', { name: 'Send request' });
  const request = asked.getByRole('listitem').filter({ hasText: `@${ada.account.username}` });

  await found.getByRole('button', { name: 'Add friend' }).click();
  await send.click();
  await request.getByRole('button', { name: 'Decline' }).click();
  await expect(request).toBeHidden();

  await found.getByRole('button', { name: 'Add friend' }).click();
  await send.click();
  const dialog = asking.getByRole('dialog', { name: 'Add Mei' });
  await expect(dialog.getByRole('alert')).toContainText('You can ask again from');
  await dialog.getByRole('button', { name: 'Close' }).click();

  const lin = await world.user('Lin');
  const alsoAsked = await signIn(lin, { at: house.there, path: '/contacts/requests' });
  const another = alsoAsked.getByRole('listitem').filter({ hasText: `@${ada.account.username}` });
  await asking.getByRole('searchbox', { name: 'Username or name' }).fill(lin.account.username);
  const foundToo = asking.getByRole('listitem').filter({ hasText: `@${lin.account.username}` });
  await foundToo.getByRole('button', { name: 'Add friend' }).click();
  await send.click();
  await expect(another).toBeVisible();
  await foundToo.getByRole('button', { name: 'Cancel request' }).click();
  await expect(another).toBeHidden();
  await expect(foundToo.getByRole('button', { name: 'Add friend' })).toBeVisible();
});

test('a friend’s dot turns on when they come and off when they go', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other } = await world.friends('Ada', 'Mei');
  const page = await signIn(one, { path: '/contacts' });
  const friend = page.getByRole('link', { name: 'Mei' });
  await expect(friend).toBeVisible();
  await expect(friend.getByText('Online')).toBeHidden();
  const theirs = await signIn(other, { at: house.there });
  await expect(friend.getByText('Online')).toBeAttached();
  await theirs.close();
  await expect(friend.getByText('Online')).toBeHidden();
});
