import { z } from 'zod';
import { emailAddress } from './text.ts';

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
const filled = z.string().min(1).optional();
const yesOrNo = z.stringbool({ truthy: ['true'], falsy: ['false'] });
const httpAddress = z.url({ protocol: /^https?$/ });
const sender = z
  .string()
  .refine(
    (from) => emailAddress.safeParse(/^[^<>,;\r\n]*<([^<>]+)>$/.exec(from)?.[1] ?? from).success,
    'needs an address such as tea@example.org or Teahouse <tea@example.org>',
  );

const settings = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  /** PostgreSQL to keep everything in, for example `postgresql://user:password@host:5432/teahouse`. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Connections kept to PostgreSQL by one process. */
  DATABASE_POOL: positive(16),
  /** Redis to carry events between API processes; without it one process uses its own memory. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** How long a request waits for Redis to count an attempt, in milliseconds, before PostgreSQL counts it instead. */
  REDIS_PATIENCE_MS: positive(300),
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
  /** How long after signing in on a device its person may change what their account is opened with. */
  FRESH_SIGN_IN_MINUTES: positive(10, 7 * 24 * 60),
  /** How often somebody may take another username, and for how long the old one is kept from others. */
  USERNAME_CHANGE_DAYS: positive(30, 3_650),
  /**
   * A file (MaxMind DB format) that tells the country, and perhaps the city, of network addresses: people then see in their
   * list of devices where each was used last. Without it they see the address alone.
   */
  IP_LOCATION_FILE: z.string().min(1).optional(),
  /** How long a just-used refresh token may come again: two tabs, or an answer lost on the way. */
  REFRESH_LEEWAY_SECONDS: positive(30),
  /**
   * Cost (see graphql/limits.ts) of what one signed-in person asks for, at once or spread over a minute, on all of their
   * devices together. The dearest that the web client asks for again and again is a page of the history (12,700): nobody
   * scrolls past eight of them a second for a minute.
   */
  COST_PER_ACCOUNT: positive(6_000_000),
  /** The same for one network address, whoever asks from there: a house or an office may stand behind it. */
  COST_PER_ADDRESS: positive(60_000_000),
  /** The same for what is asked from one address by those who are not signed in: signing in costs about 700. */
  COST_PER_ANONYMOUS_ADDRESS: positive(100_000),
  /** Live connections (sockets and streams) of one person to one API process; one for each open tab. */
  SOCKETS_PER_ACCOUNT: positive(20),
  /** Sockets from one network address to one API process, whether or not anybody has signed in on them. */
  SOCKETS_PER_ADDRESS: positive(1_000),
  /** Operations under way on one socket. The web client has one. */
  SUBSCRIPTIONS_PER_SOCKET: positive(20),
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
  /** Whether a captcha stands before what is worth trying by machine: registering, codes, passwords. */
  CAPTCHA: yesOrNo.default(true),
  /** How often a captcha's puzzle has to be tried on average, each time for about 5 ms of a desktop computer. */
  CAPTCHA_DIFFICULTY: positive(25, 10_000),
  /** Captchas asked for from one network address in 15 minutes. */
  CAPTCHAS_PER_ADDRESS: positive(300),
  /** Wrong passwords in 15 minutes, for one account or from one network address, before each further try needs a captcha. */
  SIGN_INS_BEFORE_CAPTCHA: positive(5),
  /** Wrong passwords for one account in 15 minutes. Networks that its owner has signed in from are counted by themselves. */
  SIGN_INS_PER_ACCOUNT: positive(100),
  /** Passwords that were stolen elsewhere: SHA-1 hashes in order, one a line (“Pwned Passwords, ordered by hash”). */
  BREACHED_PASSWORDS_FILE: filled,
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
  /**
   * Messages that one person sends in one conversation, at once or spread over a minute. Nobody types or forwards as many;
   * a program that repeats itself does not get further.
   */
  MESSAGES_PER_MINUTE: positive(120),
  /** Messages in any minute to somebody who is neither a friend nor a colleague, once they have answered or accepted. */
  STRANGER_MESSAGES_PER_MINUTE: positive(3),
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
  /** Categories into which one person sorts their friends. */
  FRIEND_CATEGORIES_MAX: positive(50),
  /** Longest text of a moment, in Unicode code points. */
  MOMENT_MAX_CHARACTERS: positive(2_000),
  /** Longest comment on a moment, in Unicode code points. */
  MOMENT_COMMENT_MAX_CHARACTERS: positive(500),
  /** Moments that one person posts in a day, all at once or spread over it. */
  MOMENTS_PER_DAY: positive(100),
  /** Comments that one person writes in a minute, all at once or spread over it. */
  MOMENT_COMMENTS_PER_MINUTE: positive(20),
  /** Likes that one person gives in a minute, all at once or spread over it. */
  MOMENT_LIKES_PER_MINUTE: positive(60),
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
  /** Mail server that takes letters, for example `smtp://user:password@mail.example.org:587` (STARTTLS) or `smtps://…:465`. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /** Who letters are from: `Teahouse <tea@example.org>`. */
  MAIL_FROM: sender.optional(),
  /** Who carries short messages. */
  SMS_PROVIDER: z.enum(['twilio', 'aliyun']).optional(),
  /** Where Twilio, or something that speaks like it, answers. */
  TWILIO_URL: httpAddress.default('https://api.twilio.com'),
  TWILIO_ACCOUNT_SID: filled,
  TWILIO_AUTH_TOKEN: filled,
  /** A number of one's own in E.164, or the id of a messaging service (`MG…`). */
  TWILIO_FROM: filled,
  /** Where Aliyun's short message service answers; another one for another region. */
  ALIYUN_SMS_URL: httpAddress.default('https://dysmsapi.aliyuncs.com'),
  ALIYUN_ACCESS_KEY_ID: filled,
  ALIYUN_ACCESS_KEY_SECRET: filled,
  /** The signature that Aliyun has approved, which stands before the message. */
  ALIYUN_SMS_SIGN_NAME: filled,
  /** The approved template (`SMS_…`), with a place for `${code}`. */
  ALIYUN_SMS_TEMPLATE: filled,
  /** Country of phone numbers that are written without one, for example `CN` (ISO 3166-1). Without it all need a `+`. */
  PHONE_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, 'needs two capital letters such as CN')
    .optional(),
  /** How long a code is good for. */
  CODE_MINUTES: positive(10, 24 * 60),
  /** How long after a code another can be sent to the same address; 0 lets them follow at once. */
  CODE_RESEND_SECONDS: z.coerce.number().int().min(0).max(3_600).default(60),
  /** Codes for one e-mail address or phone in an hour. */
  CODES_PER_RECIPIENT: positive(5),
  /** Codes asked for from one network address in an hour. */
  CODES_PER_ADDRESS: positive(50),
  /** Folder that uploaded files are kept in, unless there is a bucket. Several API processes need the same one. */
  STORAGE_DIR: z.string().min(1).default('files'),
  /** Bucket that uploaded files are kept in instead. Its CORS rules must let the web client's origin GET and PUT. */
  S3_BUCKET: filled,
  /** Where S3, or something that speaks like it, answers; browsers must reach it there too. Without it it is Amazon's. */
  S3_ENDPOINT: httpAddress.optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  /** Without keys the machine's own role is asked, as the AWS SDK does it. */
  S3_ACCESS_KEY_ID: filled,
  S3_SECRET_ACCESS_KEY: filled,
  /** Largest picture, in bytes. */
  IMAGE_MAX_BYTES: positive(5 * 1024 * 1024),
  /** Pixels that a picture may have, all frames of an animated one together. */
  IMAGE_MAX_PIXELS: positive(40_000_000),
  /** Largest file, video or voice message, in bytes. */
  FILE_MAX_BYTES: positive(20 * 1024 * 1024),
  /** Longest voice message. */
  VOICE_MAX_SECONDS: positive(60, 3_600),
  /** Bytes that one person uploads, at once or spread over a day. */
  UPLOADS_BYTES_PER_DAY: positive(1024 * 1024 * 1024),
  /** How long an address leads to a file's content after the API has looked at whether it may be read. */
  FILE_ADDRESS_SECONDS: positive(300, 3_600),
  /**
   * Where voice messages are turned into text: an address that takes OpenAI’s form of a transcription, for example
   * `https://api.openai.com/v1/audio/transcriptions`. Recordings are sent there.
   */
  SPEECH_URL: httpAddress.optional(),
  /** What that address wants to be shown as a bearer token. */
  SPEECH_API_KEY: filled,
  /** Which of its models. */
  SPEECH_MODEL: z.string().min(1).default('whisper-1'),
  /**
   * In its place a program of this machine, without a shell: `{file}` becomes the path of the recording, `{language}` the
   * language or `auto`; quotes hold words together. It writes the text to its standard output.
   */
  SPEECH_COMMAND: z
    .string()
    .refine((command) => command.includes('{file}'), 'needs {file} where the recording is named')
    .optional(),
  /** What is spoken here, as a hint for the engine, for example `zh` (ISO 639-1). Without it the engine finds out. */
  SPEECH_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2,3}$/, 'needs two small letters such as zh')
    .optional(),
  /** How long the engine may take over one recording. */
  SPEECH_TIMEOUT_SECONDS: positive(120, 3_600),
  /** Memory (address space) that the program may take, where the system knows such a bound. */
  SPEECH_MEMORY_MB: positive(4_096, 1_048_576),
  /** Recordings that all processes together turn into text at a time. */
  SPEECH_PARALLEL: positive(2, 100),
  /** Voice messages that one person has turned into text in an hour. */
  TRANSCRIPTIONS_PER_HOUR: positive(60),
  /** Archives of their own data that one person may ask for in a day. */
  DATA_EXPORTS_PER_DAY: positive(3),
  /** For how many days such an archive can be downloaded. */
  DATA_EXPORT_DAYS: positive(7),
  /** Where programs are looked for. */
  PATH: z.string().default('/usr/local/bin:/usr/bin:/bin'),
  /** Shows at `/outbox` what would have been sent. For a laptop: refused where anything could be reached from elsewhere. */
  OUTBOX: yesOrNo.default(false),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Env = z.infer<typeof settings>;

/** What each way of sending needs besides its own switch. */
const NEEDED_WITH = {
  smtp: ['MAIL_FROM'],
  twilio: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
  aliyun: [
    'ALIYUN_ACCESS_KEY_ID',
    'ALIYUN_ACCESS_KEY_SECRET',
    'ALIYUN_SMS_SIGN_NAME',
    'ALIYUN_SMS_TEMPLATE',
  ],
  s3Keys: ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'S3_BUCKET'],
} as const;

const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]'];

function checkTogether(env: Env): string[] {
  const wanted = [
    ...(env.SMTP_URL ? NEEDED_WITH.smtp : []),
    ...(env.SMS_PROVIDER ? NEEDED_WITH[env.SMS_PROVIDER] : []),
    ...(env.S3_ACCESS_KEY_ID || env.S3_SECRET_ACCESS_KEY ? NEEDED_WITH.s3Keys : []),
  ];
  const lines = wanted.filter((name) => !env[name]).map((name) => `${name} is missing.`);
  const hosts = [
    env.API_HOST,
    ...[env.PUBLIC_URL, env.DATABASE_URL].map((url) => new URL(url).hostname),
  ];
  if (env.SPEECH_URL && env.SPEECH_COMMAND)
    lines.push('SPEECH_URL and SPEECH_COMMAND: one engine is enough. Remove one of them.');
  if (env.OUTBOX && !hosts.every((host) => LOOPBACK.includes(host)))
    lines.push(
      'OUTBOX: shows codes to whoever looks, so API_HOST, PUBLIC_URL and DATABASE_URL must all be of this machine.',
    );
  return lines;
}

/** Reads the settings, or throws one line per bad one that names the variable and says what is wrong with it. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(given);
  const lines = parsed.success
    ? checkTogether(parsed.data)
    : parsed.error.issues.map((issue) => {
        const name = issue.path.join('.');
        return given[name] === undefined ? `${name} is missing.` : `${name}: ${issue.message}.`;
      });
  if (parsed.success && lines.length === 0) return parsed.data;
  throw new Error(lines.join('\n'));
}
