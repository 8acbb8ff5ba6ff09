import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import { holdRequests } from '../holding.ts';
import {
  chatPath,
  chatRow,
  composer,
  expectOnceInOrder,
  history,
  message,
  say,
} from '../screens.ts';
import { lengthOf, settle, watchMiddleLine, wheel, wheelToEnd } from '../scrolling.ts';

test('two browsers side by side: typing shows, messages appear without reload, ticks change', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  await say(ada, 'Is the water hot?');
  await expect(message(ada, 'Is the water hot?')).toBeVisible();
  await expect(history(ada).getByText('Sent', { exact: true })).toBeAttached();

  const mei = await signIn(other, { at: house.there });
  await expect(chatRow(mei, 'Ada')).toContainText('Is the water hot?');
  await expect(history(ada).getByText('Delivered', { exact: true })).toBeAttached();

  await chatRow(mei, 'Ada').getByRole('link').click();
  await expect(message(mei, 'Is the water hot?')).toBeVisible();
  await expect(history(ada).getByText('Read', { exact: true })).toBeAttached();

  await composer(mei).pressSequentially('Almost');
  await expect(ada.getByRole('main').getByText('typing…')).toBeVisible();
  await composer(mei).press('Enter');
  await expect(message(ada, 'Almost')).toBeVisible();
  await expect(ada.getByRole('main').getByText('typing…')).toBeHidden();
});

test('what both say at the same time stands in the same order for both', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  const texts = [1, 2, 3, 4, 5, 6].map((count) => [`Ada ${count}`, `Mei ${count}`]);
  for (const [fromAda = '', fromMei = ''] of texts)
    await Promise.all([say(ada, fromAda), say(mei, fromMei)]);

  for (const page of [ada, mei])
    for (const text of texts.flat()) await expect(message(page, text)).toBeVisible();
  const order = async (page: Page) =>
    (await history(page).innerText()).match(/(Ada|Mei) \d/g)?.join(', ');
  await expect.poll(() => order(ada)).toHaveLength(texts.flat().join(', ').length);
  expect(await order(mei)).toBe(await order(ada));
});

test('what somebody sends from the phone is on their other screen too, as theirs', async ({
  world,
  house,
  signIn,
  phone,
}) => {
  const { one: ada, chat } = await world.friends('Ada', 'Mei');
  const desk = await signIn(ada, { path: chatPath(chat) });
  const pocket = await phone(ada, { at: house.there });
  await chatRow(pocket, 'Mei').getByRole('link').tap();
  await composer(pocket).fill('On my way');
  await pocket.getByRole('button', { name: 'Send', exact: true }).tap();
  await expect(message(desk, 'On my way')).toBeVisible();
  await expectOnceInOrder(desk, ['You:', 'On my way']);
  await pocket.getByRole('button', { name: 'Back to chats' }).tap();
  await expect(chatRow(pocket, 'Mei')).toContainText('You: On my way');
});

for (const reducedMotion of ['no-preference', 'reduce'] as const)
  test(`older messages come while one scrolls up, and what one reads stays where it is (motion: ${reducedMotion})`, async ({
    world,
    signIn,
  }) => {
    const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
    for (let count = 1; count <= 150; count += 1)
      await (count % 3 ? mei : ada).send(
        chat,
        `Line ${count}${' of many words'.repeat(count % 7)}`,
      );
    await ada.read(chat, 150);
    const page = await signIn(ada, { path: chatPath(chat), reducedMotion });
    await expect(history(page).getByText('Line 150')).toBeVisible();
    await settle(page);

    for (const place of ['before the top', 'at the very top']) {
      const older = await holdRequests(page, /"before":"/);
      for (let turn = 0; turn < 20 && !older.asked(); turn += 1) await wheel(page, -400);
      if (place === 'at the very top') await wheel(page, -2000);
      const [before, watched] = [await lengthOf(page), await watchMiddleLine(page)];
      older.release();
      await expect.poll(() => lengthOf(page)).toBeGreaterThan(before + 300);
      expect(await watched.farthestMove(), `moved while ${place}`).toBeLessThanOrEqual(2);
    }

    const first = history(page).getByText(/^Line 1 of/);
    for (let turn = 0; turn < 20 && !(await first.isVisible()); turn += 1) await wheel(page, -2000);
    await expect(first).toBeVisible();
    await expect(history(page).getByText('Loading older messages')).toBeHidden();
  });

test('who reads above is not moved by new messages, and is offered the way down', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  for (let count = 1; count <= 30; count += 1) await mei.send(chat, `Line ${count}`);
  await ada.read(chat, 30);
  const page = await signIn(ada, { path: chatPath(chat) });
  await expect(message(page, 'Line 30')).toBeVisible();
  await settle(page);
  await wheel(page, -700);
  await expect(message(page, 'Line 30')).not.toBeInViewport();
  const watched = await watchMiddleLine(page);

  await mei.send(chat, 'New below');
  await expect(page.getByRole('button', { name: '1 new' })).toBeVisible();
  await mei.send(chat, 'Another one');
  await expect(page.getByRole('button', { name: '2 new' })).toBeVisible();
  expect(await watched.farthestMove()).toBeLessThanOrEqual(2);

  await page.getByRole('button', { name: '2 new' }).click();
  await expect(message(page, 'Another one')).toBeInViewport();
  await expect(page.getByRole('button', { name: '2 new' })).toBeHidden();
});

for (const unread of [12, 40])
  test(`who comes back to more than fits on the screen begins where they had stopped reading (${unread} unread)`, async ({
    world,
    signIn,
  }) => {
    const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
    await ada.send(chat, 'What have I missed?');
    for (let count = 1; count <= unread; count += 1)
      await mei.send(chat, `${count}.${' A long story, in which much happens.'.repeat(8)}`);
    const page = await signIn(ada);
    const row = chatRow(page, 'Mei');
    const [first, last] = [/^1\./, new RegExp(`^${unread}\\.`)].map((text) =>
      history(page).getByText(text),
    ) as [Locator, Locator];
    await row.getByRole('link').click();
    await expect(page.getByText('Unread from here')).toBeInViewport();
    await settle(page);
    await expect(first).toBeInViewport();
    await expect(last).not.toBeInViewport();

    const leaveAndComeBack = async () => {
      await page.getByRole('link', { name: 'Contacts' }).click();
      await page.getByRole('link', { name: 'Chats' }).click();
    };
    await leaveAndComeBack();
    await expect(row).toContainText(/[1-9]\d? unread message/);
    await row.getByRole('link').click();
    await settle(page);
    await wheelToEnd(page);
    await expect(last).toBeInViewport();
    await leaveAndComeBack();
    await expect(row).not.toContainText('unread');
  });

test('a draft is there again after a reload, where it was written', async ({ world, signIn }) => {
  const { one: ada, chat } = await world.friends('Ada', 'Mei');
  const page = await signIn(ada, { path: chatPath(chat) });
  await composer(page).pressSequentially('Half a thought');
  await page.reload();
  await expect(composer(page)).toHaveValue('Half a thought');
  await page.getByRole('link', { name: 'Contacts' }).click();
  await page.getByRole('link', { name: 'Chats' }).click();
  await expect(chatRow(page, 'Mei')).toContainText('Draft: Half a thought');
});

test('an emoji goes where the caret stands, and what is typed next goes behind it', async ({
  world,
  signIn,
}) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  await composer(ada).fill('Tea ?');
  await composer(ada).press('ArrowLeft');
  await ada.getByRole('button', { name: 'Emoji' }).click();
  await ada.getByRole('searchbox', { name: 'Search emoji' }).fill('heart');
  await ada.keyboard.press('Enter');
  await ada.keyboard.type(' or coffee');
  await expect(composer(ada)).toHaveValue(/^Tea \p{Emoji}\uFE0F? or coffee\?$/u);
});

test('a text that is too long is kept, and the rule is told', async ({ world, signIn }) => {
  const { one: ada, chat } = await world.friends('Ada', 'Mei');
  const page = await signIn(ada, { path: chatPath(chat) });
  const text = '茶'.repeat(502);
  await composer(page).fill(text);
  await expect(composer(page)).toHaveAccessibleDescription(
    /^2 characters over the limit of 500. Nothing is lost/,
  );
  await composer(page).press('Enter');
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await expect(composer(page)).toHaveValue(text);

  await composer(page).fill(text.slice(0, 500));
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
  await expect(message(page, text.slice(0, 500))).toBeVisible();
});

test('the address of a foreign conversation shows that there is nothing, and nothing else', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await ada.send(chat, 'This is between the two of us');
  const eve = await world.user('Eve');
  const page = await signIn(eve, { path: '' });
  const received: (string | Promise<string>)[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('/graphql')) received.push(response.text().catch(() => ''));
  });
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => received.push(String(payload)));
  });
  const everything = async () => (await Promise.all(received)).join('\n');
  await page.goto(chatPath(chat));
  await expect(page.getByText('This conversation is not available')).toBeVisible();
  await expect(composer(page)).toBeHidden();

  await ada.send(chat, 'It is still between the two of us');
  await mei.befriend(eve);
  await expect.poll(everything).toContain('FriendshipStarted');
  expect(await everything()).not.toContain('between the two of us');
  expect(await everything()).not.toContain(chat);
});
