import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { chatPath, chatRow, composer, history, message, say } from '../screens.ts';

/** Does something with a message, as one does with the mouse. */
async function choose(page: Page, text: string, action: string): Promise<void> {
  await message(page, text).click({ button: 'right' });
  await page.getByRole('menuitem', { name: action, exact: true }).click();
}

test('a reply quotes what it answers, and leads there', async ({ world, house, signIn }) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Green or black?');
  const ada = await signIn(one, { path: chatPath(chat) });
  await choose(ada, 'Green or black?', 'Reply');
  await expect(ada.getByText('Replying to Mei')).toBeVisible();
  await expect(composer(ada)).toBeFocused();
  await say(ada, 'Green');
  const mei = await signIn(other, { path: chatPath(chat), at: house.there });
  await expect(history(mei).getByRole('button', { name: /message of Mei/ })).toContainText(
    'Green or black?',
  );
});

test('editing by the arrow key changes the message on every screen, and says so', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const mei = await signIn(other, { path: chatPath(chat), at: house.there });
  const ada = await signIn(one, { path: chatPath(chat) });
  await say(ada, 'See you at fiev');
  await expect(message(mei, 'See you at fiev')).toBeVisible();
  // Mei may see it before Ada is told that it has been sent, and only then can it be edited.
  await expect(history(ada).getByText(/^(Sent|Delivered|Read)$/)).toBeAttached();
  await composer(ada).press('ArrowUp');
  await expect(composer(ada)).toHaveValue('See you at fiev');
  await composer(ada).fill('See you at five');
  await composer(ada).press('Enter');
  for (const page of [ada, mei]) {
    await expect(message(page, 'See you at five')).toBeVisible();
    await expect(message(page, 'See you at fiev')).toHaveCount(0);
    await expect(history(page).getByText('edited', { exact: true })).toBeVisible();
  }
  await expect(composer(ada)).toHaveValue('');
});

test('recalling takes a message from every screen; its sender may write it anew', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const mei = await signIn(other, { path: chatPath(chat), at: house.there });
  const ada = await signIn(one, { path: chatPath(chat) });
  await say(ada, 'A secret');
  await expect(message(mei, 'A secret')).toBeVisible();
  await choose(ada, 'A secret', 'Recall');
  await expect(history(mei).getByText('Ada recalled a message')).toBeVisible();
  await expect(message(mei, 'A secret')).toHaveCount(0);
  await expect(chatRow(mei, 'Ada')).not.toContainText('A secret');
  await history(ada).getByRole('button', { name: 'Edit again' }).click();
  await expect(composer(ada)).toHaveValue('A secret');
  await expect(history(mei).getByRole('button', { name: 'Edit again' })).toHaveCount(0);
});

test('deleted for me it is gone from my devices, and stays on the others’', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Not for long');
  const desk = await signIn(one, { path: chatPath(chat) });
  const laptop = await signIn(one, { path: chatPath(chat), at: house.there });
  const mei = await signIn(other, { path: chatPath(chat) });
  await expect(message(laptop, 'Not for long')).toBeVisible();
  await choose(desk, 'Not for long', 'Delete for me');
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  for (const page of [desk, laptop]) await expect(message(page, 'Not for long')).toHaveCount(0);
  await expect(message(mei, 'Not for long')).toBeVisible();
});

test('a reaction shows at once, everywhere, and is taken back by pressing it again', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Tea is ready');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { path: chatPath(chat), at: house.there });
  await message(ada, 'Tea is ready').click({ button: 'right' });
  await ada.getByRole('button', { name: 'React with 🍵' }).click();
  const chip = (page: Page) => history(page).getByRole('button', { name: /^🍵/ });
  await expect(chip(ada)).toHaveAttribute('aria-pressed', 'true');
  await expect(chip(mei)).toHaveAttribute('aria-pressed', 'false');
  await chip(mei).click();
  await expect(chip(ada)).toContainText('2');
  await chip(ada).click();
  await expect(chip(ada)).toHaveAttribute('aria-pressed', 'false');
  await expect(chip(mei)).toContainText('1');
});

test('what is pinned stands above the history, and leads to its place', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'The address is 5 Plum Lane');
  const ada = await signIn(one, { path: chatPath(chat) });
  await choose(ada, 'The address is 5 Plum Lane', 'Pin');
  const bar = ada.getByRole('main').getByRole('button', { name: /^Mei ?The address/ });
  await expect(bar).toBeVisible();
  for (let count = 1; count <= 70; count += 1) await other.send(chat, `Filler ${count}`);
  await expect(message(ada, 'Filler 70')).toBeVisible();
  await ada.reload();
  await expect(message(ada, 'Filler 70')).toBeVisible();
  await expect(message(ada, 'The address is 5 Plum Lane')).toHaveCount(0);
  await bar.click();
  await expect(message(ada, 'The address is 5 Plum Lane')).toBeInViewport();
  await ada.getByRole('button', { name: 'To the latest message' }).click();
  await expect(message(ada, 'Filler 70')).toBeInViewport();
});

test('several messages go on as a chat history, which opens; what is saved is found again', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const tom = await world.user('Tom');
  await one.befriend(tom);
  const elsewhere = await one.open(tom);
  for (const text of ['Sencha', 'Oolong']) await other.send(chat, text);
  const ada = await signIn(one, { path: chatPath(chat) });
  await choose(ada, 'Sencha', 'Select');
  await history(ada).getByRole('checkbox', { name: 'Select this message' }).last().click();
  const tools = ada.getByRole('toolbar', { name: 'Selected messages' });
  await expect(tools).toContainText('2 selected');
  await expect(history(ada).getByRole('button', { name: 'Message actions' })).toHaveCount(0);
  await tools.getByRole('button', { name: 'Forward' }).click();
  const dialog = ada.getByRole('dialog', { name: 'Forward 2 messages' });
  await dialog.getByRole('radio', { name: 'As a chat history' }).click();
  await dialog.getByRole('checkbox', { name: 'Tom' }).click();
  await dialog.getByRole('button', { name: 'Forward' }).click();
  await expect(dialog).toBeHidden();
  await choose(ada, 'Oolong', 'Select');
  await tools.getByRole('button', { name: 'Forward' }).focus();
  await ada.keyboard.press('Escape');
  await expect(tools).toBeHidden();
  await expect(composer(ada)).toBeFocused();
  await choose(ada, 'Oolong', 'Save');
  await expect(ada.getByText('Saved', { exact: true }).last()).toBeVisible();

  const his = await signIn(tom, { path: chatPath(elsewhere) });
  await history(his)
    .getByRole('button', { name: /Chat history with Mei/ })
    .click();
  const bundle = his.getByRole('dialog', { name: 'Chat history with Mei' });
  await expect(bundle.getByRole('listitem')).toHaveText([/Mei.*Sencha/s, /Mei.*Oolong/s]);

  await ada.getByRole('link', { name: 'Saved' }).click();
  await expect(ada.getByRole('main').getByRole('listitem')).toHaveText(/Oolong/);
});

test('somebody named in a group is told so, also where they do not want to be disturbed', async ({
  world,
  house,
  signIn,
}) => {
  const ada = await world.user('Ada');
  const mei = await world.user('Mei');
  await ada.befriend(mei);
  const group = await ada.group('Tea', [mei]);
  const hers = await signIn(mei, { at: house.there });
  await chatRow(hers, 'Tea').getByRole('link').click({ button: 'right' });
  await hers.getByRole('menuitem', { name: 'Do not disturb' }).click();
  await expect(chatRow(hers, 'Tea').getByRole('img', { name: 'Do not disturb' })).toBeVisible();
  const page = await signIn(ada, { path: chatPath(group) });
  await composer(page).pressSequentially('@me');
  await page.getByRole('option', { name: /Mei/ }).click();
  await expect(composer(page)).toHaveValue('@Mei ');
  await composer(page).pressSequentially('tea?');
  await composer(page).press('Enter');
  await expect(chatRow(hers, 'Tea')).toContainText('[@you]');
  await expect(hers).toHaveTitle(/1/);
});
