import type { Page } from '@playwright/test';
import { addressOf, VerifyEmail } from '@teahouse/api/testing/codes';
import { World } from '@teahouse/api/testing/world';
import { expect, test } from '../fixtures.ts';
import { chatPath, chatRow, message } from '../screens.ts';

const unique = (name: string) => `${name}_${crypto.randomUUID().slice(0, 8)}`;

/** On the pages of providers, which believe everyone. */
async function introduce(page: Page, title: string, given: Record<string, string>) {
  await expect(page).toHaveTitle(title);
  for (const [label, value] of Object.entries(given))
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByRole('button', { name: 'Go on' }).click();
}

const linked = (page: Page) => page.getByRole('region', { name: 'Linked accounts' });
const said = (page: Page) => page.getByRole('main').getByRole('status');

test('whoever changes their name is called so at once where others see them, also beside what they have said', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  await ada.send(chat, 'Guess who');
  const watching = await signIn(mei, { path: chatPath(chat) });
  await expect(message(watching, 'Guess who')).toBeVisible();
  const page = await signIn(ada, { path: '/settings/profile' });
  const form = page.getByRole('form', { name: 'Profile' });
  await form.getByLabel('Name', { exact: true }).fill(' ');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(
    'Enter a name that can be seen.',
  );
  await form.getByLabel('Name', { exact: true }).fill('Ada Lovelace');
  await form.getByLabel('About you').fill('Engines, mostly.');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('link', { name: 'You: Ada Lovelace' })).toBeVisible();
  await expect(chatRow(watching, 'Ada Lovelace')).toBeVisible();
  await expect(watching.getByRole('heading', { name: 'Ada Lovelace', level: 1 })).toBeVisible();

  const username = unique('countess');
  await page.getByRole('button', { name: 'Change username' }).click();
  const renaming = page.getByRole('form', { name: 'Change username' });
  await renaming.getByLabel('New username').fill(mei.account.username);
  await renaming.getByRole('button', { name: 'Change username' }).click();
  await expect(renaming.getByLabel('New username')).toHaveAccessibleDescription(
    /Someone already has this username/,
  );
  await renaming.getByLabel('New username').fill(username);
  await renaming.getByRole('button', { name: 'Change username' }).click();
  const shown = page.getByRole('region', { name: 'Username' });
  await expect(shown).toContainText(`@${username}`);
  await expect(shown).toContainText('You can change it again from');
  await expect(shown.getByRole('button', { name: 'Change username' })).toBeDisabled();
});

test('a provider is linked, opens the account from then on, and is unlinked again', async ({
  world,
  signIn,
  visit,
}) => {
  const ada = await world.user('Ada');
  const username = unique('ada');
  const given = { Username: username, Email: `${username}@example.org` };
  const page = await signIn(ada, { path: '/settings/security' });
  await linked(page).getByRole('button', { name: 'Link Old Quarter ID' }).click();
  await introduce(page, 'Who are you?', given);
  await expect(page).toHaveURL(/\/settings\/security$/);
  await expect(said(page)).toHaveText(
    'Old Quarter ID is linked. You can sign in with it from now on.',
  );
  await expect(page.getByRole('link', { name: 'You: Ada' })).toBeVisible();
  await expect(linked(page).getByRole('listitem').first()).toContainText(username);

  const elsewhere = await visit({ path: '/sign-in' });
  await elsewhere.getByRole('button', { name: 'Continue with Old Quarter ID' }).click();
  await introduce(elsewhere, 'Who are you?', given);
  await expect(elsewhere.getByRole('link', { name: 'You: Ada' })).toBeVisible();

  await linked(page)
    .getByRole('button', { name: /^Unlink Old Quarter ID/ })
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
  await expect(linked(page).getByRole('button', { name: /^Unlink/ })).toBeHidden();
});

test('what opens somebody else’s account is not linked, and nobody becomes anybody else by trying', async ({
  world,
  signIn,
  visit,
}) => {
  const username = unique('yuki');
  const given = { Username: username, Email: `${username}@example.org`, Name: 'Yuki' };
  const taken = await visit({ path: '/sign-in' });
  await taken.getByRole('button', { name: 'Continue with Old Quarter ID' }).click();
  await introduce(taken, 'Who are you?', given);
  await expect(taken.getByRole('link', { name: /You: / })).toBeVisible();

  const page = await signIn(await world.user('Ada'), { path: '/settings/security' });
  await linked(page).getByRole('button', { name: 'Link Old Quarter ID' }).click();
  await introduce(page, 'Who are you?', given);
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'opens somebody else’s account here',
  );
  await expect(page.getByRole('link', { name: 'You: Ada' })).toBeVisible();

  // As a page of somebody else's would: without having said here what for.
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
  const begun = await page.request.post('/api/auth/signin/oidc', {
    form: { csrfToken, json: 'true', callbackUrl: '/chats' },
  });
  await page.goto((await begun.json()).url);
  await expect(page).toHaveURL(/\/settings\/security$/);
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Nothing was changed');
  await expect(page.getByRole('link', { name: 'You: Ada' })).toBeVisible();
});

test('what one goes to a provider for can be said by our own pages alone', async ({
  world,
  signIn,
}) => {
  const page = await signIn(await world.user('Ada'), { path: '/settings/security' });
  const origin = new URL(page.url()).origin;
  const wanted = { purpose: 'LINK', provider: 'oidc', returnTo: '/settings/security' };
  const say = async (data: unknown, headers: Record<string, string>) =>
    (await page.request.post('/api/external-intent', { data, headers })).status();
  expect(await say(wanted, { origin })).toBe(204);
  expect(await say(wanted, { origin: 'https://evil.example' })).toBe(403);
  expect(await say(wanted, {})).toBe(403);
  expect(await say('purpose=LINK', { origin, 'content-type': 'text/plain' })).toBe(403);
  for (const bad of [
    { ...wanted, provider: 'credentials' },
    { ...wanted, purpose: 'SIGN_IN' },
    { ...wanted, returnTo: '//evil.example' },
    { ...wanted, returnTo: '/\\evil.example' },
    { ...wanted, returnTo: 'https://evil.example' },
  ])
    expect(await say(bad, { origin })).toBe(400);
  await page.context().clearCookies();
  expect(await say(wanted, { origin })).toBe(401);
});

test('WeChat and GitHub bring somebody new, and the same person again', async ({ visit }) => {
  const id = String(Math.floor(Math.random() * 1e9));
  for (const [button, title, name, shown] of [
    ['WeChat', 'WeChat', '小雪', '小雪'],
    ['GitHub', 'GitHub', `octo${id}`, `octo${id}`],
  ] as const) {
    const page = await visit({ path: '/sign-in' });
    await page.getByRole('button', { name: `Continue with ${button}` }).click();
    await introduce(page, title, { Id: id, Name: name });
    await expect(page.getByRole('link', { name: `You: ${shown}` })).toBeVisible();
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await page.getByRole('button', { name: `Continue with ${button}` }).click();
    await introduce(page, title, { Id: id, Name: 'Called otherwise' });
    await expect(page.getByRole('link', { name: `You: ${shown}` })).toBeVisible();
  }
});

test('Google brings somebody new, from where it is said to be, and the same person again', async ({
  visit,
}) => {
  const username = unique('yuki');
  const given = { Username: username, Email: `${username}@example.org` };
  const page = await visit({ path: '/sign-in' });
  for (const Name of ['Yuki 雪', 'Called otherwise']) {
    await page.getByRole('button', { name: 'Continue with Google' }).click();
    await introduce(page, 'Who are you?', { ...given, Name });
    await expect(page.getByRole('link', { name: 'You: Yuki 雪' })).toBeVisible();
    await page.context().clearCookies();
    await page.goto('/sign-in');
  }
});

test('signing all other devices out throws the other browsers out and leaves this one', async ({
  world,
  house,
  signIn,
}) => {
  const ada = await world.user('Ada');
  const lost = await signIn(ada, { at: house.there });
  await expect(lost.getByRole('region', { name: 'Chats' })).toContainText('Pull up a chair');
  const page = await signIn(ada, { path: '/settings/devices' });
  await expect(page.getByText('local network', { exact: false }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Sign out all others' }).click();
  const thrownOut = lost.waitForURL(/\/sign-in\?reason=session-ended$/);
  await page
    .getByRole('alertdialog', { name: 'Sign out all other devices?' })
    .getByRole('button', { name: 'Sign out all others' })
    .click();
  // That its socket closes within two seconds is held by the tests of the API; here comes the loading of a page to it.
  await thrownOut;
  await expect(page.getByRole('button', { name: 'Sign out all others' })).toBeHidden();
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1);
});

test('another e-mail address counts once the code from its letter is entered; the old one is told', async ({
  house,
  signIn,
}) => {
  const { site, mail } = await house.openPostOffice();
  const ada = await new World(site.api.url).user('Ada');
  const old = addressOf(ada);
  await ada.ask(VerifyEmail, { input: { code: await mail.codeTo(old) } });
  const page = await signIn(ada, { at: site, path: '/settings/security' });
  const addresses = page.getByRole('region', { name: 'Email and phone' });
  const address = `${unique('ada')}@example.org`;
  await addresses.getByRole('button', { name: 'Change email' }).click();
  const form = addresses.getByRole('form', { name: 'Email' });
  await form.getByLabel('New email address').fill('ada at example');
  await form.getByRole('button', { name: 'Send code' }).click();
  await expect(form.getByLabel('New email address')).toHaveAccessibleDescription(
    /Enter another address/,
  );
  await form.getByLabel('New email address').fill(address);
  await form.getByRole('button', { name: 'Send code' }).click();
  await expect(addresses.getByRole('heading', { name: 'Email and phone' })).toBeVisible();
  await addresses.getByLabel('Code', { exact: true }).fill(await mail.codeTo(address));
  await expect(addresses.getByRole('button', { name: 'Change email' })).toBeVisible();
  await expect(addresses).toContainText(address);
  const notice = await mail.letterTo(old, 1);
  expect(notice.subject).toBe('Your Teahouse account has another address');
});
