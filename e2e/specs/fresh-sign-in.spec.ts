import type { Page } from '@playwright/test';
import { PASSWORD, type Person } from '@teahouse/api/testing/world';
import pg from 'pg';
import { expect, test } from '../fixtures.ts';

const unique = (name: string) => `${name}_${crypto.randomUUID().slice(0, 8)}`;
const linked = (page: Page) => page.getByRole('region', { name: 'Linked accounts' });
const proof = (page: Page) => page.getByRole('dialog', { name: 'Confirm that it is you' });

/** As if all of their devices had been signed in an hour ago. */
async function letAnHourPass(databaseUrl: string, { account }: Person) {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  const { rowCount } = await client.query(
    `UPDATE session SET authenticated_at = authenticated_at - interval '1 hour'
     WHERE account_id = (SELECT id FROM account WHERE username = $1)`,
    [account.username],
  );
  await client.end();
  expect(rowCount).toBeGreaterThan(0);
}

async function introduce(page: Page, username: string) {
  await expect(page).toHaveTitle('Who are you?');
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Email').fill(`${username}@example.org`);
  await page.getByRole('button', { name: 'Go on' }).click();
}

test('whoever signed in long ago is asked who they are, goes on from there, and then to the provider and back to prove it', async ({
  world,
  house,
  signIn,
}) => {
  const ada = await world.user('Ada');
  const username = unique('ada');
  const page = await signIn(ada, { path: '/settings/security' });
  await expect(linked(page)).toBeVisible();
  await letAnHourPass(house.databaseUrl, ada);
  await page.reload();
  await linked(page).getByRole('button', { name: 'Link Old Quarter ID' }).click();
  await proof(page).getByLabel('Your password').fill('not the password');
  await page.keyboard.press('Enter');
  await expect(proof(page).getByLabel('Your password')).toHaveAccessibleDescription(
    /not your password/,
  );
  await proof(page).getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  // Nothing has to be pressed again: it goes on to what one was about to do.
  await introduce(page, username);
  await expect(linked(page).getByRole('listitem').first()).toContainText(username);

  await letAnHourPass(house.databaseUrl, ada);
  await page.reload();
  const unlink = linked(page).getByRole('button', { name: /^Unlink Old Quarter ID/ });
  const unlinkNow = async () => {
    await unlink.click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Unlink' }).click();
  };
  await unlinkNow();
  await proof(page).getByRole('button', { name: 'Close' }).click();
  await expect(linked(page).getByText('Nothing was changed: first confirm')).toBeVisible();
  await unlinkNow();
  await proof(page).getByRole('button', { name: 'Confirm with Old Quarter ID' }).click();
  // It knows them in this browser, and asks all the same.
  await introduce(page, username);
  await expect(page.getByRole('main').getByRole('status')).toContainText(
    'Confirmed with Old Quarter ID',
  );
  await expect(page).toHaveURL(/\/settings\/security$/);
  await unlinkNow();
  await expect(unlink).toBeHidden();
  await expect(proof(page)).toBeHidden();
});
