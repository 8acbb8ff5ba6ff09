import { change } from '@teahouse/api/testing/convergence/scene';
import { comment, like, post } from '@teahouse/api/testing/moments';
import sharp from 'sharp';
import { expect, test } from '../fixtures.ts';
import {
  attach,
  feed,
  fetchedAhead,
  picked,
  postOf,
  react,
  three,
  uploaded,
  writePost,
} from '../moments.ts';

test('two pictures posted here are seen there, liked and answered, and told', async ({
  world,
  signIn,
}) => {
  const { one: mei, other: tom } = await world.friends('Mei', 'Tom');
  const here = await signIn(mei, { path: '/moments' });
  const there = await signIn(tom, { path: '/moments' });
  await expect(there.getByText('Nothing here yet')).toBeVisible();

  await here.getByRole('button', { name: 'New post' }).click();
  await here.getByRole('textbox', { name: 'What is on your mind?' }).fill('Two cups');
  const choose = here.waitForEvent('filechooser');
  await here.getByRole('button', { name: 'Pictures or a video' }).click();
  await (await choose).setFiles([await picked('a.jpg', 'teal'), await picked('b.jpg', 'orange')]);
  const tray = here.getByRole('list', { name: 'Pictures' });
  await expect(tray.getByRole('button', { name: 'Picture 2 of 2', exact: true })).toBeVisible();
  await here.getByRole('textbox', { name: 'Where are you?' }).fill('By the lake');
  await here.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(feed(here).getByText('Two cups')).toBeVisible();

  await there.getByRole('button', { name: 'One new post' }).click();
  const arrived = postOf(there, 'Two cups');
  await expect(arrived.getByRole('button', { name: /^Picture \d of 2$/ })).toHaveCount(2);
  await expect(arrived.getByText('By the lake')).toBeVisible();
  await expect
    .poll(() =>
      arrived
        .locator('img')
        .evaluateAll((images) =>
          images
            .filter((image) => (image as HTMLImageElement).src.includes('/files/'))
            .every((image) => (image as HTMLImageElement).naturalWidth > 0),
        ),
    )
    .toBe(true);

  await react(arrived, there, 'Like');
  await expect(arrived.getByRole('region', { name: 'Likes and comments' })).toContainText('Tom');
  await react(arrived, there, 'Comment');
  await there.getByRole('textbox', { name: 'Write a comment' }).fill('Which tea?');
  await there.keyboard.press('Enter');
  await expect(arrived.getByText('Which tea?')).toBeVisible();

  const mine = postOf(here, 'Two cups');
  await expect(mine.getByText('Which tea?')).toBeVisible();
  await mine.getByRole('button', { name: 'Comment of Tom: Which tea?' }).click();
  await here.getByRole('menuitem', { name: 'Reply' }).click();
  await here.getByRole('textbox', { name: 'Reply to Tom' }).fill('Longjing');
  await here.keyboard.press('Enter');
  await expect(arrived.getByText('Longjing')).toBeVisible();

  await here.getByRole('button', { name: 'Notices: 2 new' }).click();
  const notices = here.getByRole('list', { name: 'Notices' });
  await expect(notices.getByText('Tom likes your post')).toBeVisible();
  await expect(notices.getByText('Which tea?')).toBeVisible();
  await here.getByRole('button', { name: 'Back' }).click();
  await expect(here.getByRole('button', { name: 'Notices', exact: true })).toBeVisible();
});

test('what has been posted is not in the next post', async ({ world, signIn }) => {
  const mei = await world.user('Mei');
  const here = await signIn(mei, { path: '/moments' });
  const first = await writePost(here, 'With a picture');
  await attach(here, first, [await picked('a.jpg', 'teal')]);
  await expect(first.getByRole('button', { name: 'Picture 1 of 1', exact: true })).toBeVisible();
  await first.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(first).toHaveCount(0);
  const next = await writePost(here, 'Words alone');
  await next.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(feed(here).getByText('Words alone')).toBeVisible();
  await expect(postOf(here, 'With a picture').locator('img[src*="/files/"]')).toHaveCount(1);
  await expect(postOf(here, 'Words alone').locator('img[src*="/files/"]')).toHaveCount(0);
});

test('what a friend of its author says is not seen by those who do not know them', async ({
  world,
  signIn,
}) => {
  const { mei, tom, ann } = await three(world);
  const id = await post(mei, { text: 'Rain all day' });
  await like(tom, id);
  await comment(tom, id, 'Here as well');
  const page = await signIn(ann, { path: '/moments' });
  const shown = postOf(page, 'Rain all day');
  await expect(shown).toBeVisible();
  await expect(shown.getByText('Here as well')).toHaveCount(0);
  await expect(shown.getByRole('region', { name: 'Likes and comments' })).toHaveCount(0);
  const own = await signIn(mei, { path: '/moments' });
  await expect(postOf(own, 'Rain all day').getByText('Here as well')).toBeVisible();
});

test('pictures change places by key, and a post goes to all friends but a category', async ({
  world,
  signIn,
}) => {
  const { mei, tom, ann } = await three(world);
  await change(mei, 'createFriendCategory', { title: 'Work', userIds: [tom.id] });
  const here = await signIn(mei, { path: '/moments' });
  await here.getByRole('button', { name: 'New post' }).click();
  const dialog = here.getByRole('dialog', { name: 'New post' });
  await dialog.getByRole('textbox', { name: 'What is on your mind?' }).fill('In this order');
  const choose = here.waitForEvent('filechooser');
  await dialog.getByRole('button', { name: 'Pictures or a video' }).click();
  const colours = ['teal', 'orange', 'purple'];
  await (await choose).setFiles(
    await Promise.all(colours.map((colour) => picked(`${colour}.jpg`, colour))),
  );
  const place = (at: number, of = 3) =>
    dialog.getByRole('button', { name: `Picture ${at} of ${of}`, exact: true });
  await expect(place(3)).toBeVisible();
  await place(1).focus();
  await here.keyboard.press('ArrowRight');
  await expect(dialog.getByText('Now picture 2 of 3')).toBeAttached();
  await expect(place(2)).toBeFocused();
  // Whoever takes one away stays among the others.
  await place(3).focus();
  await here.keyboard.press('Delete');
  await expect(place(2, 2)).toBeFocused();

  await dialog.getByRole('button', { name: 'Who may see it' }).click();
  const audience = here.getByRole('dialog', { name: 'Who may see it' });
  await audience.getByRole('radio', { name: 'All friends except' }).click();
  await expect(audience.getByRole('button', { name: 'Done' })).toBeDisabled();
  await audience.getByRole('checkbox', { name: 'Work' }).click();
  await audience.getByRole('button', { name: 'Done' }).click();
  await dialog.getByRole('button', { name: 'Post', exact: true }).click();
  const mine = postOf(here, 'In this order');
  await expect(mine.getByRole('button', { name: 'Seen by: All friends except' })).toBeVisible();

  const there = await signIn(ann, { path: '/moments' });
  await expect(postOf(there, 'In this order').getByRole('button', { name: /of 2$/ })).toHaveCount(
    2,
  );
  const colourOf = async (at: number) => {
    const source = await postOf(there, 'In this order')
      .locator('img[src*="/files/"]')
      .nth(at)
      .getAttribute('src');
    const bytes = await (await there.request.get(source ?? '')).body();
    const [red = 0, , blue = 0] = (await sharp(bytes).stats()).channels.map(({ mean }) => mean);
    return red > blue ? 'orange' : 'teal';
  };
  expect([await colourOf(0), await colourOf(1)]).toEqual(['orange', 'teal']);
  const closed = await signIn(tom, { path: '/moments' });
  await expect(closed.getByText('Nothing here yet')).toBeVisible();
});

test('a post that is shown to fewer people closes for the others, with its pictures', async ({
  world,
  signIn,
}) => {
  const { mei, tom } = await three(world);
  await post(mei, { text: 'For a while', fileIds: [await uploaded(mei, 'purple')] });
  const there = await signIn(tom, { path: '/moments' });
  const shown = postOf(there, 'For a while');
  const image = shown.locator('img[src*="/files/"]');
  await expect(image).toHaveCount(1);
  const address = (await image.getAttribute('src')) ?? '';
  expect((await there.request.get(address)).status()).toBe(200);

  const here = await signIn(mei, { path: '/moments' });
  const mine = postOf(here, 'For a while');
  await mine.getByRole('button', { name: 'Seen by: Friends' }).click();
  await here.getByRole('radio', { name: 'Only me' }).click();
  await here.getByRole('button', { name: 'Done' }).click();
  await expect(mine.getByRole('button', { name: 'Seen by: Only me' })).toBeVisible();
  await expect(shown).toHaveCount(0);
  expect((await there.request.get(address)).status()).toBe(404);
});

test('a post that is deleted is gone everywhere', async ({ world, signIn }) => {
  const { one: mei, other: tom } = await world.friends('Mei', 'Tom');
  await post(mei, { text: 'Never mind' });
  const there = await signIn(tom, { path: '/moments' });
  await expect(postOf(there, 'Never mind')).toBeVisible();
  const here = await signIn(mei, { path: '/moments' });
  await postOf(here, 'Never mind').getByRole('button', { name: 'Delete' }).click();
  await here.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(postOf(here, 'Never mind')).toHaveCount(0);
  await expect(postOf(there, 'Never mind')).toHaveCount(0);
});

test('what is posted without a network waits, survives a reload, and is posted once', async ({
  world,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one: mei, other: tom } = await world.friends('Mei', 'Tom');
  const here = await signIn(mei, { path: '/moments' });
  await expect(here.getByText('Nothing here yet')).toBeVisible();
  await here.getByRole('button', { name: 'New post' }).click();
  await here.getByRole('textbox', { name: 'What is on your mind?' }).fill('From the train');
  await here.reload();
  // In stories no service worker keeps what would come later.
  await fetchedAhead(here);
  await here.getByRole('button', { name: 'New post' }).click();
  await expect(here.getByRole('textbox', { name: 'What is on your mind?' })).toHaveValue(
    'From the train',
  );
  await here.context().setOffline(true);
  await here.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(here.getByText('Offline. It will be posted as soon as you are back.')).toBeVisible();
  await expect(here.getByText('Offline: 1 post will be sent when you are back')).toBeVisible();
  // Whoever wants to sign out is told of it, and that they would lose it.
  await here.getByRole('link', { name: 'Settings' }).click();
  await here.getByRole('button', { name: 'Sign out', exact: true }).click();
  const asked = here.getByRole('alertdialog');
  await expect(asked).toContainText('1 post has not been sent yet.');
  await asked.getByRole('button', { name: 'Cancel' }).click();
  await here.getByRole('link', { name: 'Moments' }).click();
  await here.context().setOffline(false);
  await expect(feed(here).getByText('From the train')).toBeVisible();
  await expect(here.getByText('From the train')).toHaveCount(1);
  const there = await signIn(tom, { path: '/moments' });
  await expect(there.getByText('From the train')).toHaveCount(1);
});

test('a block closes both ways, and the album ends where its owner says', async ({
  world,
  signIn,
}) => {
  const { mei, tom, ann } = await three(world);
  await post(mei, { text: 'Spring' });
  const page = await signIn(tom, { path: '/moments' });
  await postOf(page, 'Spring').getByRole('link', { name: 'Mei' }).click();
  await page.getByRole('article').getByRole('link', { name: 'Moments' }).click();
  await expect(page.getByRole('heading', { name: 'Posts of Mei' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Spring' })).toBeVisible();

  const own = await signIn(mei, { path: '/settings/privacy' });
  await own.getByRole('radio', { name: '3 days' }).click();
  await page.reload();
  await expect(page.getByText('Only the last three days are shown.')).toBeVisible();

  await own.goto(`/contacts/people/${encodeURIComponent(tom.account.id)}`);
  await own.getByRole('button', { name: 'More about Tom' }).click();
  await own.getByRole('menuitem', { name: 'Block' }).click();
  await own.getByRole('alertdialog').getByRole('button', { name: 'Block' }).click();
  await page.goto('/moments');
  await expect(page.getByText('Nothing here yet')).toBeVisible();
  const other = await signIn(ann, { path: '/moments' });
  await expect(postOf(other, 'Spring')).toBeVisible();
});
