import type { Locator, Page } from '@playwright/test';
import { change } from '@teahouse/api/testing/convergence/scene';
import { post } from '@teahouse/api/testing/moments';
import type { Person } from '@teahouse/api/testing/world';
import pg from 'pg';
import { expect, test } from '../fixtures.ts';
import { albumPath, feed, postOf, three, writePost } from '../moments.ts';

const personPath = ({ id }: Person) => `/contacts/people/${encodeURIComponent(id)}`;

/** On somebody's page, from the menu. */
async function turn(page: Page, name: string, what: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${name}` }).click();
  const item = page.getByRole('menuitemcheckbox', { name: what });
  const before = await item.getAttribute('aria-checked');
  await item.click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: `More about ${name}` }).click();
  await expect(item).toHaveAttribute('aria-checked', before === 'true' ? 'false' : 'true');
  await page.keyboard.press('Escape');
}

/** Who may see a post, chosen in its dialog. */
async function choose(page: Page, whom: string, people: readonly string[]): Promise<void> {
  const audience = page.getByRole('dialog', { name: 'Who may see it' });
  await audience.getByRole('radio', { name: whom }).click();
  for (const name of people) await audience.getByRole('checkbox', { name }).click();
  await audience.getByRole('button', { name: 'Done' }).click();
  await expect(audience).toHaveCount(0);
}

test('somebody’s posts are kept out of my feed, and mine from them, by the menu on their page', async ({
  world,
  signIn,
}) => {
  const { mei, tom } = await three(world);
  await post(tom, { text: 'Tom was here' });
  await post(mei, { text: 'Mei was here' });
  const here = await signIn(mei, { path: '/moments' });
  const there = await signIn(tom, { path: '/moments' });
  await expect(postOf(here, 'Tom was here')).toBeVisible();
  await expect(postOf(there, 'Mei was here')).toBeVisible();

  await here.goto(personPath(tom));
  await turn(here, 'Tom', 'Don’t see their Moments');
  await turn(here, 'Tom', 'Don’t let them see mine');
  // He is not told why: what he looks at closes.
  await expect(postOf(there, 'Mei was here')).toHaveCount(0);
  await expect(postOf(there, 'Tom was here')).toBeVisible();
  await there.goto(albumPath(mei));
  await expect(there.getByText('Mei shows you no posts.')).toBeVisible();

  await here.goto('/moments');
  await expect(postOf(here, 'Mei was here')).toBeVisible();
  await expect(postOf(here, 'Tom was here')).toHaveCount(0);
  // His own page stays open to me.
  await here.goto(albumPath(tom));
  await expect(here.getByRole('link', { name: 'Tom was here' })).toBeVisible();
  await here.goto('/settings/privacy');
  const exceptions = here.getByRole('list', { name: 'People with exceptions' });
  await expect(exceptions.getByText('Neither sees the other’s')).toBeVisible();

  await there.goto('/moments');
  await exceptions.getByRole('link', { name: /Tom/ }).click();
  await turn(here, 'Tom', 'Don’t let them see mine');
  await expect(postOf(there, 'Mei was here')).toBeVisible();
  await turn(here, 'Tom', 'Don’t see their Moments');
  await here.goto('/moments');
  await expect(postOf(here, 'Tom was here')).toBeVisible();
});

test('a post for some only, and one for all but some, by people and by category', async ({
  world,
  signIn,
}) => {
  const { mei, tom, ann } = await three(world);
  const lin = await world.user('Lin');
  await mei.befriend(lin);
  const work = await change(mei, 'createFriendCategory', { title: 'Work', userIds: [tom.id] });
  const here = await signIn(mei, { path: '/moments' });
  const say = async (text: string, whom: string, people: readonly string[]) => {
    const dialog = await writePost(here, text);
    await dialog.getByRole('button', { name: 'Who may see it' }).click();
    await choose(here, whom, people);
    await dialog.getByRole('button', { name: 'Post', exact: true }).click();
    await expect(
      postOf(here, text).getByRole('button', { name: `Seen by: ${whom}` }),
    ).toBeVisible();
  };
  const [atToms, atAnns, atLins] = [
    await signIn(tom, { path: '/moments' }),
    await signIn(ann, { path: '/moments' }),
    await signIn(lin, { path: '/moments' }),
  ];
  await say('For work and Ann', 'Only some', ['Work', 'Ann']);
  // The composer keeps whom one has named.
  await say('Not for work, nor for Ann', 'All friends except', []);

  const sees = async (page: Page, first: boolean, second: boolean) => {
    await page.reload();
    await expect(feed(page).or(page.getByText('Nothing here yet'))).toBeVisible();
    await expect(postOf(page, 'For work and Ann')).toHaveCount(first ? 1 : 0);
    await expect(postOf(page, 'Not for work, nor for Ann')).toHaveCount(second ? 1 : 0);
  };
  await sees(atToms, true, false);
  await sees(atAnns, true, false);
  await sees(atLins, false, true);

  // Who is moved sees it happen.
  await change(mei, 'setFriendCategories', { userId: tom.id, categoryIds: [] });
  await expect(postOf(atToms, 'For work and Ann')).toHaveCount(0);
  await expect(postOf(atToms, 'Not for work, nor for Ann')).toBeVisible();
  await change(mei, 'updateFriendCategory', { categoryId: work, addUserIds: [lin.id] });
  await expect(postOf(atLins, 'For work and Ann')).toBeVisible();
  await expect(postOf(atLins, 'Not for work, nor for Ann')).toHaveCount(0);
});

test('what is older than its author shows goes from the feed, and comes back', async ({
  world,
  house,
  signIn,
}) => {
  const { one: mei, other: tom } = await world.friends('Mei', 'Tom');
  await post(mei, { text: 'Last week' });
  const db = new pg.Client(house.databaseUrl);
  await db.connect();
  await db.query(
    `UPDATE moment SET created_at = now() - interval '7 days' WHERE text = 'Last week'`,
  );
  await db.end();
  await post(mei, { text: 'Just now' });
  const there = await signIn(tom, { path: '/moments' });
  const shown = async (...texts: string[]) => {
    for (const text of ['Just now', 'Last week'])
      await expect(postOf(there, text)).toHaveCount(texts.includes(text) ? 1 : 0);
  };
  await shown('Just now', 'Last week');
  const here = await signIn(mei, { path: '/settings/privacy' });
  await here.getByRole('radio', { name: '3 days' }).click();
  await shown('Just now');
  await there.goto(albumPath(mei));
  await expect(there.getByText('Only the last three days are shown.')).toBeVisible();
  await expect(there.getByRole('link', { name: 'Last week' })).toHaveCount(0);
  await here.getByRole('radio', { name: 'A month' }).click();
  await expect(there.getByRole('link', { name: 'Last week' })).toBeVisible();
  await expect(there.getByText('Only the last month is shown.')).toBeVisible();
  // She herself sees all of it, and how far others do.
  await here.getByRole('radio', { name: '3 days' }).click();
  await here.goto(albumPath(mei));
  await expect(here.getByRole('link', { name: 'Last week' })).toBeVisible();
  await expect(here.getByText('Others see the last three days.')).toBeVisible();
});

test('a stranger sees ten posts for everybody, as long as their author lets them', async ({
  world,
  signIn,
}) => {
  const mei = await world.user('Mei');
  const eve = await world.user('Eve');
  for (let n = 1; n <= 12; n++) await post(mei, { text: `For all ${n}`, visibility: 'PUBLIC' });
  await post(mei, { text: 'For friends' });
  const there = await signIn(eve, { path: albumPath(mei) });
  const links = (page: Page): Locator => page.getByRole('link', { name: /^For / });
  await expect(links(there)).toHaveText(
    [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((n) => `For all ${n}`),
  );
  // One may look, and nobody would see what one said.
  await there.getByRole('link', { name: 'For all 12' }).click();
  await expect(postOf(there, 'For all 12')).toBeVisible();
  await expect(there.getByRole('button', { name: 'Like or comment' })).toHaveCount(0);
  await expect(there.getByRole('textbox', { name: 'Write a comment' })).toHaveCount(0);

  const here = await signIn(mei, { path: '/settings/privacy' });
  await here.getByRole('switch', { name: 'Show strangers ten posts' }).click();
  await expect(here.getByRole('switch', { name: 'Show strangers ten posts' })).not.toBeChecked();
  await there.goto(albumPath(mei));
  await expect(there.getByText('Mei shows you no posts.')).toBeVisible();
  await expect(links(there)).toHaveCount(0);
});
