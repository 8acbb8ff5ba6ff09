import type { Page } from '@playwright/test';
import { addressOf, VerifyEmail } from '@teahouse/api/testing/codes';
import { PASSWORD, type Person, World } from '@teahouse/api/testing/world';
import { expect, PHONE, test } from '../fixtures.ts';
import type { PostOffice } from '../servers.ts';

/** Codes that arrive by letter: to sign in, for a new password, and to prove an address. */

const unique = (name: string) => `${name}_${crypto.randomUUID().slice(0, 8)}`;

/** Somebody whose address is proven. */
async function reader({ site, mail }: PostOffice, nickname: string): Promise<Person> {
  const person = await new World(site.api.url).user(nickname);
  await person.ask(VerifyEmail, { input: { code: await mail.codeTo(addressOf(person)) } });
  return person;
}

const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

/** As a phone or a letter offers it: all six at once. */
async function paste(page: Page, code: string) {
  await page.getByLabel('Code', { exact: true }).fill(`${code.slice(0, 3)} ${code.slice(3)}`);
}

test('somebody signs in with a code from a letter, after a wrong one', async ({ house, visit }) => {
  const office = await house.openPostOffice();
  const mei = await reader(office, 'Mei');
  const page = await visit({ at: office.site, path: '/sign-in?next=/contacts' });
  await page.getByRole('radio', { name: 'Email code' }).click();
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByLabel('Email', { exact: true })).toHaveAccessibleDescription(
    'Enter your email address.',
  );
  await page.getByLabel('Email', { exact: true }).fill(addressOf(mei).toUpperCase());
  await page.keyboard.press('Enter');

  const field = page.getByLabel('Code', { exact: true });
  await expect(field).toBeFocused();
  await expect(page.getByText(`${addressOf(mei)[0]}•••@example.org`)).toBeVisible();
  const code = await office.mail.codeTo(addressOf(mei), 1);
  await paste(page, otherThan(code));
  await expect(field).toHaveAccessibleDescription('That is not the code. You have 4 more tries.');
  await paste(page, code);
  await expect(page).toHaveURL(/\/contacts$/);
  await expect(page.getByRole('link', { name: 'You: Mei' })).toBeVisible();
});

test('somebody who has forgotten their password chooses another one, in Chinese and on a phone', async ({
  house,
  visit,
}) => {
  const office = await house.openPostOffice();
  const mei = await reader(office, 'Mei');
  const page = await visit({
    at: office.site,
    path: '/sign-in',
    ...PHONE,
    locale: 'zh-CN',
  });
  await page.getByRole('link', { name: '忘记密码？' }).click();
  await page.getByLabel('邮箱', { exact: true }).fill(addressOf(mei));
  await page.getByRole('button', { name: '获取验证码' }).click();
  const field = page.getByLabel('验证码', { exact: true });
  await expect(field).toBeVisible();
  const letter = await office.mail.letterTo(addressOf(mei), 1);
  expect(letter.subject).toBe('茶馆重置密码验证码');
  await field.fill(await office.mail.codeTo(addressOf(mei), 1));
  await page.getByLabel('新密码').fill('password1234');
  await page.getByRole('button', { name: '设置密码并登录' }).click();
  await expect(page.getByLabel('新密码')).toHaveAccessibleDescription(/泄露的密码/);
  await page.getByLabel('新密码').fill('a kettle of white tea');
  await page.getByRole('button', { name: '设置密码并登录' }).click();
  await expect(page).toHaveURL(/\/chats$/);
  const again = await new World(office.site.api.url).known(addressOf(mei), 'a kettle of white tea');
  expect(again.id).toBe(mei.id);
});

test('whoever registers is in at once, and proves their address there or later', async ({
  house,
  visit,
}) => {
  const office = await house.openPostOffice();
  const username = unique('mei');
  const [mistyped, address] = [`${username}@example.com`, `${username}@example.org`];
  const page = await visit({ at: office.site, path: '/register' });
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Email').fill(mistyped);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/chats$/);

  const dialog = page.getByRole('dialog', { name: 'Confirm your email' });
  await expect(dialog.getByText(mistyped)).toBeVisible();
  await dialog.getByRole('button', { name: 'Use another email' }).click();
  await dialog.getByLabel('Email', { exact: true }).fill(address);
  await dialog.getByRole('button', { name: 'Send code' }).click();
  await expect(dialog.getByText(address)).toBeVisible();
  await page.keyboard.press('Escape');

  await page.reload();
  const reminder = page.getByRole('complementary', { name: 'Confirm your email' });
  await expect(reminder).toContainText(address);
  await expect(dialog).toBeHidden();
  await reminder.getByRole('button', { name: 'Enter code' }).click();
  await paste(page, await office.mail.codeTo(address));
  await expect(page.getByText(`${address} is confirmed.`)).toBeVisible();
  await expect(reminder).toBeHidden();
});

test('without letters there are no codes to ask for', async ({ visit }) => {
  const page = await visit({ path: '/sign-in' });
  await expect(page.getByLabel('Username or email')).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Email code' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Forgot password?' })).toHaveCount(0);
  await page.goto('/forgot-password');
  await expect(page).toHaveURL(/\/sign-in$/);
});
