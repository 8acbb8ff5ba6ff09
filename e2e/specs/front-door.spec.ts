import { World } from '@teahouse/api/testing/world';
import { expect, test } from '../fixtures.ts';

test('the API answers at the address of the web as well, by HTTP and by socket', async ({
  house,
}) => {
  const { one, other, chat } = await new World(house.here.url).friends('Ada', 'Mei');
  const following = other.through(house.there.url).follow();
  await following.live();
  await one.send(chat, 'Through the front door');
  await following.first('MessageSent');
  expect(following.texts(chat)).toEqual(['Through the front door']);
  following.close();
});

test('a cookie alone opens nothing: a page elsewhere cannot act in somebody’s name', async ({
  world,
  house,
  signIn,
}) => {
  const page = await signIn(await world.user('Ada'));
  const answer = await page.context().request.post(`${house.here.url}/graphql`, {
    data: { query: '{ viewer { id } }' },
  });
  expect(await answer.json()).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

test('every page comes with a policy that lets no foreign and no injected script run', async ({
  world,
  visit,
  signIn,
  complaints,
}) => {
  complaints.expect(/404 \(Not Found\).*\/nowhere/);
  const pages = [
    await visit({ path: '/sign-in' }),
    await signIn(await world.user('Ada')),
    await visit({ path: '/nowhere' }),
  ];
  for (const page of pages) {
    const answer = await page.reload();
    const policy = answer?.headers()['content-security-policy'] ?? '';
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
  }
});

test('the doors are whole before any script runs, and give nothing away to whoever is quicker', async ({
  visit,
}) => {
  for (const [path, names] of [
    ['/sign-in', ['login', 'password']],
    ['/register', ['username', 'email', 'password']],
  ] as const) {
    const page = await visit({ path, javaScriptEnabled: false });
    for (const provider of ['Old Quarter ID', 'GitHub', 'Google', 'WeChat'])
      await expect(page.getByRole('button', { name: `Continue with ${provider}` })).toBeVisible();
    for (const name of names) await page.locator(`form [name=${name}]`).fill('a secret of mine');
    await page.locator('form button[type=submit]').click();
    await page.waitForLoadState();
    expect(page.url()).not.toContain('secret');
    await expect(page.locator('form [name=password]')).toBeVisible();
  }
});
