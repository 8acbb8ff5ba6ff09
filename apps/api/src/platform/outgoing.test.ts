import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../../../scripts/services/ports.ts';
import { transaction } from '../realtime/transaction.ts';
import { MailServer } from '../testing/mail-server.ts';
import { ApiProcess } from '../testing/processes.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { canSend, postLetter, pruneOutbox, readOutbox, sendOutgoing } from './outgoing.ts';

/** Letters are written down with what gives cause for them, and sent until they have been taken. */

const mail = new MailServer();
let stage: Stage;
let settings: Record<string, string>;
beforeAll(async () => {
  await mail.start();
  settings = { SMTP_URL: mail.url, MAIL_FROM: 'tea@example.org' };
  stage = await startStage({ ...settings, LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  await stage.close();
  await mail.stop();
});

let address: string;
let count = 0;
beforeEach(async () => {
  address = `mei.${++count}@example.org`;
  await stage.backend.pool.query('DELETE FROM outgoing_message');
});
afterEach(() => {
  mail.refuseWith = null;
});

const letter = () => ({
  to: address,
  language: 'en' as const,
  subject: 'Tea is ready',
  code: '123456',
  paragraphs: ['It is <green> & hot.', 'Come.'],
});

const post = (options = {}) =>
  transaction(stage.backend, (tx) => postLetter(stage.backend, tx, letter(), options));

async function waiting() {
  const { rows } = await stage.backend.pool.query<{ attempts: number; due: Date; busy: boolean }>(
    `SELECT attempts, next_attempt_at AS due, claimed_until >= now() AS busy FROM outgoing_message`,
  );
  return rows;
}

/** Lets the pause before the next try be over. */
const comeDue = () =>
  stage.backend.pool.query(
    `UPDATE outgoing_message SET next_attempt_at = now() - interval '1 second'`,
  );

/** A backend whose log lines can be read. */
function logged() {
  const lines: string[] = [];
  const stream = new PassThrough().on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  return { backend: { ...stage.backend, log: pino({ level: 'debug' }, stream) }, lines };
}

test('one that was posted arrives, as text and as HTML, and nothing of it is kept', async () => {
  await post();
  await sendOutgoing(stage.backend);
  const [arrived] = mail.to(address);
  expect(arrived).toMatchObject({ recipients: [address], subject: 'Tea is ready' });
  expect(arrived?.text.trim()).toBe('123456\n\nIt is <green> & hot.\n\nCome.');
  expect(arrived?.html).toContain('It is &lt;green&gt; &amp; hot.');
  expect(await waiting()).toEqual([]);
});

test('one whose transaction comes to nothing is never sent', async () => {
  const failing = transaction(stage.backend, async (tx) => {
    await postLetter(stage.backend, tx, letter());
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  await sendOutgoing(stage.backend);
  expect(mail.to(address)).toEqual([]);
});

test('while the mail server is away it waits, ever longer, and arrives when the server is back', async () => {
  await mail.stop();
  await post();
  const pauses = [];
  for (let attempt = 1; attempt <= 3; attempt++) {
    await sendOutgoing(stage.backend);
    const [row] = await waiting();
    expect(row).toMatchObject({ attempts: attempt, busy: null });
    pauses.push(Math.round(((row?.due.getTime() ?? 0) - Date.now()) / 1_000));
    await sendOutgoing(stage.backend);
    expect((await waiting())[0]?.attempts).toBe(attempt);
    await comeDue();
  }
  expect(pauses).toEqual([2, 5, 15]);
  await mail.start();
  await sendOutgoing(stage.backend);
  expect(mail.to(address)).toHaveLength(1);
});

test.each([
  [451, true],
  [550, false],
])('a recipient who is refused with %i is tried again: %s', async (responseCode, again) => {
  mail.refuseWith = responseCode;
  await post();
  await sendOutgoing(stage.backend);
  expect(await waiting()).toHaveLength(again ? 1 : 0);
  mail.refuseWith = null;
  await comeDue();
  await sendOutgoing(stage.backend);
  expect(mail.to(address)).toHaveLength(again ? 1 : 0);
});

test('a wrong password to the mail server loses nothing', async () => {
  const url = mail.url.replace('house', 'wrong');
  const other = await startStageOn(stage.databaseUrl, {
    ...settings,
    SMTP_URL: url,
    LOG_LEVEL: 'silent',
  });
  await post();
  await sendOutgoing(other.backend);
  expect(await waiting()).toHaveLength(1);
  await comeDue();
  await sendOutgoing(stage.backend);
  expect(mail.to(address)).toHaveLength(1);
  await other.close();
});

test('one that nobody would want any more is thrown away', async () => {
  await post({ goodForMinutes: 10 });
  await stage.backend.pool.query(
    `UPDATE outgoing_message SET expires_at = now() - interval '1 second'`,
  );
  await sendOutgoing(stage.backend);
  expect([await waiting(), mail.to(address)]).toEqual([[], []]);
});

test('a decoy looks like any other and goes nowhere', async () => {
  await post();
  await post({ decoy: true });
  const { rows } = await stage.backend.pool.query<{ bytes: number }>(
    'SELECT length(content) AS bytes FROM outgoing_message',
  );
  expect(Math.abs((rows[0]?.bytes ?? 0) - (rows[1]?.bytes ?? 99))).toBeLessThan(2);
  await sendOutgoing(stage.backend);
  expect([await waiting(), mail.to(address).length]).toEqual([[], 1]);
});

test('several processes send each once', async () => {
  const other = await startStageOn(stage.databaseUrl, settings);
  await Promise.all(Array.from({ length: 12 }, () => post()));
  await Promise.all([stage, other, stage, other].map(({ backend }) => sendOutgoing(backend)));
  expect(mail.to(address)).toHaveLength(12);
  expect(new Set(mail.to(address).map(({ messageId }) => messageId)).size).toBe(12);
  await other.close();
});

test('a process that cannot send leaves it to one that can', async () => {
  const bare = await startStageOn(stage.databaseUrl);
  await post();
  await sendOutgoing(bare.backend);
  expect(await waiting()).toMatchObject([{ attempts: 0 }]);
  await sendOutgoing(stage.backend);
  expect(mail.to(address)).toHaveLength(1);
  await bare.close();
});

test('what a process had taken that died over it is sent by the next one, under the same Message-ID', async () => {
  await post();
  const { rows } = await stage.backend.pool.query<{ id: string }>(
    `UPDATE outgoing_message SET claimed_until = now() + interval '1 minute', attempts = 1 RETURNING id`,
  );
  await sendOutgoing(stage.backend);
  expect(mail.to(address)).toEqual([]);
  await stage.backend.pool.query(
    `UPDATE outgoing_message SET claimed_until = now() - interval '1 ms'`,
  );
  await sendOutgoing(stage.backend);
  expect(mail.to(address).map(({ messageId }) => messageId)).toEqual([
    `<${rows[0]?.id}@example.org>`,
  ]);
});

test('an API process that is killed between committing and sending has its letter sent by its successor', async () => {
  await mail.stop();
  const env = { ...settings, DATABASE_URL: stage.databaseUrl, DATABASE_POOL: '4' };
  const api = await new ApiProcess(await freePort(), env).start();
  const username = `mei_${Date.now()}`;
  address = `${username}@example.org`;
  const query = `mutation { register(input: { username: "${username}", email: "${address}", password: "a pot of green tea" }) { __typename } }`;
  const response = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  expect(await response.json()).toEqual({ data: { register: { __typename: 'SignedIn' } } });
  await api.stop('SIGKILL');
  await mail.start();
  await api.start();
  // It may have been taken in the very moment of the end.
  await stage.backend.pool.query('UPDATE outgoing_message SET claimed_until = NULL');
  expect(await mail.codeTo(address)).toMatch(/^\d{6}$/);
  await api.stop('SIGTERM');
}, 60_000);

test('an API process that is stopped does not wait for a server that has gone silent', async () => {
  const silent = createServer((socket) => socket.on('error', () => {}));
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const called = once(silent, 'connection');
  const env = {
    ...settings,
    DATABASE_URL: stage.databaseUrl,
    DATABASE_POOL: '4',
    SMTP_URL: `smtp://127.0.0.1:${port}`,
  };
  const api = await new ApiProcess(await freePort(), env).start();
  await post();
  await called;
  await api.stop('SIGTERM');
  expect(api.output).toContain('Stopping takes too long');
  silent.close();
}, 60_000);

describe('the log', () => {
  test('has neither codes nor whole addresses, when it works and when it does not', async () => {
    const { backend, lines } = logged();
    await post();
    await sendOutgoing(backend);
    mail.refuseWith = 451;
    await post();
    await sendOutgoing(backend);
    await mail.stop();
    await comeDue();
    await sendOutgoing(backend);
    await mail.start();
    const text = lines.join('');
    expect(text).toContain('Sent a message');
    expect(text).toContain('EENVELOPE 451');
    expect(text).toContain('m•••@example.org');
    expect(text).not.toContain(address);
    expect(text).not.toContain('123456');
    expect(text).not.toContain('house');
  });

  test('says when another SESSION_SECRET has made what waits unreadable', async () => {
    const { backend, lines } = logged();
    await post();
    const env = { ...backend.env, SESSION_SECRET: 'another secret that is long enough as well' };
    await sendOutgoing({ ...backend, env });
    expect(lines.join('')).toContain('sealed under another SESSION_SECRET');
    expect([await waiting(), mail.to(address)]).toEqual([[], []]);
  });
});

test('without mail nothing is written down', async () => {
  const bare = await startStageOn(stage.databaseUrl);
  expect([canSend(bare.backend.env, 'EMAIL'), canSend(bare.backend.env, 'SMS')]).toEqual([
    false,
    false,
  ]);
  await transaction(bare.backend, (tx) => postLetter(bare.backend, tx, letter()));
  expect(await waiting()).toEqual([]);
  await bare.close();
});

test('the development outbox keeps the newest hundred, and nothing once it is switched off', async () => {
  const laptop = await startStageOn(stage.databaseUrl, { OUTBOX: 'true' });
  expect(canSend(laptop.backend.env, 'SMS')).toBe(true);
  for (let index = 1; index <= 102; index++)
    await transaction(laptop.backend, (tx) =>
      postLetter(laptop.backend, tx, { ...letter(), subject: `Letter ${index}` }),
    );
  for (let round = 0; round < 8; round++) await sendOutgoing(laptop.backend);
  const shown = await readOutbox(laptop.backend);
  expect(shown).toHaveLength(100);
  expect(shown[0]).toMatchObject({ message: { subject: 'Letter 102', to: address } });
  expect(shown[99]).toMatchObject({ message: { subject: 'Letter 3' } });
  expect(mail.to(address)).toEqual([]);
  await pruneOutbox(laptop.backend);
  expect(await readOutbox(laptop.backend)).toHaveLength(100);
  await pruneOutbox(stage.backend);
  expect(await readOutbox(laptop.backend)).toEqual([]);
  await laptop.close();
});
