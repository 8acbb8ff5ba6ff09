import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { root } from './paths.ts';
import { Refusal } from './terminal.ts';

/**
 * The settings that `npm start`, `npm run dev` and `npm test` read themselves. Everything else in the
 * environment reaches the API and the web server as it is, and they check it.
 */
interface Setting {
  check: z.ZodType;
  is: string;
  example: string;
  /** May hold a password, so that a complaint must not repeat the value. */
  secret?: boolean;
}

const port = z.coerce.number().int().min(1).max(65_535);
const address = z.union([z.ipv4(), z.ipv6(), z.literal('localhost')]);
const filled = z.string().min(1);
const switchWord = z.enum(['true', 'false']).transform((word) => word === 'true');
const webOrigin = z.url({ protocol: /^https?$/ }).regex(/^[^/]+\/\/[^/?#]+\/?$/);

const SETTINGS = {
  PORT: { check: port, is: 'a port number from 1 to 65535', example: '3000' },
  API_PORT: { check: port, is: 'a port number from 1 to 65535', example: '4000' },
  HOST: {
    check: address,
    is: 'an address of this machine to listen on',
    example: '0.0.0.0',
  },
  API_HOST: {
    check: address,
    is: 'an address of this machine to listen on',
    example: '0.0.0.0',
  },
  PUBLIC_URL: {
    check: webOrigin,
    is: 'the http or https address people open, without a path',
    example: 'https://chat.example.org',
  },
  DATABASE_URL: {
    check: z.url({ protocol: /^postgres(ql)?$/ }),
    is: 'a PostgreSQL address',
    example: 'postgresql://user:password@localhost:5432/teahouse',
    secret: true,
  },
  REDIS_URL: {
    check: z.url({ protocol: /^rediss?$/ }),
    is: 'a Redis address',
    example: 'redis://localhost:6379',
    secret: true,
  },
  TEAHOUSE_DATA: { check: filled, is: 'a folder', example: '/srv/teahouse' },
  SEED: { check: switchWord, is: 'true or false', example: 'false' },
  OUTBOX: { check: switchWord, is: 'true or false', example: 'false' },
  S3_ENDPOINT: {
    check: z.url({ protocol: /^https?$/ }),
    is: 'an http or https address',
    example: 'https://s3.example.org',
  },
  OIDC_ISSUER: {
    check: z.url({ protocol: /^https?$/ }),
    is: 'an http or https address',
    example: 'https://id.example.org',
  },
} satisfies Record<string, Setting>;

/** Useless in part: either all of a group is given or none. */
const GROUPS = [
  ['S3_ENDPOINT', 'S3_REGION', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ['SMTP_URL', 'MAIL_FROM'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'],
  ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
  ['WECHAT_APP_ID', 'WECHAT_APP_SECRET'],
];

const SECRETS = ['NEXTAUTH_SECRET', 'SESSION_SECRET', 'WEB_API_SECRET'] as const;
const SECRET_MINIMUM = 32;

export interface Settings {
  port: number;
  apiPort: number;
  /** Where the web server listens. */
  host: string;
  /** Where the API listens: on loopback, unless others than the web server are to reach it directly. */
  apiHost: string;
  publicUrl: string;
  databaseUrl: string | undefined;
  dataFolder: string;
  /** Fill an empty database with the demo town. */
  seed: boolean;
  /** Show letters and short messages on a page instead of needing a mail server. */
  outbox: boolean;
}

export type Secrets = Record<(typeof SECRETS)[number] | 'POSTGRES_PASSWORD', string>;

export function loadEnvFile(): void {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}

export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  refuseHalfGroups(env);
  const read = <T>(name: keyof typeof SETTINGS, fallback: T): T =>
    env[name] ? (checked(name, env[name]) as T) : fallback;
  for (const name of Object.keys(SETTINGS)) read(name as keyof typeof SETTINGS, undefined);
  for (const name of SECRETS) refuseShortSecret(name, env[name]);
  const webPort = read<number>('PORT', 3000);
  const apiPort = read<number>('API_PORT', 4000);
  if (webPort === apiPort) {
    throw new Refusal(
      `API_PORT is ${apiPort}, the same as PORT: they need two ports. Example: API_PORT=4000`,
    );
  }
  const host = read('HOST', '127.0.0.1');
  const publicUrl = new URL(read('PUBLIC_URL', `http://localhost:${webPort}`)).origin;
  const databaseUrl = read<string | undefined>('DATABASE_URL', undefined);
  // Accounts whose passwords are printed in the README belong on a laptop and nowhere else.
  const onLaptop = [host, new URL(publicUrl).hostname, hostOf(databaseUrl)].every(isLocal);
  const apiHost = read('API_HOST', '127.0.0.1');
  return {
    port: webPort,
    apiPort,
    host,
    apiHost,
    publicUrl,
    databaseUrl,
    dataFolder: resolve(root, read('TEAHOUSE_DATA', '.data')),
    seed: read('SEED', onLaptop),
    outbox: readOutbox(
      read<boolean | undefined>('OUTBOX', undefined),
      onLaptop && isLocal(apiHost),
    ),
  };
}

/** The codes on that page open accounts. */
function readOutbox(wanted: boolean | undefined, allLocal: boolean): boolean {
  if (wanted && !allLocal)
    throw new Refusal(
      'OUTBOX is true, which is for a laptop alone: HOST, API_HOST, PUBLIC_URL and DATABASE_URL must be of this machine. Example: OUTBOX=false',
    );
  return wanted ?? allLocal;
}

const hostOf = (url: string | undefined) => (url ? new URL(url).hostname : 'localhost');

function isLocal(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1', '[::1]'].includes(host);
}

function checked(name: keyof typeof SETTINGS, value: string): unknown {
  const setting: Setting = SETTINGS[name];
  const result = setting.check.safeParse(value);
  if (result.success) return result.data;
  const shown = setting.secret ? `${name} is` : `${name} is "${value}", which is`;
  throw new Refusal(`${shown} not ${setting.is}. Example: ${name}=${setting.example}`);
}

function refuseHalfGroups(env: NodeJS.ProcessEnv): void {
  for (const group of GROUPS) {
    const missing = group.find((name) => !env[name]);
    const given = group.find((name) => env[name]);
    if (!missing || !given) continue;
    throw new Refusal(
      `${missing} is missing although ${given} is set: give all of ${group.join(', ')}, or none. Example: ${missing}=…`,
    );
  }
}

function refuseShortSecret(name: string, value: string | undefined): void {
  if (!value || value.length >= SECRET_MINIMUM) return;
  throw new Refusal(
    `${name} has ${value.length} characters, which is too few to be safe (at least ${SECRET_MINIMUM}). Example: ${name}=$(openssl rand -hex 32)`,
  );
}

/** Made once and kept in the data folder; those given in the environment win and are not written down. */
export function loadSecrets(dataFolder: string, env: NodeJS.ProcessEnv = process.env): Secrets {
  const file = join(dataFolder, 'secrets.json');
  const kept: Partial<Secrets> = existsSync(file) ? parseSecrets(file) : {};
  const names = [...SECRETS, 'POSTGRES_PASSWORD'] as const;
  const missing = names.filter((name) => !kept[name]);
  if (missing.length > 0) {
    for (const name of missing) kept[name] = randomBytes(32).toString('hex');
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  for (const name of SECRETS) if (env[name]) kept[name] = env[name];
  return kept as Secrets;
}

function parseSecrets(file: string): Partial<Secrets> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>;
  } catch (error) {
    throw new Refusal(`${file} cannot be read (${(error as Error).message}): restore it.`);
  }
}
