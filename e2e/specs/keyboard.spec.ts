import type { Page } from '@playwright/test';
import { PASSWORD } from '@teahouse/api/testing/world';
import { expect, test } from '../fixtures.ts';
import { chatRow, composer, message } from '../screens.ts';

test('with the keyboard alone one signs in, chooses a conversation, sends, and reaches the settings', async ({
  world,
  visit,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await mei.send(chat, 'Can you do without the mouse?');
  const page = await visit({ path: '/sign-in' });

  await tabTo(page, page.getByLabel('Username or email'));
  await page.keyboard.type(ada.account.username);
  await tabTo(page, page.getByLabel('Password', { exact: true }));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');

  const row = chatRow(page, 'Mei').getByRole('link');
  await expect(row).toBeVisible();
  await tabTo(page, row);
  await page.keyboard.press('Enter');
  await expect(message(page, 'Can you do without the mouse?')).toBeVisible();
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('Easily');
  await page.keyboard.press('Enter');
  await expect(message(page, 'Easily')).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: 'Settings' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await tabTo(page, page.getByRole('link', { name: 'Profile' }));
  await page.keyboard.press('End');
  await tabTo(page, page.getByRole('link', { name: 'Appearance' }), 'ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Appearance', level: 1 })).toBeVisible();
  await tabTo(page, page.getByRole('radio', { name: 'System' }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
});

test('dialogs and the details take the focus, close with Escape, and give the focus back', async ({
  world,
  signIn,
}) => {
  const ada = await world.user('Ada');
  const mei = await world.user('Mei');
  await ada.befriend(mei);
  await ada.group('Tea', [mei]);
  const page = await signIn(ada);
  const menu = page.getByRole('button', { name: 'New conversation' });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'New chat' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'New group' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(menu).toBeFocused();

  await chatRow(page, 'Tea').getByRole('link').press('Enter');
  const details = page.getByRole('button', { name: 'Details' });
  await details.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(details).toBeFocused();

  await details.press('Enter');
  await tabTo(page, page.getByRole('button', { name: 'Edit group' }));
  await expect(page.getByText('Edit group', { exact: true })).toBeVisible();
  // One Escape, although the button shows its name in a tooltip, which Escape takes away as well.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeHidden();
});

/** Goes on with Tab until it is there, as somebody without a mouse has to. */
async function tabTo(page: Page, goal: ReturnType<Page['locator']>, key = 'Tab'): Promise<void> {
  const there = () => goal.evaluate((element) => element === document.activeElement);
  for (let step = 0; step < 40 && !(await there()); step += 1) await page.keyboard.press(key);
  await expect(goal).toBeFocused();
}
