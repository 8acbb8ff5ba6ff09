import { expect, test } from '../fixtures.ts';
import { holdRequests } from '../holding.ts';
import { chatPath, chatRow, chatRows, history, message, say } from '../screens.ts';

test('somebody opens a conversation with a friend', async ({ world, signIn }) => {
  const [ada, mei] = [await world.user('Ada'), await world.user('Mei')];
  await ada.befriend(mei);
  const page = await signIn(ada);
  await page.getByRole('button', { name: 'New conversation' }).click();
  await page.getByRole('menuitem', { name: 'New chat' }).click();
  await page.getByRole('dialog', { name: 'New chat' }).getByRole('button', { name: 'Mei' }).click();
  await expect(page.getByRole('heading', { name: 'Mei', level: 1 })).toBeVisible();
  await say(page, 'Are you in?');
  await expect(chatRow(page, 'Mei')).toContainText('You: Are you in?');
});

test('a group is made, grows, is spoken in, and is left', async ({ world, house, signIn }) => {
  const [ada, mei, tom] = [
    await world.user('Ada'),
    await world.user('Mei'),
    await world.user('Tom'),
  ];
  await ada.befriend(mei);
  await ada.befriend(tom);
  const page = await signIn(ada);
  const theirs = await signIn(tom, { at: house.there });

  await page.getByRole('button', { name: 'New conversation' }).click();
  await page.getByRole('menuitem', { name: 'New group' }).click();
  const dialog = page.getByRole('dialog', { name: 'New group' });
  await dialog.getByLabel('Group name').fill('围炉煮茶');
  // Into a public group friends are taken; into a private one they are invited.
  await dialog.getByRole('radio', { name: 'Public' }).click();
  await dialog.getByRole('checkbox', { name: 'Mei' }).click();
  await dialog.getByRole('button', { name: 'Create with 1 friend' }).click();
  await expect(page.getByRole('heading', { name: '围炉煮茶', level: 1 })).toBeVisible();
  await expect(history(page)).toContainText('You created the group');
  await expect(chatRow(theirs, '围炉煮茶')).toBeHidden();

  await page.getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await details.getByRole('button', { name: 'Add' }).click();
  const adding = page.getByRole('dialog', { name: 'Add members' });
  await adding.getByRole('checkbox', { name: 'Tom' }).click();
  await adding.getByRole('button', { name: 'Add 1 friend' }).click();
  await expect(details.getByRole('heading', { name: '3 members' })).toBeVisible();
  await expect(details.getByRole('listitem').filter({ hasText: 'Tom' })).toBeVisible();

  await chatRow(theirs, '围炉煮茶').getByRole('link').click();
  await say(theirs, 'Thanks for having me');
  await expect(message(page, 'Thanks for having me')).toBeVisible();

  await theirs.getByRole('button', { name: 'Details' }).click();
  await theirs.getByRole('button', { name: 'Leave group' }).click();
  const leaving = theirs.getByRole('alertdialog', { name: 'Leave “围炉煮茶”?' });
  await leaving.getByRole('button', { name: 'Leave' }).click();
  await expect(chatRow(theirs, '围炉煮茶')).toBeHidden();
  await expect(history(page)).toContainText('Tom left the group');
  await expect(details.getByRole('heading', { name: '2 members' })).toBeVisible();
});

test('details that are opened while the network takes its time are there when it has', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await mei.send(chat, 'Read me');
  const page = await signIn(ada);
  const reading = await holdRequests(page, /markRead/);
  await chatRow(page, 'Mei').getByRole('link').click();
  await expect.poll(() => reading.asked()).toBe(true);
  await page.getByRole('button', { name: 'Details' }).click();
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details).toBeVisible();
  reading.release();
  await expect(details.getByRole('link', { name: 'Open profile' })).toBeVisible();
});

test('somebody taken into a group later sees what is said from then on, and nothing from before', async ({
  world,
  signIn,
}) => {
  const [ada, mei, tom] = [
    await world.user('Ada'),
    await world.user('Mei'),
    await world.user('Tom'),
  ];
  await ada.befriend(mei);
  await ada.befriend(tom);
  const group = await ada.group('Surprise for Tom', [mei]);
  await ada.send(group, 'He must not know of the cake');
  await ada.add(group, [tom]);
  await ada.send(group, 'Welcome, Tom');
  const page = await signIn(tom, { path: chatPath(group) });
  await expect(message(page, 'Welcome, Tom')).toBeVisible();
  await expect(history(page)).not.toContainText('cake');
});

test('the list is in the order of what was said last, and the unread are counted until they are read, on every device', async ({
  world,
  house,
  signIn,
  phone,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  const tom = await world.user('Tom');
  await ada.befriend(tom);
  const withTom = await ada.open(tom);
  await mei.send(chat, 'first');
  await tom.send(withTom, 'second');

  const page = await signIn(ada);
  const pocket = await phone(ada, { at: house.there });
  for (const device of [page, pocket]) {
    await expect(chatRows(device)).toHaveText([/Tom/, /Mei/]);
    await expect(chatRow(device, 'Mei')).toContainText('1 unread message');
  }

  await mei.send(chat, 'third');
  await mei.send(chat, 'fourth');
  for (const device of [page, pocket]) {
    await expect(chatRows(device)).toHaveText([/Mei.*fourth/s, /Tom.*second/s]);
    await expect(chatRow(device, 'Mei')).toContainText('3 unread messages');
    await expect(
      device.getByRole('navigation', { name: 'Main' }).getByText('4 unread messages'),
    ).toBeAttached();
  }

  await chatRow(pocket, 'Mei').getByRole('link').click();
  await expect(message(pocket, 'fourth')).toBeVisible();
  await expect(chatRow(page, 'Mei')).not.toContainText('unread');
  await expect(
    page.getByRole('navigation', { name: 'Main' }).getByText('1 unread message'),
  ).toBeAttached();
});

test('what comes while one reads along is counted nowhere, and what comes elsewhere is', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  const tom = await world.user('Tom');
  await ada.befriend(tom);
  const page = await signIn(ada, { path: chatPath(chat) });
  await expect(history(page)).toHaveAttribute('aria-busy', 'false');
  const counted = await page.evaluateHandle(() => {
    const seen = new Set<string>();
    const look = () => {
      const rail = document.querySelector('nav a[href="/chats"]')?.textContent;
      if (/\d/.test(`${document.title} ${rail}`)) seen.add(`${document.title} ${rail}`);
    };
    new MutationObserver(look).observe(document, {
      ...{ subtree: true, childList: true, characterData: true },
    });
    return seen;
  });
  for (let cup = 1; cup <= 8; cup += 1) {
    await mei.send(chat, `cup ${cup}`);
    await expect(message(page, `cup ${cup}`)).toBeVisible();
  }
  expect(await counted.evaluate((seen) => [...seen])).toEqual([]);
  await tom.send(await tom.open(ada), 'me too');
  await expect(page).toHaveTitle(/^\(1\) /);
  expect(await counted.evaluate((seen) => seen.size)).toBeGreaterThan(0);
});
