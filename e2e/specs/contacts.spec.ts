import { expect, test } from '../fixtures.ts';
import { chatPath, chatRow, message, say } from '../screens.ts';

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

test('one’s own name for a friend stands in the list, the header and the address book of every tab', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await mei.send(chat, 'tea?');
  const page = await signIn(ada, { path: `/contacts/people/${encodeURIComponent(mei.id)}` });
  const other = await page.context().newPage();
  await other.goto(chatPath(chat));
  await expect(other.getByRole('heading', { name: 'Mei', level: 1 })).toBeVisible();

  await page.getByRole('button', { name: 'Add a name of your own' }).click();
  await page.getByLabel('Your name for them').fill('龚老板');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '龚老板', level: 1 })).toBeVisible();
  await expect(page.getByText('Nickname: ')).toContainText('Mei');
  await expect(page.getByRole('region', { name: 'G', exact: true })).toContainText('龚老板');
  await expect(other.getByRole('heading', { name: '龚老板', level: 1 })).toBeVisible();
  await expect(chatRow(other, '龚老板')).toContainText('tea?');

  await page.getByRole('searchbox', { name: 'Search friends' }).fill('gonglb');
  await expect(page.getByRole('link', { name: '龚老板' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search friends' }).fill('qqqq');
  await expect(page.getByRole('link', { name: '龚老板' })).toBeHidden();

  await page.getByRole('button', { name: 'Change your name for them' }).click();
  await page.getByLabel('Your name for them').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByRole('heading', { name: 'Mei', level: 1 })).toBeVisible();
});

test('a friend who is blocked neither writes nor is written to, until the block is taken back', async ({
  world,
  house,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await ada.send(chat, 'hello');
  const hers = await signIn(mei, { at: house.there, path: chatPath(chat) });
  const page = await signIn(ada, { path: `/contacts/people/${encodeURIComponent(mei.id)}` });
  await page.getByRole('button', { name: 'More about Mei' }).click();
  await page.getByRole('menuitem', { name: 'Block' }).click();
  const asked = page.getByRole('alertdialog', { name: 'Block Mei?' });
  await expect(asked).toContainText('Mei is not told');
  await asked.getByRole('button', { name: 'Block' }).click();
  await expect(page.getByText('You have blocked Mei')).toBeVisible();

  await say(hers, 'are you there?');
  await expect(hers.getByText('does not accept messages from you')).toBeVisible();

  await page.goto('/settings/privacy');
  const blocked = page.getByRole('region', { name: 'Blocked people' });
  await blocked.getByRole('button', { name: 'Unblock Mei' }).click();
  await expect(blocked).toContainText('You have blocked nobody.');
  await say(hers, 'hello again');
  await page.goto(chatPath(chat));
  await expect(message(page, 'hello again')).toBeVisible();
  await expect(message(page, 'are you there?')).toBeHidden();
});

test('a friend is sorted into a category, which narrows the address book down to it', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei } = await world.friends('Ada', 'Mei');
  await ada.befriend(await world.user('Tom'));
  const page = await signIn(ada, { path: `/contacts/people/${encodeURIComponent(mei.id)}` });
  await page.getByRole('button', { name: 'Change categories' }).click();
  const dialog = page.getByRole('dialog', { name: 'Categories of Mei' });
  await dialog.getByLabel('New category').fill('Tea friends');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog.getByRole('checkbox', { name: 'Tea friends' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Save' }).click();
  const filed = page.getByRole('main').getByRole('listitem');
  await expect(filed.filter({ hasText: 'Tea friends' })).toBeVisible();

  const friends = page.getByRole('region', { name: 'Contacts' });
  await friends.getByRole('radio', { name: 'Tea friends' }).click();
  await expect(friends.getByRole('link', { name: 'Tom' })).toBeHidden();
  await expect(friends.getByRole('link', { name: 'Mei' })).toBeVisible();

  await friends.getByRole('link', { name: 'Categories' }).click();
  const row = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Tea friends' });
  await expect(row).toContainText('1 friend');
  await row.getByRole('button', { name: 'Delete Tea friends' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete category' }).click();
  await expect(page.getByText('No categories yet')).toBeVisible();
  await expect(friends.getByRole('link', { name: 'Tom' })).toBeVisible();
});

test('what is kept to oneself is not shown: presence goes out at once, and a stranger does not find one', async ({
  world,
  house,
  signIn,
}) => {
  const { one: ada, other: mei } = await world.friends('Ada', 'Mei');
  const eve = await world.user('Eve');
  const hers = await signIn(mei, { at: house.there, path: '/contacts' });
  const friend = hers.getByRole('link', { name: 'Ada' });
  const page = await signIn(ada, { path: '/settings/privacy' });
  await expect(friend.getByText('Online')).toBeAttached();
  await page.getByRole('switch', { name: 'Show friends when I am there' }).click();
  await expect(friend.getByText('Online')).toBeHidden();

  await page.getByRole('switch', { name: 'By name' }).click();
  await expect(page.getByRole('switch', { name: 'By name' })).not.toBeChecked();
  const searching = await signIn(eve, { path: '/contacts/find' });
  await searching.getByRole('searchbox', { name: 'Username or name' }).fill(ada.account.username);
  await expect(searching.getByText('Nobody here goes by')).toBeVisible();
});
