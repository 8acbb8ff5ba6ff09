import { describe, expect, test } from 'vitest';
import { readEnv } from './env.ts';

const REQUIRED = {
  DATABASE_URL: 'postgresql://tea:house@localhost:5432/teahouse',
  SESSION_SECRET: 'as random as thirty-two characters are',
  WEB_API_SECRET: 'as random as any thirty-two characters',
};

/** The lines that whoever starts the process is told. */
function complaints(settings: NodeJS.ProcessEnv): string[] {
  try {
    readEnv(settings);
  } catch (error) {
    if (error instanceof Error) return error.message.split('\n');
  }
  return [];
}

test('what is required is enough: everything else has a default fit for a laptop', () => {
  expect(readEnv(REQUIRED)).toMatchObject({
    ...REQUIRED,
    NODE_ENV: 'production',
    API_PORT: 4000,
    API_HOST: '127.0.0.1',
    PUBLIC_URL: 'http://localhost:3000',
    ALLOWED_ORIGINS: '',
    ACCESS_TOKEN_MINUTES: 15,
    SESSION_DAYS: 60,
    REFRESH_LEEWAY_SECONDS: 30,
    REDIS_PATIENCE_MS: 300,
    EVENT_RETENTION_DAYS: 7,
    MAX_REQUEST_BYTES: 262_144,
    EXECUTION_TIMEOUT_SECONDS: 15,
    TRUSTED_PROXIES: '127.0.0.0/8,::1/128',
    FRESH_SIGN_IN_MINUTES: 10,
    CAPTCHA: true,
    CAPTCHA_DIFFICULTY: 25,
    CAPTCHAS_PER_ADDRESS: 300,
    SIGN_INS_BEFORE_CAPTCHA: 5,
    SIGN_INS_PER_ACCOUNT: 100,
    SIGN_INS_PER_ADDRESS: 100,
    REGISTRATIONS_PER_ADDRESS: 20,
    REFRESHES_PER_ADDRESS: 1000,
    MARKDOWN_MAX_CHARACTERS: 20_000,
    COST_PER_ACCOUNT: 6_000_000,
    COST_PER_ADDRESS: 60_000_000,
    COST_PER_ANONYMOUS_ADDRESS: 100_000,
    SOCKETS_PER_ACCOUNT: 20,
    SOCKETS_PER_ADDRESS: 1_000,
    SUBSCRIPTIONS_PER_SOCKET: 20,
    MESSAGES_PER_MINUTE: 120,
    STRANGER_MESSAGES_PER_MINUTE: 3,
    MESSAGE_MAX_CHARACTERS: 500,
    GROUP_MAX_MEMBERS: 10_000,
    PINNED_CONVERSATIONS_MAX: 50,
    FRIEND_CATEGORIES_MAX: 50,
    LINK_PREVIEWS: true,
    LINK_PREVIEW_ALLOWED_ADDRESSES: '',
    LOG_LEVEL: 'info',
  });
  expect(readEnv(REQUIRED).REDIS_URL).toBeUndefined();
});

test('an empty setting is as none', () => {
  expect(readEnv({ ...REQUIRED, REDIS_URL: '', API_PORT: '', LOG_LEVEL: '' })).toEqual(
    readEnv(REQUIRED),
  );
  expect(complaints({ ...REQUIRED, SESSION_SECRET: '' })).toEqual(['SESSION_SECRET is missing.']);
});

test('settings of others are passed over', () => {
  expect(readEnv({ ...REQUIRED, HOME: '/root', DATABASE_URI: 'x' })).toEqual(readEnv(REQUIRED));
});

test('each missing one is named, in a line of its own', () => {
  for (const name of Object.keys(REQUIRED))
    expect(complaints({ ...REQUIRED, [name]: undefined })).toEqual([`${name} is missing.`]);
  expect(complaints({}).sort()).toEqual(
    Object.keys(REQUIRED)
      .map((name) => `${name} is missing.`)
      .sort(),
  );
});

describe('a bad one is named in one line that says what is wrong', () => {
  const bad: Record<string, string[]> = {
    NODE_ENV: ['staging'],
    DATABASE_URL: ['localhost', 'mysql://localhost/teahouse', 'http://localhost'],
    DATABASE_POOL: ['0', '-1', '1.5', 'many', 'NaN', 'Infinity'],
    REDIS_URL: ['localhost:6379', 'http://localhost:6379'],
    API_PORT: ['-1', '65536', 'http', '80.5'],
    PUBLIC_URL: ['teahouse.example', 'ftp://teahouse.example', '//teahouse.example'],
    SESSION_SECRET: ['short', 'x'.repeat(31)],
    WEB_API_SECRET: ['short'],
    // Timers count to 2³¹ ms; beyond that they fire at once.
    ACCESS_TOKEN_MINUTES: ['0', '15m', '40000'],
    SESSION_DAYS: ['0', '1e9'],
    REFRESH_LEEWAY_SECONDS: ['0', '-30'],
    REPAIR_INTERVAL_MS: ['0', '3000000000'],
    REDIS_PATIENCE_MS: ['0', '1s'],
    MAX_REQUEST_BYTES: ['64kb'],
    MARKDOWN_MAX_CHARACTERS: ['20k'],
    TRUSTED_PROXIES: ['10.0.0.1', 'loopback'],
    EXECUTION_TIMEOUT_SECONDS: ['0', '15s'],
    SIGN_INS_PER_ACCOUNT: ['0'],
    LINK_PREVIEWS: ['yes', '1', 'off'],
    LINK_PREVIEW_ALLOWED_ADDRESSES: ['10.0.0.1', '10.0.0.0/33', 'intranet', '10.0.0.0/8;fd00::/8'],
    SMTP_URL: ['mail.example.org', 'https://mail.example.org'],
    MAIL_FROM: [
      'Teahouse',
      'a@example.org, b@example.org',
      'Tea <a@example.org>\r\nBcc: b@example.org',
    ],
    SMS_PROVIDER: ['pigeon'],
    TWILIO_URL: ['api.twilio.com'],
    PHONE_COUNTRY: ['cn', '86'],
    CODE_MINUTES: ['0'],
    CODE_RESEND_SECONDS: ['-1', '4000'],
    OUTBOX: ['yes'],
    LOG_LEVEL: ['loud'],
  };
  for (const [name, values] of Object.entries(bad))
    test(name, () => {
      for (const value of values) {
        const lines = complaints({ ...REQUIRED, [name]: value });
        expect(lines, value).toHaveLength(1);
        expect(lines[0]).toMatch(new RegExp(`^${name}: .{10,}\\.$`));
      }
    });

  test('several at once', () => {
    const lines = complaints({ ...REQUIRED, SESSION_SECRET: '', API_PORT: 'x', LOG_LEVEL: 'loud' });
    expect(lines.map((line) => line.split(/[: ]/)[0]).sort()).toEqual([
      'API_PORT',
      'LOG_LEVEL',
      'SESSION_SECRET',
    ]);
  });

  test('a way of sending that lacks something it needs', () => {
    expect(complaints({ ...REQUIRED, SMTP_URL: 'smtp://localhost' })).toEqual([
      'MAIL_FROM is missing.',
    ]);
    const twilio = { SMS_PROVIDER: 'twilio', TWILIO_ACCOUNT_SID: 'AC1' };
    expect(complaints({ ...REQUIRED, ...twilio })).toEqual([
      'TWILIO_AUTH_TOKEN is missing.',
      'TWILIO_FROM is missing.',
    ]);
    expect(complaints({ ...REQUIRED, SMS_PROVIDER: 'aliyun' })).toHaveLength(4);
  });

  test('an outbox where anything could be reached from elsewhere', () => {
    const onLaptop = { ...REQUIRED, OUTBOX: 'true' };
    expect(complaints(onLaptop)).toEqual([]);
    for (const elsewhere of [
      { API_HOST: '0.0.0.0' },
      { PUBLIC_URL: 'https://tea.example.org' },
      { DATABASE_URL: 'postgresql://tea:house@db.example.org/teahouse' },
    ])
      expect(complaints({ ...onLaptop, ...elsewhere })).toEqual([
        expect.stringMatching(/^OUTBOX: .*must all be of this machine\.$/),
      ]);
  });

  test('without repeating a secret', () => {
    const lines = complaints({
      DATABASE_URL: 'mysql://tea:opensesame@localhost/teahouse',
      SESSION_SECRET: 'opensesame',
      WEB_API_SECRET: 'opensesame',
    });
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).not.toContain('opensesame');
  });
});

test('numbers are numbers, and several origins one text', () => {
  const env = readEnv({
    ...REQUIRED,
    API_PORT: '0',
    GROUP_MAX_MEMBERS: '3',
    ALLOWED_ORIGINS: 'https://a.example, https://b.example',
  });
  expect(env).toMatchObject({ API_PORT: 0, GROUP_MAX_MEMBERS: 3 });
  expect(env.ALLOWED_ORIGINS).toBe('https://a.example, https://b.example');
});
