import type { Locator } from '@playwright/test';
import { SendMessage } from '@teahouse/api/testing/world';
import { expect, test } from '../fixtures.ts';
import { chatPath, composer, history, message, say } from '../screens.ts';
import { settle, wheel } from '../scrolling.ts';

test('with the keyboard alone one reaches a message, what can be done with it, and what it said before', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Read https://example.org first');
  const page = await signIn(one, { path: chatPath(chat) });
  await say(page, 'See you at fiev');
  await expect(history(page).getByText('Sent', { exact: true })).toBeAttached();
  await composer(page).press('ArrowUp');
  await expect(composer(page)).toHaveValue('See you at fiev');
  await composer(page).fill('See you at five');
  await composer(page).press('Enter');
  await expect(history(page).getByRole('button', { name: 'edited' })).toBeVisible();

  const row = (text: string) => history(page).getByRole('article').filter({ hasText: text });
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+Tab');
  await expect(row('See you at five')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(row('Read https')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  const entry = page.getByRole('menuitem', { name: 'Edit history' });
  for (let step = 0; step < 12 && !(await isFocused(entry)); step += 1)
    await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Edit history' });
  await expect(dialog.getByRole('listitem')).toHaveText([/At first.*fiev/s, /Now.*five/s]);
  await page.keyboard.press('Escape');
  await expect(row('See you at five')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(composer(page)).toBeFocused();
});

const isFocused = (target: Locator) =>
  target.evaluate((element) => element === document.activeElement);

test('unread from far above is reached, and what names me among it', async ({ world, signIn }) => {
  const ada = await world.user('Ada');
  const mei = await world.user('Mei');
  await ada.befriend(mei);
  const group = await ada.group('Tea', [mei]);
  const callAda = async (text: string) => {
    const mentions = [{ userId: ada.id, start: 0, length: 4 }];
    const clientId = crypto.randomUUID();
    await mei.ask(SendMessage, { input: { conversationId: group, text, mentions, clientId } });
  };
  await mei.send(group, 'Where it began');
  for (let count = 1; count <= 20; count += 1) await mei.send(group, `Line ${count}`);
  await callAda('@Ada come here');
  for (let count = 1; count <= 40; count += 1) await mei.send(group, `Between ${count}`);
  await callAda('@Ada and here');
  // So many that they are not loaded at once.
  for (let batch = 0; batch < 32; batch += 1)
    await Promise.all(
      Array.from({ length: 10 }, (_, place) => mei.send(group, `More ${batch} ${place}`)),
    );

  const page = await signIn(ada, { path: chatPath(group) });
  const above = page.getByRole('button', { name: '383 unread messages' });
  const mention = page.getByRole('button', { name: 'To the unread message that mentions you' });
  await expect(above).toBeVisible();
  // Both count as read at once; each press leads to the next that has not been seen.
  await page.getByRole('button', { name: 'To the next of 2 unread messages' }).click();
  await expect(message(page, '@Ada come here')).toBeInViewport();
  await mention.click();
  await expect(message(page, '@Ada and here')).toBeInViewport();
  await expect(mention).toBeHidden();
  await page.getByRole('button', { name: 'To the latest message' }).click();
  await expect(above).toBeVisible();
  await above.click();
  await expect(message(page, 'Where it began')).toBeInViewport();
  await expect(above).toBeHidden();
  await page.getByRole('button', { name: /^(To the latest message|\d+ new)$/ }).click();
  await expect(message(page, 'More 31 9')).toBeInViewport();
  // Read to the end, it names nobody any more.
  await expect(mention).toBeHidden();
});

test('whoever turns back to the end at once stays there, also while what they went to still finds its place', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const { id: replyToId, seq } = await other.send(chat, 'Long ago');
  for (let count = 1; count <= 120; count += 1) await other.send(chat, `Line ${count}`);
  const reply = { conversationId: chat, text: 'As I said', replyToId };
  await other.ask(SendMessage, { input: { ...reply, clientId: crypto.randomUUID() } });
  await one.read(chat, seq + 121);
  const page = await signIn(one, { path: chatPath(chat) });
  await expect(message(page, 'As I said')).toBeInViewport();
  // As on a machine whose frames are far apart: what was to follow in the next ones comes after the click.
  const turned = history(page).evaluate(
    (log) =>
      new Promise<void>((resolve) => {
        const frame = window.requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (then) =>
          frame(() => setTimeout(() => then(performance.now()), 150));
        const look = () => {
          const there = [...log.querySelectorAll('article')].some(
            ({ textContent }) => textContent.includes('Long ago') && !textContent.includes('As I'),
          );
          const back = document.querySelector<HTMLElement>('[aria-label="To the latest message"]');
          if (there && back) resolve(back.click());
          else frame(look);
        };
        look();
      }),
  );
  await history(page)
    .getByRole('button', { name: /message of Mei/ })
    .click();
  await turned;
  await settle(page);
  await expect(message(page, 'As I said')).toBeInViewport();
  await expect(page.getByRole('button', { name: 'To the latest message' })).toBeHidden();
});

test('what is long is folded; unfolding and folding moves nothing that one looks at', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  for (let count = 1; count <= 12; count += 1) await other.send(chat, `Line ${count}`);
  const steps = Array.from({ length: 60 }, (_, step) => `- step ${step + 1}`).join('\n');
  const text = `# How to brew\n\n${steps}`;
  const clientId = crypto.randomUUID();
  await other.ask(SendMessage, {
    input: { conversationId: chat, text, clientId, format: 'MARKDOWN' },
  });
  for (let count = 13; count <= 40; count += 1) await other.send(chat, `Line ${count}`);
  const page = await signIn(one, { path: chatPath(chat) });
  const heading = history(page).getByRole('heading', { name: 'How to brew' });
  const more = history(page).getByRole('button', { name: 'Show more' });
  await more.scrollIntoViewIfNeeded();
  await settle(page);
  const top = async (target: Locator) => (await target.boundingBox())?.y ?? 0;
  const before = await top(heading);
  await more.click();
  await settle(page);
  expect(Math.abs((await top(heading)) - before)).toBeLessThan(2);
  const less = history(page).getByRole('button', { name: 'Show less' });
  await less.scrollIntoViewIfNeeded();
  await settle(page);
  const stood = await top(less);
  await less.click();
  await settle(page);
  expect(Math.abs((await top(more)) - stood)).toBeLessThan(2);
});

test('a screen reader hears what comes, and nothing of what is looked up', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const { seq } = await other.send(chat, 'Long ago');
  for (let count = 1; count <= 90; count += 1) await other.send(chat, `Line ${count}`);
  await one.read(chat, seq + 90);
  const page = await signIn(one, { path: chatPath(chat) });
  await expect(message(page, 'Line 90')).toBeInViewport();
  const voice = page.getByRole('main').locator('[aria-live=polite][aria-relevant=additions]');
  for (let turn = 0; turn < 10 && !(await message(page, 'Long ago').isVisible()); turn += 1)
    await wheel(page, -3_000);
  await expect(message(page, 'Long ago')).toBeVisible();
  await page.getByRole('button', { name: 'To the latest message' }).click();
  await expect(message(page, 'Line 90')).toBeInViewport();
  await other.send(chat, 'Just now');
  await expect(voice).toHaveText('Mei: Just now');
});
