import type { Page } from '@playwright/test';
import { graphql } from '@teahouse/api/testing/graphql';
import { expect, test } from '../fixtures.ts';
import { goLive } from '../live.ts';
import { chatPath, composer, history, message } from '../screens.ts';

const searchChats = (page: Page) => page.getByRole('searchbox', { name: 'Search chats' });
const searchHere = (page: Page) => page.getByRole('searchbox', { name: 'Search in this chat' });

test('an old message is found by a word of two characters, and opens where it stands', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await mei.send(chat, 'Before it');
  await mei.send(chat, '明天一起去喝龙井吧');
  for (let count = 1; count <= 90; count += 1) await mei.send(chat, `Line ${count}`);
  await ada.read(chat, 92);
  const page = await signIn(ada);

  await searchChats(page).fill('龙井');
  const found = page.getByRole('region', { name: 'Messages' }).getByRole('link');
  await expect(found).toHaveCount(1);
  await expect(found.locator('mark')).toHaveText('龙井');
  await searchChats(page).press('ArrowDown');
  await expect(found).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(message(page, '明天一起去喝龙井吧')).toBeInViewport();
  await expect(message(page, 'Before it')).toBeInViewport();
  await expect(message(page, 'Line 90')).not.toBeInViewport();

  await searchChats(page).press('Escape');
  await expect(searchChats(page)).toHaveValue('');
  await expect(found).toHaveCount(0);
});

test('within a conversation one goes from result to result, and to a day', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await mei.send(chat, 'The oldest kettle');
  for (let count = 1; count <= 70; count += 1) await mei.send(chat, `Line ${count}`);
  await mei.send(chat, 'The newest kettle');
  await ada.read(chat, 72);
  const page = await signIn(ada, { path: chatPath(chat) });
  await expect(message(page, 'The newest kettle')).toBeInViewport();

  await page.keyboard.press('Control+f');
  await expect(searchHere(page)).toBeFocused();
  await searchHere(page).fill('kettle');
  await expect(page.getByText('0 / 2')).toBeVisible();
  await page.getByRole('button', { name: 'Older result' }).click();
  await page.getByRole('button', { name: 'Older result' }).click();
  await expect(message(page, 'The oldest kettle')).toBeInViewport();
  await page.getByRole('button', { name: 'Newer result' }).click();
  await expect(message(page, 'The newest kettle')).toBeInViewport();

  await page.getByRole('button', { name: 'Go to a date' }).click();
  const days = page.getByRole('grid', { name: 'Go to a date' }).getByRole('button');
  await days.and(page.locator('[aria-disabled="false"]')).click();
  await expect(history(page).getByText('The oldest kettle')).toBeInViewport();
});

/** Keeps what would be shown, since a browser without a screen shows nothing. */
async function recordNotifications(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const shown: string[] = [];
    Object.assign(window, { shown });
    class Recorded extends EventTarget {
      static permission = 'default';
      static requestPermission = async () => {
        Recorded.permission = 'granted';
        return 'granted';
      };
      constructor(title: string, options?: NotificationOptions) {
        super();
        shown.push(`${title}: ${options?.body}`);
      }
      close() {}
    }
    Object.assign(window, { Notification: Recorded });
  });
  return () => page.evaluate(() => (window as unknown as { shown: string[] }).shown);
}

test('who allows notifications is called for what they do not see, and not for what they do', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  const page = await signIn(ada, { path: '' });
  const shown = await recordNotifications(page);
  await goLive(page, '/settings/notifications');
  await expect(page.getByRole('switch', { name: 'Desktop notifications' })).not.toBeChecked();
  await page.getByRole('switch', { name: 'Desktop notifications' }).click();
  await expect(page.getByRole('switch', { name: 'Desktop notifications' })).toBeChecked();
  await mei.send(chat, 'Tea is ready');
  await expect.poll(shown).toEqual(['Mei: Tea is ready']);

  await page.getByRole('link', { name: 'Chats' }).click();
  await page.getByRole('link').filter({ hasText: 'Tea is ready' }).click();
  await mei.send(chat, 'You are here');
  await expect(message(page, 'You are here')).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await mei.send(chat, 'And gone again');
  await expect.poll(shown).toEqual(['Mei: Tea is ready', 'Mei: And gone again']);
});

test('a group that is not to disturb calls whom it names, and leads to it', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei } = await world.friends('Ada', 'Mei');
  const group = await mei.group('Tea tasters', [ada]);
  await ada.ask(
    graphql(`
      mutation Quiet($input: UpdateConversationSettingsInput!) {
        updateConversationSettings(input: $input) { __typename }
      }
    `),
    { input: { conversationId: group, doNotDisturb: true } },
  );
  const page = await signIn(ada, { path: '' });
  const shown = await recordNotifications(page);
  await goLive(page, '/settings/notifications');
  await page.getByRole('switch', { name: 'Desktop notifications' }).click();
  await mei.send(group, 'Nobody is named here');
  const names = await signIn(mei, { path: chatPath(group) });
  await composer(names).pressSequentially('@Ada');
  await expect(names.getByRole('option', { name: /Ada/ })).toBeVisible();
  await composer(names).press('Enter');
  await expect(composer(names)).toHaveValue('@Ada ');
  await composer(names).pressSequentially('taste this');
  await composer(names).press('Enter');
  await expect.poll(shown).toEqual(['Mei mentioned you in Tea tasters: @Ada taste this']);
});
