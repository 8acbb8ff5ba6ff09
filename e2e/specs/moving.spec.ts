import { expect, test } from '../fixtures.ts';
import { chatPath, chatRow, composer, message } from '../screens.ts';

test('back and forward lead through what was shown, with its name and where one writes; a middle click opens another tab', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  const tom = await world.user('Tom');
  await ada.befriend(tom);
  const withTom = await ada.open(tom);
  await mei.send(chat, 'from Mei');
  await tom.send(withTom, 'from Tom');
  const page = await signIn(ada);
  const shows = async (name: string, id: string) => {
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
    await expect(message(page, `from ${name}`)).toBeVisible();
    await expect(page).toHaveTitle(new RegExp(name));
    await expect(page).toHaveURL(chatPath(id));
    await expect(chatRow(page, name).getByRole('link')).toHaveAttribute('aria-current', 'page');
    await expect(composer(page)).toBeFocused();
  };

  await chatRow(page, 'Mei').getByRole('link').click();
  await shows('Mei', chat);
  await chatRow(page, 'Tom').getByRole('link').click();
  await shows('Tom', withTom);
  await page.goBack();
  await shows('Mei', chat);
  await page.goForward();
  await shows('Tom', withTom);
  await page.reload();
  await shows('Tom', withTom);
  await page.goBack();
  await shows('Mei', chat);

  const opened = page.context().waitForEvent('page');
  await chatRow(page, 'Tom').getByRole('link').click({ button: 'middle' });
  await expect(message(await opened, 'from Tom')).toBeVisible();
  await expect(message(page, 'from Mei')).toBeVisible();
  await expect(page).toHaveURL(chatPath(chat));
});

test('another language is shown where one is, however one has come there', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await mei.send(chat, 'hello');
  const page = await signIn(ada, { path: chatPath(chat) });
  await expect(message(page, 'hello')).toBeVisible();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Appearance' }).click();
  await page.getByRole('radio', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { name: '设置', level: 1 })).toBeVisible();
  await expect(page).toHaveURL('/settings/appearance');
  await page.goBack();
  await page.goBack();
  await expect(message(page, 'hello')).toBeVisible();
  await expect(page).toHaveURL(chatPath(chat));
});
