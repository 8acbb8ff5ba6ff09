import type { APIRequestContext, Page } from '@playwright/test';
import { sendVoice, tone } from '@teahouse/api/testing/voices';
import { expect, test } from '../fixtures.ts';
import { chatPath, composer, history, message } from '../screens.ts';

/** What the scripts may weigh, compressed, that a page names itself: what comes on demand is none of it. */
const BUDGET = { conversation: 228 * 1_024, signIn: 145 * 1_024 };

const PART = /\/_next\/static\/chunks\/[^/]+\.js$/;

test('a page loads no more scripts at first than it may', async ({ world, signIn, visit }) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  const page = await signIn(one, { path: chatPath(chat) });
  expect(await weightOf(page.request, chatPath(chat))).toBeLessThan(BUDGET.conversation);
  const door = await visit({ path: '/sign-in' });
  expect(await weightOf(door.request, '/sign-in')).toBeLessThan(BUDGET.signIn);
});

test('built files are sent as the build has compressed them, and by no other name', async ({
  visit,
}) => {
  const { request } = await visit({ path: '/sign-in' });
  const [first = ''] = await scriptsOf(request, '/sign-in');
  const asked = (path: string, encodings: string) =>
    request.get(path, { headers: { 'accept-encoding': encodings } });
  const small = await asked(first, 'gzip, deflate, br');
  expect(small.headers()).toMatchObject({
    'content-encoding': 'br',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  const plain = await asked(first, 'identity');
  expect(plain.headers()['content-encoding']).toBeUndefined();
  expect(await plain.text()).toBe(await small.text());
  for (const path of [
    '/_next/static/../BUILD_ID',
    '/_next/static/%2e%2e/BUILD_ID',
    '/_next/static/chunks/../../server/middleware.js',
  ])
    expect((await asked(path, 'br')).status(), path).toBe(404);
});

test('what comes on demand is asked for again until it has come', async ({
  world,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Is there tea?');
  const page = await signIn(one, { path: '/chats' });
  await withoutParts(page);
  await page.goto(chatPath(chat));
  await message(page, 'Is there tea?').click({ button: 'right' });
  await expect(composer(page)).toBeEnabled();
  await expect(page.getByRole('menu')).toBeHidden();
  await page.unroute(PART);
  await expect(page.getByRole('menuitem', { name: 'Reply' })).toBeVisible();
});

test('a voice takes the room that it will take, and what is picked waits, until what they need has come', async ({
  world,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await sendVoice(other, chat, tone(3));
  await other.send(chat, 'Is there tea?');
  const page = await signIn(one, { path: '/chats' });
  await withoutParts(page);
  await page.goto(chatPath(chat));
  const said = message(page, 'Is there tea?');
  await expect(said).toBeVisible();
  await expect(composer(page)).toBeEnabled();
  const row = history(page).getByRole('article').first();
  const before = await row.boundingBox();
  await page.locator('input[data-source=file]').setInputFiles({
    ...{ name: 'leaves.txt', mimeType: 'text/plain', buffer: Buffer.from('Long Jing') },
  });
  await expect(row.getByRole('button', { name: /^Play voice message/ })).toBeHidden();
  await page.unroute(PART);
  await expect(row.getByRole('button', { name: /^Play voice message/ })).toBeVisible();
  expect((await row.boundingBox())?.height).toBe(before?.height);
  await expect(page.getByRole('button', { name: 'Remove leaves.txt' })).toBeVisible();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(history(page).getByRole('article').last()).toContainText('leaves');
});

test('a part that a deployment has taken away brings the new version', async ({
  world,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await other.send(chat, 'Is there tea?');
  const page = await signIn(one, { path: '/chats' });
  await withoutParts(page);
  await page.goto(chatPath(chat));
  await page.evaluate(() => document.documentElement.setAttribute('data-build', 'of yesterday'));
  const anew = page.waitForEvent('load');
  await message(page, 'Is there tea?').click({ button: 'right' });
  await anew;
  await page.unroute(PART);
  await expect(page.locator('html')).not.toHaveAttribute('data-build', 'of yesterday');
  await expect(message(page, 'Is there tea?')).toBeVisible();
});

/** Lets through what the page names itself, and nothing that is asked for later. */
async function withoutParts(page: Page): Promise<void> {
  const named = new Set(await scriptsOf(page.request, '/chats'));
  await page.route(PART, (route) =>
    named.has(new URL(route.request().url()).pathname) ? route.continue() : route.abort(),
  );
}

async function scriptsOf(request: APIRequestContext, path: string): Promise<string[]> {
  const html = await (await request.get(path)).text();
  const tags = html.match(/<script\b[^>]*\bsrc="[^"]+"[^>]*>/g) ?? [];
  const modern = tags.filter((tag) => !/\bnomodule\b/i.test(tag));
  return [...new Set(modern.map((tag) => /src="([^"]+)"/.exec(tag)?.[1] ?? ''))];
}

async function weightOf(request: APIRequestContext, path: string): Promise<number> {
  const scripts = await scriptsOf(request, path);
  expect(scripts.length).toBeGreaterThan(3);
  let sum = 0;
  for (const script of scripts) {
    const answer = await request.get(script, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers()['content-encoding'], script).toBe('br');
    sum += Number(answer.headers()['content-length']);
  }
  return sum;
}
