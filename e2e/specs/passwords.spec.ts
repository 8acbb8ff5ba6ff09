import type { Page } from '@playwright/test';
import { PASSWORD } from '@teahouse/api/testing/world';
import { expect, test } from '../fixtures.ts';
import { bringSession } from '../session.ts';

const unique = (name: string) => `${name}_${crypto.randomUUID().slice(0, 8)}`;
const OTHER = 'a basket of oolong leaves';

/** Counts the captchas that a page asks for. */
function captchasOf(page: Page): () => number {
  let asked = 0;
  page.on('request', (request) => {
    if (request.postData()?.includes('query Captcha')) asked++;
  });
  return () => asked;
}

test('whoever registers is checked by their own computer while they type, without a puzzle', async ({
  visit,
}) => {
  const page = await visit({ path: '/register' });
  const line = page.getByRole('main').getByRole('status');
  await expect(line).toHaveText('A short automatic check keeps robots out.');
  const asked = captchasOf(page);
  await page.getByLabel('Username').fill(unique('mei'));
  await expect(line).toHaveText('Check passed.');
  await page.getByLabel('Email').fill(`${unique('mei')}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill('password123');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(
    /on lists of stolen passwords/,
  );
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/chats$/);
  expect(asked()).toBeGreaterThan(0);
});

test('a captcha that cannot be had says why, and can be had later', async ({
  visit,
  complaints,
}) => {
  complaints.expect(/ERR_INTERNET_DISCONNECTED/);
  const page = await visit({ path: '/register' });
  const line = page.getByRole('main').getByRole('status');
  await page.context().setOffline(true);
  await page.getByLabel('Username').focus();
  await expect(line).toHaveText('You are offline. The check goes on as soon as you are back.');
  await page.context().setOffline(false);
  await expect(line).toHaveText('Check passed.');
});

test('whoever mistypes their password again and again gets in all the same', async ({
  world,
  visit,
  complaints,
}) => {
  complaints.expect(/401 \(Unauthorized\).*callback\/credentials/);
  const ada = await world.user('Ada');
  const page = await visit({ path: '/sign-in' });
  const asked = captchasOf(page);
  const password = page.getByLabel('Password', { exact: true });
  const enter = async (typed: string) => {
    await password.fill(typed);
    const answered = page.waitForResponse(/callback\/credentials/);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await answered;
  };
  await page.getByLabel('Username or email').fill(ada.account.username);
  const refusal = page.getByText('That username or password is not right.');
  for (let attempt = 0; attempt < 6; attempt++) {
    await enter(`wrong ${attempt}`);
    await expect(refusal).toBeVisible();
  }
  expect(asked()).toBeGreaterThan(0);
  await enter(PASSWORD);
  await expect(page).toHaveURL(/\/chats$/);
});

test('a new password signs every other device out, and is the only one from then on', async ({
  world,
  signIn,
  visit,
}) => {
  const ada = await world.user('Ada');
  const [laptop, phone] = [await signIn(ada, { path: '/settings/security' }), await signIn(ada)];
  await expect(phone.getByRole('link', { name: 'You: Ada' })).toBeVisible();
  await laptop.getByRole('button', { name: 'Change password' }).click();
  const form = laptop.getByRole('form', { name: 'Change password' });
  const current = form.getByLabel('Current password');
  const chosen = form.getByLabel('New password', { exact: true });
  const change = form.getByRole('button', { name: 'Change password' });
  await expect(current).toBeFocused();
  await change.click();
  await expect(current).toHaveAccessibleDescription('Enter your current password.');
  await current.fill('something else');
  await chosen.fill('woaini1314');
  await change.click();
  await expect(chosen).toHaveAccessibleDescription(/This is easy to guess/);
  await chosen.fill(OTHER);
  await change.click();
  await expect(current).toHaveAccessibleDescription(/not your current password/);
  await expect(current).toBeFocused();
  await expect(chosen).toHaveValue(OTHER);
  await current.fill(PASSWORD);
  await change.click();
  await expect(laptop.getByText('Your password has been changed')).toBeVisible();
  await expect(form).toBeHidden();
  await expect(laptop.getByRole('button', { name: 'Change password' })).toBeFocused();
  await expect(phone).toHaveURL(/\/sign-in\?reason=session-ended$/);

  const again = await visit({ path: '' });
  await expect(bringSession(again.context(), ada.account.username, PASSWORD)).rejects.toThrow(
    'WRONG_CREDENTIALS',
  );
  await bringSession(again.context(), ada.account.username, OTHER);
  await again.goto('/chats');
  await expect(again.getByRole('link', { name: 'You: Ada' })).toBeVisible();
});
