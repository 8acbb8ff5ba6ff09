import type { Page } from '@playwright/test';
import { graphql } from '@teahouse/api/testing/graphql';
import { PASSWORD } from '@teahouse/api/testing/world';
import { expect, test } from '../fixtures.ts';
import { chatPath, chatRow, composer, history, say } from '../screens.ts';

const CallMyself = graphql(`
  mutation CallMyself($input: SetGroupNicknameInput!) { setGroupNickname(input: $input) { __typename } }
`);
const Appoint = graphql(`
  mutation Appoint($input: SetMemberRoleInput!) { setMemberRole(input: $input) { __typename } }
`);
const Mute = graphql(`
  mutation Mute($input: MuteMemberInput!) { muteMember(input: $input) { __typename } }
`);

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });

async function openDetails(page: Page, id: string): Promise<void> {
  await page.goto(`${chatPath(id)}?details`);
  await expect(details(page).getByRole('button', { name: 'All members' })).toBeVisible();
}

test('somebody comes into a private group by a link, signing in on the way, and the link is then used up', async ({
  world,
  house,
  signIn,
  visit,
}) => {
  const { one: ada, other: mei } = await world.friends('Ada', 'Mei');
  const tom = await world.user('Tom');
  const group = await ada.group('围炉煮茶', [mei]);
  const page = await signIn(ada);
  await openDetails(page, group);
  await details(page).getByRole('button', { name: 'Invite links' }).click();
  await details(page).getByRole('radio', { name: '1 person' }).click();
  await details(page).getByRole('button', { name: 'Create link' }).click();
  const copy = details(page).getByRole('button', { name: 'Copy link' });
  const url = new URL((await copy.getAttribute('data-url')) ?? '');

  const theirs = await visit({ at: house.there, path: url.pathname });
  await expect(theirs).toHaveURL(/sign-in/);
  await theirs.getByLabel('Username or email').fill(tom.account.username);
  await theirs.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await theirs.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(theirs.getByRole('heading', { name: '围炉煮茶', level: 1 })).toBeVisible();
  await expect(theirs.getByText('Ada shares the way into this group.')).toBeVisible();
  await theirs.getByRole('button', { name: 'Join group' }).click();
  await expect(composer(theirs)).toBeEditable();
  await expect(history(page)).toContainText('Tom joined the group through a link');
  await expect(details(page).getByText('Used up')).toBeVisible();

  const late = await signIn(await world.user('Eve'), { path: url.pathname });
  await expect(late.getByText('This link is used up')).toBeVisible();
  await expect(late.getByRole('button', { name: 'Join group' })).toBeHidden();
  await expect(late.getByRole('link', { name: 'To your chats' })).toBeVisible();
});

test('the owner appoints, an administrator mutes and removes, and whoever is removed sees it at once', async ({
  world,
  house,
  signIn,
}) => {
  const [ada, mei, tom] = [
    await world.user('Ada'),
    await world.user('Mei'),
    await world.user('Tom'),
  ];
  await ada.befriend(mei);
  await ada.befriend(tom);
  const group = await ada.group('Tea tasters', [mei, tom]);
  const owner = await signIn(ada);
  const administrator = await signIn(mei);
  const member = await signIn(tom, { at: house.there, path: chatPath(group) });
  await openDetails(owner, group);
  await openDetails(administrator, group);
  await expect(
    details(administrator).getByRole('button', { name: 'Actions for Tom' }),
  ).toBeHidden();

  await details(owner).getByRole('button', { name: 'Actions for Mei' }).click();
  await owner.getByRole('menuitem', { name: 'Make administrator' }).click();
  await details(administrator).getByRole('button', { name: 'Actions for Tom' }).click();
  await administrator.getByRole('menuitem', { name: 'Mute…' }).click();
  await administrator.getByRole('button', { name: '1 hour' }).click();
  await expect(composer(member)).toBeHidden();
  await details(administrator).getByRole('button', { name: 'Actions for Tom' }).click();
  await administrator.getByRole('menuitem', { name: 'Let speak again' }).click();
  await say(member, 'There I am again');

  await details(administrator).getByRole('button', { name: 'Actions for Tom' }).click();
  await administrator.getByRole('menuitem', { name: 'Remove and ban' }).click();
  const sure = administrator.getByRole('alertdialog', { name: 'Remove and ban Tom?' });
  await sure.getByRole('button', { name: 'Remove and ban' }).click();
  await expect(member.getByText('You were removed from “Tea tasters”')).toBeVisible();
  await expect(chatRow(member, 'Tea tasters')).toBeHidden();
  await details(owner).getByRole('button', { name: 'Banned people' }).click();
  await details(owner).getByRole('button', { name: 'Let Tom back in' }).click();
  await expect(details(owner).getByText('Nobody is banned.')).toBeVisible();
  await expect(owner.locator(':focus')).toContainText('Nobody is banned.');
});

test('an announcement is read by those who say so, and the group is dissolved for everyone', async ({
  world,
  house,
  signIn,
}) => {
  const { one: ada, other: mei } = await world.friends('Ada', 'Mei');
  const group = await ada.group('Night shift', [mei]);
  const page = await signIn(ada);
  const theirs = await signIn(mei, { at: house.there, path: chatPath(group) });
  await openDetails(page, group);
  await details(page).getByRole('button', { name: 'Announcements' }).click();
  await details(page).getByLabel('New announcement').fill('The kettle is broken until Friday.');
  await details(page).getByRole('button', { name: 'Publish' }).click();
  await expect(details(page).getByRole('button', { name: /Read by|Nobody has/ })).toBeVisible();

  const bar = theirs.getByRole('region', { name: 'Announcement' });
  await expect(bar).toContainText('The kettle is broken until Friday.');
  await bar.getByRole('button', { name: 'Got it' }).click();
  await expect(bar).toBeHidden();
  await details(page)
    .getByRole('button', { name: /Read by/ })
    .click();
  const readers = page.getByRole('dialog', { name: 'Who has read it' });
  await expect(readers.getByRole('listitem').filter({ hasText: 'Mei' })).toBeVisible();
  await page.keyboard.press('Escape');

  await details(page).getByRole('button', { name: 'Details' }).click();
  await details(page).getByRole('button', { name: 'Dissolve group' }).click();
  const sure = page.getByRole('alertdialog', { name: 'Dissolve “Night shift” for everyone?' });
  await sure.getByRole('button', { name: 'Dissolve group' }).click();
  await expect(theirs.getByText('“Night shift” was dissolved')).toBeVisible();
});

test('in a group people type by their name there, and a muted administrator keeps what could not be announced', async ({
  world,
  house,
  signIn,
}) => {
  const { one: ada, other: mei } = await world.friends('Ada', 'Mei');
  const group = await ada.group('Night shift', [mei]);
  const her = { conversationId: group, userId: mei.id };
  await mei.ask(CallMyself, { input: { conversationId: group, nickname: 'Tea master' } });
  await ada.ask(Appoint, { input: { ...her, role: 'ADMINISTRATOR' } });
  const page = await signIn(ada, { path: chatPath(group) });
  const theirs = await signIn(mei, { at: house.there, path: chatPath(group) });
  await expect(composer(page)).toBeEditable();
  await composer(theirs).pressSequentially('Almost');
  await expect(page.getByRole('main').getByText('Tea master is typing')).toBeVisible();

  const until = new Date(Date.now() + 3_600_000).toISOString();
  await ada.ask(Mute, { input: { ...her, until } });
  await openDetails(theirs, group);
  await details(theirs).getByRole('button', { name: 'Announcements' }).click();
  const field = details(theirs).getByLabel('New announcement');
  await field.fill('The kettle is back.');
  await details(theirs).getByRole('button', { name: 'Publish' }).click();
  await expect(
    details(theirs).getByText(/^You are muted in this group until .*\d:\d\d/),
  ).toBeVisible();
  await expect(field).toHaveValue('The kettle is back.');
});

test('a public group is found, asked into, and joined once somebody who runs it says yes', async ({
  world,
  house,
  signIn,
}) => {
  const { one: ada, other: mei } = await world.friends('Ada', 'Mei');
  const eve = await world.user('Eve');
  const name = `Harbour ${eve.account.username}`;
  const group = await ada.group(name, [mei], { visibility: 'PUBLIC', joinPolicy: 'REQUEST' });
  const page = await signIn(ada);
  await openDetails(page, group);

  await details(page).getByRole('button', { name: 'Invite links' }).click();
  await details(page).getByRole('button', { name: 'Create link' }).click();
  const copy = details(page).getByRole('button', { name: 'Copy link' });
  const { pathname } = new URL((await copy.getAttribute('data-url')) ?? '');
  await details(page).getByRole('button', { name: 'Revoke link' }).click();
  await expect(details(page).getByText('Revoked')).toBeVisible();
  await details(page).getByRole('button', { name: 'Details' }).click();
  const theirs = await signIn(eve, { at: house.there, path: pathname });
  await expect(theirs.getByText('This invitation was revoked')).toBeVisible();
  await theirs.getByRole('link', { name: 'See the group' }).click();
  await expect(theirs.getByRole('button', { name: 'Ask to join' })).toBeVisible();

  await theirs.getByRole('link', { name: 'Contacts' }).click();
  await theirs.getByRole('link', { name: 'Groups' }).click();
  await theirs.getByLabel('Search public groups').fill(name);
  await theirs.getByRole('link', { name }).click();
  await theirs.getByRole('button', { name: 'Ask to join' }).click();
  const asking = theirs.getByRole('dialog', { name: `Ask to join “${name}”` });
  await asking.getByLabel('A word about yourself (optional)').fill('I row.');
  await asking.getByRole('button', { name: 'Send request' }).click();
  await expect(theirs.getByText('Your request is waiting')).toBeVisible();

  await details(page)
    .getByRole('button', { name: /Join requests.*1 request is waiting/ })
    .click();
  await expect(details(page).getByText('I row.')).toBeVisible();
  await details(page).getByRole('button', { name: 'Accept Eve' }).click();
  await expect(details(page).getByText('Nobody is waiting to be let in.')).toBeVisible();
  await theirs.getByRole('link', { name: 'Open chat' }).click();
  await expect(composer(theirs)).toBeEditable();
});
