import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendOutgoing } from './platform/outgoing.ts';
import { addressOf, requestCode, signInWithCode } from './testing/codes.ts';
import { codeSentTo, WITH_OUTBOX } from './testing/mailbox.ts';
import { type Stage, startStage, startStageOn } from './testing/stage.ts';
import { expectType } from './testing/world.ts';

/** The page that shows, on a laptop, what would have been sent. */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ ...WITH_OUTBOX, PHONE_COUNTRY: 'CN' });
});
afterAll(() => stage.close());

interface Page {
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

/** Not `fetch`, which writes the host itself. */
function open(
  headers: Record<string, string> = {},
  method = 'GET',
  url = stage.url,
): Promise<Page> {
  return new Promise((resolve, reject) => {
    const asking = request(`${url}/outbox`, { headers, method }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    asking.on('error', reject);
    asking.end();
  });
}

test('what was sent is there, newest first, and its code signs in', async () => {
  const mei = await stage.world.user('Mei');
  const phone = `+86138${String(Date.now()).slice(-8)}`;
  await stage.backend.db.account.update({
    where: { username: mei.account.username },
    data: { phone },
  });
  await requestCode(stage.url, phone.slice(3));
  const code = await codeSentTo(stage.backend, phone);
  const { status, text } = await open();
  expect(status).toBe(200);
  const [first = '', second = ''] = text.split('<li').slice(1);
  expect(first).toContain('Short message');
  expect(first).toContain(phone);
  expect(first).toContain(`<p class="code">${code}</p>`);
  expect(second).toContain(addressOf(mei).toLowerCase());
  expect(second).toContain('Confirm your address for Teahouse');
  const signedIn = expectType(await signInWithCode(stage.url, phone, code), 'SignedIn');
  expect(signedIn.user.id).toBe(mei.id);
});

test('is in the language of whoever looks', async () => {
  expect((await open({ 'accept-language': 'zh-CN' })).text).toContain('<h1>发件箱</h1>');
  expect((await open()).text).toContain('<h1>Outbox</h1>');
});

test('runs nothing, loads nothing, is kept and framed by nobody', async () => {
  const { headers, text } = await open();
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  );
  expect(headers['access-control-allow-origin']).toBeUndefined();
  expect(text).not.toMatch(/<script|javascript:|https?:\/\//);
});

describe('does not exist', () => {
  test('for requests that come from elsewhere, or by another name', async () => {
    const strange: Record<string, string>[] = [
      { host: 'attacker.example' },
      { host: 'localhost.attacker.example:4000' },
      { 'x-forwarded-for': '203.0.113.7' },
      { 'x-forwarded-for': '203.0.113.7, 127.0.0.1' },
    ];
    for (const headers of strange) expect((await open(headers)).status).toBe(404);
    for (const host of ['localhost', '127.0.0.1:4000', '[::1]:4000'])
      expect((await open({ host })).status).toBe(200);
    expect((await open({}, 'POST')).status).toBe(404);
  });

  test('without OUTBOX', async () => {
    await sendOutgoing(stage.backend);
    const bare = await startStageOn(stage.databaseUrl);
    expect((await open({}, 'GET', bare.url)).status).toBe(404);
    await bare.close();
  });
});
