import { graphql } from '@teahouse/api/testing/graphql';
import { expect, test } from '../fixtures.ts';
import { chatPath, composer, history, message } from '../screens.ts';

const UpdateGroup = graphql(`
  mutation Forbids($input: UpdateGroupInput!) {
    updateGroup(input: $input) {
      __typename
    }
  }
`);
const PinMessage = graphql(`
  mutation Pins($input: PinMessageInput!) {
    pinMessage(input: $input) {
      __typename
    }
  }
`);

test('a message for later waits, changes its time, and goes at once when one wants it to', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const mei = await signIn(other, { path: chatPath(chat), at: house.there });
  const ada = await signIn(one, { path: chatPath(chat) });
  for (const text of ['Good morning', 'Never mind']) {
    await composer(ada).fill(text);
    await ada.getByRole('button', { name: 'Send later' }).click();
    await ada
      .getByRole('dialog')
      .getByRole('button', { name: /In an hour/ })
      .click();
    await expect(composer(ada)).toHaveValue('');
  }
  await ada.goto('/saved/scheduled');
  const row = (text: string) => ada.getByRole('listitem').filter({ hasText: text });
  const time = row('Good morning').getByRole('time');
  const before = await time.textContent();
  await row('Good morning').getByRole('button', { name: 'Change the time' }).click();
  await ada
    .getByRole('dialog')
    .getByRole('button', { name: /Tomorrow morning/ })
    .click();
  await expect(time).not.toHaveText(before ?? '');
  await row('Never mind').getByRole('button', { name: 'Do not send' }).click();
  await ada.getByRole('alertdialog').getByRole('button', { name: 'Do not send' }).click();
  await expect(row('Never mind')).toHaveCount(0);
  await row('Good morning').getByRole('button', { name: 'Send now' }).click();
  await expect(message(mei, 'Good morning')).toBeVisible();
  await expect(row('Good morning')).toHaveCount(0);
  await expect(message(mei, 'Never mind')).toHaveCount(0);
});

test('a reminder of a message is set, found, moved, and done with', async ({ world, signIn }) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Bring the blue pot');
  const ada = await signIn(one, { path: chatPath(chat) });
  await message(ada, 'Bring the blue pot').click({ button: 'right' });
  await ada.getByRole('menuitem', { name: 'Remind me' }).click();
  const dialog = ada.getByRole('dialog', { name: 'Remind me' });
  await dialog.getByLabel(/Note/).fill('the one with the crack');
  await dialog.getByRole('button', { name: /In an hour/ }).click();
  await expect(dialog).toBeHidden();
  await ada.goto('/saved/reminders');
  const row = ada.getByRole('listitem').filter({ hasText: 'Bring the blue pot' });
  await expect(row).toContainText('the one with the crack');
  await row.getByRole('button', { name: 'Change the time' }).click();
  await ada
    .getByRole('dialog')
    .getByRole('button', { name: /Tomorrow morning/ })
    .click();
  await row.getByRole('button', { name: 'Done' }).click();
  await expect(row).toHaveCount(0);
});

test('several messages are deleted once one has said so; a bundle within a bundle opens', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const tom = await world.user('Tom');
  await one.befriend(tom);
  const elsewhere = await one.open(tom);
  for (const text of ['Sencha', 'Oolong']) await other.send(chat, text);
  const ada = await signIn(one, { path: chatPath(chat) });
  const tools = ada.getByRole('toolbar', { name: 'Selected messages' });
  const choose = async (count: number) => {
    const rows = history(ada).getByRole('article');
    await rows.last().click({ button: 'right' });
    await ada.getByRole('menuitem', { name: 'Select' }).click();
    const boxes = history(ada).getByRole('checkbox', { name: 'Select this message' });
    for (let at = 2; at <= count; at += 1) await boxes.nth(-at).click();
    await expect(tools).toContainText(`${count} selected`);
  };
  const forward = async (to: string) => {
    await tools.getByRole('button', { name: 'Forward' }).click();
    const dialog = ada.getByRole('dialog');
    await dialog.getByRole('radio', { name: 'As a chat history' }).click();
    await dialog.getByRole('checkbox', { name: to }).click();
    await dialog.getByRole('button', { name: 'Forward' }).click();
    await expect(dialog).toBeHidden();
  };
  await choose(2);
  await forward('Mei');
  await expect(history(ada).getByRole('button', { name: /Chat history with Mei/ })).toBeVisible();
  await choose(2);
  await forward('Tom');
  await choose(2);
  await tools.getByRole('button', { name: 'Delete for me' }).click();
  const confirm = ada.getByRole('alertdialog', { name: 'Delete 2 messages for you?' });
  await confirm.getByRole('button', { name: 'Delete' }).click();
  await expect(history(ada).getByRole('article')).toHaveText([/Sencha/]);

  const his = await signIn(tom, { path: chatPath(elsewhere) });
  const outer = history(his).getByRole('button', { name: /Chat history with Mei/ });
  await outer.click();
  const dialogs = his.getByRole('dialog', { name: 'Chat history with Mei' });
  await dialogs.getByRole('button', { name: /Chat history with Mei/ }).click();
  await expect(dialogs.last().getByRole('listitem')).toHaveText([/Mei.*Sencha/s, /Mei.*Oolong/s]);
  await his.keyboard.press('Escape');
  await expect(dialogs).toHaveCount(1);
});

test('who has read a message is told apart from who has not', async ({ world, signIn }) => {
  const ada = await world.user('Ada');
  const mei = await world.user('Mei');
  const tom = await world.user('Tom');
  for (const friend of [mei, tom]) await ada.befriend(friend);
  const group = await ada.group('Tea', [mei, tom]);
  const { seq } = await ada.send(group, 'At five');
  await mei.read(group, seq);
  const page = await signIn(ada, { path: chatPath(group) });
  await message(page, 'At five').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Read by' }).click();
  const dialog = page.getByRole('dialog', { name: 'Who has read this' });
  await expect(dialog.getByRole('listitem')).toHaveText([/Mei/]);
  await dialog.getByRole('radio', { name: 'Not yet (1)' }).click();
  await expect(dialog.getByRole('listitem')).toHaveText([/Tom/]);
});

test('what is refused is said with its rule, and what was chosen is kept', async ({
  world,
  signIn,
}) => {
  const ada = await world.user('Ada');
  const mei = await world.user('Mei');
  await ada.befriend(mei);
  const group = await ada.group('Tea', [mei]);
  const chat = await ada.open(mei);
  await mei.send(group, 'Between us');
  const page = await signIn(mei, { path: chatPath(group) });
  await message(page, 'Between us').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Forward' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forward the message' });
  await dialog.getByRole('checkbox', { name: 'Ada' }).click();
  // Meanwhile the owner decides otherwise.
  await ada.ask(UpdateGroup, { input: { conversationId: group, forwardingForbidden: true } });
  await dialog.getByRole('button', { name: 'Forward' }).click();
  await expect(dialog.getByText('may not be forwarded or saved')).toBeVisible();
  await expect(dialog.getByRole('checkbox', { name: 'Ada' })).toBeChecked();
  await page.keyboard.press('Escape');

  const pins = Array.from({ length: 51 }, (_, place) => `Pin ${place}`);
  for (const text of pins) {
    const { id: messageId } = await mei.send(chat, text);
    if (text !== 'Pin 50') await mei.ask(PinMessage, { input: { messageId } });
  }
  await page.goto(chatPath(chat));
  await message(page, 'Pin 50').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Pin', exact: true }).click();
  await expect(page.getByText('50 messages are pinned here already.')).toBeVisible();
});
