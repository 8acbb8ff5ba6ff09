import { expect, test } from '../fixtures.ts';
import { chatPath, chatRow, composer, history, message } from '../screens.ts';
import { longPress } from '../touch.ts';

test('the card of a friend and of a public group is sent, and leads to them', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const tom = await world.user('Tom');
  await one.befriend(tom);
  await one.group('Tea house', [tom], { visibility: 'PUBLIC', joinPolicy: 'OPEN' });
  await one.group('Secret', [tom]);
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { path: chatPath(chat), at: house.there });
  const attach = ada.getByRole('main').getByRole('button', { name: 'Add', exact: true });

  await attach.click();
  await ada.getByRole('menuitem', { name: 'Contact card' }).click();
  const people = ada.getByRole('dialog', { name: 'Contact card' });
  await people.getByRole('searchbox').fill('to');
  await people.getByRole('checkbox', { name: /Tom/ }).click();
  await people.getByRole('button', { name: 'Send 1 card' }).click();
  await expect(people).toBeHidden();

  await attach.click();
  await ada.getByRole('menuitem', { name: 'Group card' }).click();
  const groups = ada.getByRole('dialog', { name: 'Group card' });
  await expect(groups.getByRole('checkbox')).toHaveText([/Tea house/]);
  await groups.getByRole('checkbox').click();
  await groups.getByRole('button', { name: 'Send 1 card' }).click();
  await expect(groups).toBeHidden();

  await expect(history(mei).getByRole('link', { name: /Tom/ })).toBeVisible();
  await history(mei)
    .getByRole('link', { name: /Tea house/ })
    .click();
  await mei.getByRole('button', { name: 'Join' }).click();
  await expect(mei.getByRole('heading', { name: 'Tea house', level: 1 })).toBeVisible();
});

test('a person is recommended to friends from their profile', async ({ world, signIn }) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const tom = await world.user('Tom');
  await one.befriend(tom);
  await one.open(tom);
  const ada = await signIn(one, { path: `/contacts/people/${encodeURIComponent(tom.id)}` });
  await ada.getByRole('button', { name: 'Recommend to a friend' }).click();
  const dialog = ada.getByRole('dialog', { name: 'Recommend Tom' });
  await dialog.getByRole('checkbox', { name: 'Mei' }).click();
  await dialog.getByRole('button', { name: 'Forward' }).click();
  await expect(dialog).toBeHidden();
  const mei = await signIn(other, { path: chatPath(chat) });
  await expect(history(mei).getByRole('link', { name: /Tom/ })).toBeVisible();
});

test('on a phone a long press opens what can be done, and goes nowhere', async ({
  world,
  phone,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Hold on to this');
  const page = await phone(one);
  await longPress(chatRow(page, 'Mei'));
  await expect(page).toHaveURL(/\/chats$/);
  await page.getByRole('menuitem', { name: 'Pin to the top' }).tap();
  await expect(chatRow(page, 'Mei').getByRole('img', { name: 'Pinned' })).toBeVisible();
  await chatRow(page, 'Mei').tap();

  await longPress(message(page, 'Hold on to this'));
  expect(await page.evaluate(() => getSelection()?.toString())).toBe('');
  await page.getByRole('menuitem', { name: 'Reply' }).tap();
  await expect(page.getByText('Replying to Mei')).toBeVisible();
});

test('on a phone the composer keeps to its field; the rest is behind the plus', async ({
  world,
  phone,
}) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  const page = await phone(one, { path: chatPath(chat), viewport: { width: 320, height: 640 } });
  await composer(page).fill('Later, perhaps');
  const field = await composer(page).boundingBox();
  expect(field?.width).toBeGreaterThan(140);
  const more = page.getByRole('button', { name: 'Add', exact: true });
  await more.tap();
  await page.getByRole('menuitemcheckbox', { name: 'Write in Markdown' }).tap();
  await more.tap();
  await expect(page.getByRole('menuitemcheckbox')).toHaveAttribute('aria-checked', 'true');
  await page.getByRole('menuitem', { name: 'Send later' }).tap();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Tomorrow morning/ })
    .tap();
  await expect(composer(page)).toHaveValue('');
  await page.goto('/saved/scheduled');
  await expect(page.getByText('Later, perhaps')).toBeVisible();
});
