import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadSecrets, readSettings } from './settings.ts';

describe('Settings', () => {
  test('Nothing given is a laptop with the demo town', () => {
    expect(readSettings({})).toMatchObject({
      port: 3000,
      apiPort: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      databaseUrl: undefined,
      seed: true,
      outbox: true,
    });
  });

  test('Accounts with known passwords are not made on anything but a laptop, unless asked for', () => {
    const database = { DATABASE_URL: 'postgresql://u:p@db.example.org/teahouse' };
    expect(readSettings(database).seed).toBe(false);
    expect(readSettings({ DATABASE_URL: 'postgresql://u:p@localhost/teahouse' }).seed).toBe(true);
    expect(readSettings({ ...database, SEED: 'true' }).seed).toBe(true);
    expect(readSettings({ HOST: '0.0.0.0' }).seed).toBe(false);
    expect(readSettings({ PUBLIC_URL: 'https://chat.example.org' }).seed).toBe(false);
  });

  test('Codes are shown on a page on a laptop, and nowhere else', () => {
    expect(readSettings({ OUTBOX: 'false' }).outbox).toBe(false);
    for (const elsewhere of [
      { DATABASE_URL: 'postgresql://u:p@db.example.org/teahouse' },
      { HOST: '0.0.0.0' },
      { API_HOST: '0.0.0.0' },
      { PUBLIC_URL: 'https://chat.example.org' },
    ]) {
      expect(readSettings(elsewhere).outbox).toBe(false);
      expect(() => readSettings({ ...elsewhere, OUTBOX: 'true' })).toThrow('OUTBOX is true');
    }
  });

  test('The public address follows the port and has no slash at its end', () => {
    expect(readSettings({ PORT: '3100' }).publicUrl).toBe('http://localhost:3100');
    expect(readSettings({ PUBLIC_URL: 'https://chat.example.org/' }).publicUrl).toBe(
      'https://chat.example.org',
    );
  });

  test.each([
    [{ PORT: 'abc' }, 'PORT is "abc", which is not a port number'],
    [{ PORT: '70000' }, 'Example: PORT=3000'],
    [{ API_PORT: '3000' }, 'API_PORT is 3000, the same as PORT'],
    [{ HOST: 'chat.example.org' }, 'HOST is "chat.example.org"'],
    [{ SEED: 'perhaps' }, 'SEED is "perhaps", which is not true or false'],
    [{ PUBLIC_URL: 'chat.example.org' }, 'PUBLIC_URL is "chat.example.org"'],
    [{ PUBLIC_URL: 'https://example.org/chat' }, 'without a path'],
    [{ DATABASE_URL: 'mysql://u:p@db/x' }, 'DATABASE_URL is not a PostgreSQL address'],
    [{ SESSION_SECRET: 'short' }, 'SESSION_SECRET has 5 characters'],
    [{ S3_BUCKET: 'files' }, 'S3_ENDPOINT is missing although S3_BUCKET is set'],
    [{ SMTP_URL: 'smtp://localhost' }, 'MAIL_FROM is missing although SMTP_URL is set'],
    [{ GITHUB_CLIENT_ID: 'x' }, 'GITHUB_CLIENT_SECRET is missing'],
  ])('%o is refused in one line that names the variable', (env, line) => {
    expect(() => readSettings(env)).toThrow(expect.objectContaining({ name: 'Refusal' }));
    expect(() => readSettings(env)).toThrow(line);
    expect(() => readSettings(env)).not.toThrow(/\n/);
  });

  test('A refused address is not repeated where it may hold a password', () => {
    expect(() => readSettings({ DATABASE_URL: 'mysql://u:hunter2@db/x' })).not.toThrow(/hunter2/);
  });
});

describe('Secrets', () => {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('Are made once, for the owner only, and stay the same', () => {
    const first = loadSecrets(folder, {});
    expect(loadSecrets(folder, {})).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(4);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  test('Given in the environment win and are not written down', () => {
    const given = 'g'.repeat(32);
    expect(loadSecrets(folder, { SESSION_SECRET: given }).SESSION_SECRET).toBe(given);
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).not.toContain(given);
  });
});
