import { changePrivacy } from '@teahouse/api/testing/contacts';
import type { Person } from '@teahouse/api/testing/world';
import { runNode } from '../../scripts/command.ts';
import { expect, test } from '../fixtures.ts';
import { say } from '../screens.ts';
import type { House } from '../servers.ts';

/** As whoever has the machine does it: what `npm run administrator` runs. */
async function appoint({ here }: House, { account }: Person): Promise<void> {
  const { cwd, env } = here.api.command;
  const args = ['--import', 'tsx', 'src/appoint-administrator.ts', account.username];
  const { code, output } = await runNode(args, { cwd, env });
  if (code !== 0) throw new Error(output);
}

test('an administrator makes a department and adds two people, of whom one finds the other and writes', async ({
  world,
  house,
  signIn,
}) => {
  const [ada, tom, lin] = [
    await world.user('Ada'),
    await world.user('Tom'),
    await world.user('林越'),
  ];
  await appoint(house, ada);
  // Nobody finds her by name but whoever runs the house.
  await changePrivacy(lin, { foundByName: false });
  const working = await signIn(tom, { at: house.there, path: '/contacts' });
  const entry = working.getByRole('link', { name: 'Organisation' });
  await expect(working.getByRole('link', { name: 'Find people' })).toBeVisible();
  await expect(entry).toBeHidden();

  const office = await signIn(ada, { path: '/settings/installation' });
  const organisation = office.getByRole('region', { name: 'Organisation' });
  const kitchen = `House ${tom.account.username}`;
  await organisation.getByRole('button', { name: 'New department' }).click();
  await office.getByRole('dialog').getByLabel('Name').fill(kitchen);
  await office.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await organisation.getByRole('button', { name: kitchen }).first().click();
  await organisation.getByRole('button', { name: 'Add people' }).click();
  const adding = office.getByRole('dialog', { name: `Add people to ${kitchen}` });
  for (const { account } of [tom, lin]) {
    await adding.getByRole('searchbox').fill(account.username);
    await adding
      .getByRole('checkbox')
      .filter({ hasText: `@${account.username}` })
      .click();
  }
  await adding.getByLabel('Title').fill('Cook');
  await adding.getByRole('button', { name: 'Add (2)' }).click();
  await expect(adding).toBeHidden();
  await office.getByRole('button', { name: 'What to do with 林越' }).click();
  await office.getByRole('menuitem', { name: 'Edit position' }).click();
  await office.getByRole('dialog').getByLabel('Title').fill('掌柜');
  await office.getByRole('dialog').getByRole('switch', { name: 'Leads this department' }).click();
  await office.getByRole('button', { name: 'Save' }).last().click();

  // Tom, on another process, sees it come without a reload.
  await entry.click();
  await working.getByRole('link', { name: kitchen }).click();
  const colleague = working.getByRole('listitem').filter({ hasText: '林越' });
  await expect(colleague).toContainText('掌柜');
  await expect(colleague).toContainText('Head');
  await working.getByRole('searchbox', { name: 'Name, title or department' }).fill('掌');
  await expect(working.getByRole('listitem').filter({ hasText: kitchen })).toContainText('林越');
  await working.getByRole('button', { name: 'Message 林越' }).click();
  for (const text of ['你好', 'I am the new cook.']) await say(working, text);
});

test('doors say whose they are, and whether there is a way in for somebody new', async ({
  world,
  house,
  signIn,
  visit,
}) => {
  const ada = await world.user('Ada');
  await appoint(house, ada);
  const office = await signIn(ada, { path: '/settings/installation' });
  const save = async () => {
    const answered = office.waitForResponse(
      (response) => response.request().postData()?.includes('Installation_update') ?? false,
    );
    await office.getByRole('button', { name: 'Save' }).first().click();
    await answered;
  };
  await office.getByLabel('Name', { exact: true }).fill('Old Quarter');
  await office.getByLabel('Welcome').fill('Sit down.');
  await save();
  const open = office.getByRole('switch', { name: 'New accounts' });
  await open.click();
  await expect(open).not.toBeChecked();
  const door = await visit({ at: house.there, path: '/register' });
  await expect(door).toHaveTitle(/Old Quarter$/);
  await expect(door.getByText('Sit down.').first()).toBeAttached();
  await expect(door.getByText('No new accounts at present')).toBeVisible();
  await expect(door.getByLabel('Username')).toBeHidden();

  await open.click();
  await expect(open).toBeChecked();
  await office.getByLabel('Name', { exact: true }).fill('');
  await office.getByLabel('Welcome').fill('');
  await save();
  await door.reload();
  await expect(door).toHaveTitle(/Teahouse$/);
  await expect(door.getByLabel('Username')).toBeVisible();
});
