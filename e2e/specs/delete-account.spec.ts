import { sendCard } from '@teahouse/api/testing/keeping';
import { PASSWORD } from '@teahouse/api/testing/world';
import { expect, test } from '../fixtures.ts';
import { history } from '../screens.ts';

test('somebody deletes their account: reads what goes, what stays and whose their group will be, and is nobody to the others from then on', async ({
  world,
  signIn,
  complaints,
}) => {
  // Whoever is signed out is refused once, and a wrong password is too.
  complaints.expect(/status of 40[14]/);
  await world.user('Ada');
  const { one: mei, other: tom, chat } = await world.friends('Mei', 'Tom');
  const { username } = mei.account;
  await mei.send(chat, 'Keep the good pot');
  await sendCard(tom, chat, mei);
  await mei.group('Tea', [tom]);

  const toms = await signIn(tom);
  await toms.getByRole('link', { name: /^Mei/ }).click();
  await expect(toms.getByText('Keep the good pot')).toBeVisible();

  const page = await signIn(mei, { path: '/settings' });
  await page.getByRole('link', { name: 'Your data' }).click();
  await page.getByRole('button', { name: 'Delete my account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete my account' });
  await expect(dialog.getByText('Tea passes to Tom.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(dialog.getByLabel('Type your username')).toHaveAccessibleDescription(
    /not your username/,
  );
  await dialog.getByLabel('Type your username').fill(username);
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('Your account has been deleted.')).toBeVisible();
  expect(new URL(page.url()).pathname).toBe('/sign-in');

  // Tom sees it without doing anything: the words stay, and nobody is behind them.
  await expect(toms.getByText(/^This account has been deleted\./)).toBeVisible();
  await expect(toms.getByText('Keep the good pot')).toBeVisible();
  await expect(toms.getByRole('link', { name: /^Deleted account/ }).first()).toBeVisible();
  await expect(toms.getByText('Mei', { exact: true })).toHaveCount(0);
  await toms.getByRole('link', { name: /^Tea/ }).click();
  await expect(history(toms).getByText('Deleted account left the group')).toBeVisible();
  // What was in the browser before it was closed says nothing else when it is opened again.
  await toms.reload();
  await expect(history(toms).getByText('Deleted account left the group')).toBeVisible();

  await page.getByLabel('Username or email').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
});
