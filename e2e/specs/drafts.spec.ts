import type { Page } from '@playwright/test';
import { graphql } from '@teahouse/api/testing/graphql';
import { expect, test } from '../fixtures.ts';
import { holdRequests } from '../holding.ts';
import { chatPath, chatRow, composer, history, message, say } from '../screens.ts';
import { storedElsewhere, storedInDatabases } from '../storage.ts';

const sendButton = (page: Page) => page.getByRole('button', { name: 'Send', exact: true });
const replyBar = (page: Page) => page.getByRole('main').getByText('Replying to Mei');

/** From now on drafts do not get into their database: its disk is full, or the page goes before a transaction has ended. */
async function stopDisk(page: Page): Promise<void> {
  await page.evaluate(() => {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (...args) {
      if (this.name.endsWith('/drafts') && args[1] === 'readwrite')
        throw new DOMException('The disk is full.', 'QuotaExceededError');
      return begin.apply(this, args);
    };
  });
}

/** Counts how often the API is told of a draft from now on. */
function countSaves(page: Page): () => number {
  let saves = 0;
  page.on('response', (response) => {
    const isSave = /mutation Drafts_save/.test(response.request().postData() ?? '');
    if (isSave && response.ok()) saves += 1;
  });
  return () => saves;
}

test('what is begun at the desk is on the phone, with what it answers; sent there, it is gone here', async ({
  world,
  house,
  signIn,
  phone,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await mei.send(chat, 'Tea or coffee?');
  const desk = await signIn(ada, { path: chatPath(chat) });
  const pocket = await phone(ada, { at: house.there });
  await message(desk, 'Tea or coffee?').click({ button: 'right' });
  await desk.getByRole('menuitem', { name: 'Reply', exact: true }).click();
  await expect(composer(desk)).toBeFocused();
  await composer(desk).pressSequentially('Tea');
  await expect(chatRow(pocket, 'Mei')).toContainText('Draft: Tea');

  await chatRow(pocket, 'Mei').getByRole('link').tap();
  await expect(composer(pocket)).toHaveValue('Tea');
  await expect(replyBar(pocket)).toBeVisible();
  await expect(composer(pocket), 'opens the keyboard over it').not.toBeFocused();

  await composer(pocket).press('End');
  await composer(pocket).pressSequentially(', with milk');
  await expect(composer(desk)).toHaveValue('Tea, with milk');
  await expect(replyBar(desk)).toBeVisible();
  await pocket.getByRole('button', { name: 'Do not reply' }).tap();
  await expect(replyBar(desk)).toBeHidden();
  await composer(desk).pressSequentially(', please');
  await expect(composer(pocket)).toHaveValue('Tea, with milk, please');

  await sendButton(pocket).tap();
  await expect(message(desk, 'Tea, with milk, please')).toBeVisible();
  await expect(composer(desk)).toHaveValue('');
  await desk.getByRole('link', { name: 'Contacts' }).click();
  await desk.getByRole('link', { name: 'Chats' }).click();
  await expect(chatRow(desk, 'Mei')).toContainText('You: Tea, with milk, please');
  await desk.reload();
  await expect(chatRow(desk, 'Mei')).toContainText('You: Tea, with milk, please');
  await expect(chatRow(desk, 'Mei')).not.toContainText('Draft');
});

const SaveDraft = graphql(`
  mutation SaveDraftInStory($input: SaveDraftInput!) {
    saveDraft(input: $input) {
      __typename
    }
  }
`);

test('a draft far down the list is found there, and opens with the conversation', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei } = await world.friends('Ada', 'Mei');
  const first = await ada.group('The first of all', [mei]);
  const updatedAt = new Date().toISOString();
  const input = { conversationId: first, text: 'Is anybody here?', updatedAt };
  await ada.ask(SaveDraft, { input });
  for (let count = 1; count <= 45; count += 1) await ada.group(`Group ${count}`, [mei]);
  const page = await signIn(ada);
  const row = chatRow(page, 'The first of all');
  await expect(row).toContainText('Draft: Is anybody here?');
  await row.getByRole('link').click();
  await expect(composer(page)).toHaveValue('Is anybody here?');
});

test('saving what one writes takes nothing from what is written meanwhile, and leaves the caret where it is', async ({
  world,
  signIn,
}) => {
  const { one: ada, chat } = await world.friends('Ada', 'Mei');
  const page = await signIn(ada, { path: chatPath(chat) });
  const saves = countSaves(page);
  const saving = await holdRequests(page, /mutation Drafts_save/);
  await composer(page).pressSequentially('Shall meet');
  for (let step = 0; step < ' meet'.length; step += 1) await composer(page).press('ArrowLeft');
  await composer(page).pressSequentially(' we');
  await expect.poll(saving.asked).toBe(true);
  await composer(page).pressSequentially(' two');
  saving.release();
  await expect.poll(saves).toBe(2);
  await composer(page).pressSequentially(' just');
  await expect(composer(page)).toHaveValue('Shall we two just meet');
});

test('a draft is written without a network, and comes through afterwards, once', async ({
  world,
  house,
  signIn,
  phone,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one: ada, chat } = await world.friends('Ada', 'Mei');
  const desk = await signIn(ada, { path: chatPath(chat) });
  const pocket = await phone(ada, { at: house.there });
  await expect(chatRow(pocket, 'Mei')).toBeVisible();
  await composer(desk).pressSequentially('Before');
  await expect(chatRow(pocket, 'Mei')).toContainText('Draft: Before');

  await desk.context().setOffline(true);
  await house.here.cable.cut();
  await composer(desk).fill('Written in the tunnel');
  // The page itself comes from the web server; the API stays away until the page is there.
  await house.here.api.stop();
  await house.here.cable.mend();
  await desk.context().setOffline(false);
  await desk.reload();
  await expect(composer(desk)).toHaveValue('Written in the tunnel');
  await expect(chatRow(pocket, 'Mei')).toContainText('Draft: Before');

  const saves = countSaves(desk);
  await house.here.api.start();
  await expect(chatRow(pocket, 'Mei')).toContainText('Draft: Written in the tunnel');
  await composer(desk).pressSequentially('!');
  await expect(chatRow(pocket, 'Mei')).toContainText('Draft: Written in the tunnel!');
  // The other device may have heard of it before this one has its answer.
  await expect.poll(saves).toBe(2);
});

test('what was typed in the moment before a reload is there again, whatever the disk has got of it', async ({
  world,
  signIn,
}) => {
  const { one: ada, chat } = await world.friends('Ada', 'Mei');
  const page = await signIn(ada, { path: chatPath(chat) });
  // Nor has the server it.
  const saving = await holdRequests(page, /mutation Drafts_save/);
  await composer(page).fill('Half');
  await expect.poll(() => storedInDatabases(page)).toContain('Half');
  for (const text of ['Half a', 'Half a thought']) {
    await stopDisk(page);
    await composer(page).fill(text);
    await page.reload();
    await expect(composer(page)).toHaveValue(text);
  }
  saving.release();
});

test('what was sent in the moment before a reload is a message or a draft, and not both', async ({
  world,
  signIn,
}) => {
  const { one: ada, chat } = await world.friends('Ada', 'Mei');
  const page = await signIn(ada, { path: chatPath(chat) });
  for (const text of ['first', 'second', 'third']) {
    await composer(page).fill(text);
    await expect.poll(() => storedInDatabases(page)).toContain(`"${text}"`);
    await stopDisk(page);
    await composer(page).press('Enter');
    await page.reload();
    await expect(composer(page)).toBeEditable();
    const drafted = await composer(page).inputValue();
    await say(page, `after the ${text}`);
    await expect(message(page, `after the ${text}`)).toBeVisible();
    await expect(history(page).getByText('Waiting to be sent')).toHaveCount(0);
    const sent = await message(page, text).count();
    expect([drafted, sent]).toEqual(sent > 0 ? ['', 1] : [text, 0]);
  }
});

test('who signs out leaves no draft on the device, not even one that its full disk did not take', async ({
  world,
  signIn,
}) => {
  const { one: ada, chat } = await world.friends('Ada', 'Mei');
  const page = await signIn(ada, { path: chatPath(chat) });
  await expect(composer(page)).toBeEditable();
  await stopDisk(page);
  await composer(page).fill('Between you and me');
  await expect.poll(() => storedElsewhere(page)).toContain('Between you and me');
  await page.getByRole('link', { name: 'Settings' }).click();
  // The devices above it have one each.
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await expect.poll(() => storedInDatabases(page)).toBe('[]');
  expect(await storedElsewhere(page)).not.toContain('Between you and me');
});
