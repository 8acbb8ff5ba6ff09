import { z } from 'zod';

/**
 * Every setting of the API process. This file is the only reader of `process.env`; everything else is handed an `Env`.
 * Units are in the names; defaults are fit for a laptop.
 */
const positive = (fallback: number, most = 2 ** 31 - 1) =>
  z.coerce.number().int().positive().max(most).default(fallback);
const isRange = (range: string) => z.union([z.cidrv4(), z.cidrv6()]).safeParse(range).success;
const ranges = z
  .string()
  .refine(
    (list) => list.split(',').every((range) => !range.trim() || isRange(range.trim())),
    'needs ranges such as 10.1.0.0/16 or fd00::/8, separated by commas',
  );
const secret = z.string().min(32, 'needs at least 32 characters of randomness');

const settings = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  /** PostgreSQL to keep everything in, for example `postgresql://user:password@host:5432/teahouse`. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Connections kept to PostgreSQL by one process. */
  DATABASE_POOL: positive(16),
  /** Redis to carry events between API processes; without it one process uses its own memory. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Address to listen on. */
  API_HOST: z.string().min(1).default('127.0.0.1'),
  /** Port to listen on; 0 takes a free one. */
  API_PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  /** Where people open the web client; its origin may open sockets. */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).default('http://localhost:3000'),
  /** Further origins (comma-separated) whose pages may use this API. */
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .refine(
      (list) => list.split(',').every((address) => !address.trim() || URL.canParse(address)),
      'needs addresses such as https://example.org, separated by commas',
    ),
  /** Signs access tokens. Changing it signs everybody's access tokens out; refresh tokens survive. */
  SESSION_SECRET: secret,
  /** Shared with the web server, which vouches with it for people it signed in at an external provider. */
  WEB_API_SECRET: secret,
  /** Life of an access token, and so the longest a lost one is of use. */
  ACCESS_TOKEN_MINUTES: positive(15, 7 * 24 * 60),
  /** A device that stays away longer than this has to sign in again. */
  SESSION_DAYS: positive(60, 3_650),
  /** How long a just-used refresh token may come again: two tabs, or an answer lost on the way. */
  REFRESH_LEEWAY_SECONDS: positive(30),
  /** How long missed events can be caught up with. */
  EVENT_RETENTION_DAYS: positive(7),
  /** How often the log is read for events whose hint got lost. */
  REPAIR_INTERVAL_MS: positive(1000),
  /** Bytes that may wait for a slow socket before it is cut off, to come back with its cursor. */
  SOCKET_BUFFER_BYTES: positive(4 * 1024 * 1024),
  /** Largest request body and largest socket message, in bytes. */
  MAX_REQUEST_BYTES: positive(256 * 1024),
  /** A query or a mutation that takes longer is given up. */
  EXECUTION_TIMEOUT_SECONDS: positive(15, 3_600),
  /**
   * Proxies (comma-separated ranges) whose `X-Forwarded-For` is believed: the web server's own address and whatever
   * stands before it. Limits per address count the nearest address that is not one of these.
   */
  TRUSTED_PROXIES: ranges.default('127.0.0.0/8,::1/128'),
  /** Attempts to sign in to one account in 15 minutes, from wherever they come. */
  SIGN_INS_PER_ACCOUNT: positive(10),
  /** Attempts to sign in from one network address in 15 minutes. */
  SIGN_INS_PER_ADDRESS: positive(100),
  /** Attempts to register from one network address in an hour. */
  REGISTRATIONS_PER_ADDRESS: positive(20),
  /** Attempts to renew tokens from one network address in 15 minutes. */
  REFRESHES_PER_ADDRESS: positive(1_000),
  /** Characters (Unicode code points) in a message that a person types. */
  MESSAGE_MAX_CHARACTERS: positive(500),
  /** Characters (Unicode code points) in a message written in Markdown. */
  MARKDOWN_MAX_CHARACTERS: positive(20_000),
  /** How long after sending a message its sender may recall it. */
  RECALL_WINDOW_SECONDS: positive(120),
  /** How long after recalling a text its sender may take it up again. */
  REEDIT_MINUTES: positive(5),
  /** How long after sending a text its sender may edit it. */
  EDIT_WINDOW_HOURS: positive(48),
  /** Messages pinned in one conversation. */
  PINNED_MESSAGES_MAX: positive(50),
  /** Conversations up to this size tell everyone of every read and delivered position. */
  RECEIPT_BROADCAST_MEMBERS: positive(50),
  /** Largest group. */
  GROUP_MAX_MEMBERS: positive(10_000),
  /** Conversations that one person keeps at the top of their list. */
  PINNED_CONVERSATIONS_MAX: positive(50),
  /** Whether the server fetches the pages that messages link to, to show what they say of themselves. */
  LINK_PREVIEWS: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(true),
  /**
   * Internal addresses (comma-separated ranges such as `10.1.0.0/16`) that previews may be fetched from, at any port: an
   * intranet's wiki, for example. Everything else that is not the public internet is out of reach.
   */
  LINK_PREVIEW_ALLOWED_ADDRESSES: ranges.default(''),
  /** Messages that one person has waiting to be sent. */
  SCHEDULED_MESSAGES_MAX: positive(100),
  /** Reminders that one person has and that are not done. */
  REMINDERS_MAX: positive(200),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Env = z.infer<typeof settings>;

/** Reads the settings, or throws one line per bad one that names the variable and says what is wrong with it. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return given[name] === undefined ? `${name} is missing.` : `${name}: ${issue.message}.`;
  });
  throw new Error(lines.join('\n'));
}
