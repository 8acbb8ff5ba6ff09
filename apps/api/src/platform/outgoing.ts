import type pg from 'pg';
import { NIL, v7 as uuid } from 'uuid';
import type { TransactionClient } from './db.ts';
import { DeliveryError } from './delivery-error.ts';
import type { Env } from './env.ts';
import type { Logger } from './log.ts';
import { type Letter, sendMail } from './mail.ts';
import { deriveKey, seal, unseal } from './sealing.ts';
import { sendSms } from './sms.ts';
import type { ShortMessage } from './sms-provider.ts';
import { maskAddress } from './text.ts';

/**
 * Letters and short messages on their way out. They are written down in the transaction that gives cause for them and
 * sent after it, by whichever process comes first, until they have been taken or nobody would want them any more. So an
 * outage loses none, a crash at the worst moment sends one twice (under one Message-ID), and whoever causes one never
 * waits for it: it takes as long to write to somebody as to nobody.
 */
const CHANNELS = ['EMAIL', 'SMS'] as const;
export type Channel = (typeof CHANNELS)[number];

type Content =
  | { channel: 'EMAIL'; message: Letter; decoy: boolean }
  | { channel: 'SMS'; message: ShortMessage; decoy: boolean };

interface PostOptions {
  /** After this many minutes it is not worth sending. */
  goodForMinutes?: number;
  /** Written down like any other, and thrown away instead of being sent. */
  decoy?: boolean;
}

interface Posting {
  env: Env;
}
interface Sending extends Posting {
  pool: pg.Pool;
  log: Logger;
}
type Writing = { db: Pick<TransactionClient, 'outgoingMessage'> };

/** News of one's own account still matters after a weekend without mail. */
const LETTER_MINUTES = 3 * 24 * 60;
/** How many all processes together have on the wire at a time. */
const PARALLEL = 16;
/** Longer than sending takes; what a process that died had taken is free again after it. */
const CLAIM_SECONDS = 60;
const BACKOFF_SECONDS = [2, 5, 15, 30, 60, 300] as const;
/** How much the development outbox shows. */
const OUTBOX_SIZE = 100;

const sealingKey = (env: Env) => deriveKey(env.SESSION_SECRET, 'outgoing messages');

/** Whether anything can be sent this way at all. */
export const canSend = (env: Env, channel: Channel): boolean =>
  env.OUTBOX || hasCarrier(env, channel);

const hasCarrier = (env: Env, channel: Channel) =>
  Boolean(channel === 'EMAIL' ? env.SMTP_URL : env.SMS_PROVIDER);

/** Writes a letter down, to be sent once the transaction has committed. Nothing where mail cannot be sent. */
export const postLetter = (
  { env }: Posting,
  tx: Writing,
  message: Letter,
  options: PostOptions = {},
): Promise<void> => post(env, tx, { channel: 'EMAIL', message, decoy: !!options.decoy }, options);

/** The same for a short message. */
export const postShortMessage = (
  { env }: Posting,
  tx: Writing,
  message: ShortMessage,
  options: PostOptions = {},
): Promise<void> => post(env, tx, { channel: 'SMS', message, decoy: !!options.decoy }, options);

async function post(
  env: Env,
  { db }: Writing,
  content: Content,
  { goodForMinutes = LETTER_MINUTES }: PostOptions,
): Promise<void> {
  const { channel } = content;
  if (!canSend(env, channel)) return;
  await db.outgoingMessage.create({
    data: {
      id: uuid(),
      channel,
      content: seal(sealingKey(env), JSON.stringify(content)),
      expiresAt: new Date(Date.now() + goodForMinutes * 60_000),
    },
    select: { id: true },
  });
}

interface Claim {
  id: string;
  content: Buffer;
  attempts: number;
  until: Date;
}

/** An instant is kept to the millisecond, rounded: what is due since just now is found only by an instant rounded like it. */
const CLAIM = `
  UPDATE outgoing_message
  SET claimed_until = now() + make_interval(secs => $2), attempts = attempts + 1
  WHERE id IN (
    SELECT id FROM outgoing_message
    WHERE channel = ANY($3) AND next_attempt_at <= now()::timestamptz(3) AND coalesce(claimed_until < now(), true)
    ORDER BY next_attempt_at
    LIMIT greatest(0, $1 - (SELECT count(*) FROM outgoing_message WHERE claimed_until >= now()))
    FOR UPDATE SKIP LOCKED)
  RETURNING id, content, attempts, claimed_until AS until`;

/**
 * One round: sends what is due. To be called about every second, by any number of processes, also while an earlier round
 * is under way: a server that is slow to answer holds up nothing but what it was given.
 */
export async function sendOutgoing(backend: Sending): Promise<void> {
  await removeExpired(backend);
  // What this process cannot send is left to another one that can.
  const channels = CHANNELS.filter((channel) => canSend(backend.env, channel));
  if (channels.length === 0) return;
  const { rows } = await backend.pool.query<Claim>(CLAIM, [PARALLEL, CLAIM_SECONDS, channels]);
  await Promise.all(rows.map((claim) => sendClaimed(backend, claim)));
}

async function sendClaimed(backend: Sending, claim: Claim): Promise<void> {
  const { env, pool, log } = backend;
  const opened = unseal(sealingKey(env), claim.content);
  const content = opened === null ? null : (JSON.parse(opened) as Content);
  if (!content) log.warn({ id: claim.id }, 'A message was sealed under another SESSION_SECRET');
  if (!content || content.decoy) return remove(pool, claim.id);
  const about = {
    id: claim.id,
    channel: content.channel,
    to: maskAddress(content.message.to),
    attempt: claim.attempts,
  };
  try {
    await carry(env, claim.id, content);
    log.info(about, 'Sent a message');
  } catch (error) {
    const reason = error instanceof DeliveryError ? error.message : 'UNKNOWN';
    const final = error instanceof DeliveryError && error.final;
    log.warn({ ...about, reason, final }, 'A message was not taken');
    return final ? remove(pool, claim.id) : postpone(pool, claim);
  }
  return env.OUTBOX ? moveToOutbox(pool, claim.id) : remove(pool, claim.id);
}

async function carry(env: Env, id: string, content: Content): Promise<void> {
  // There is only the outbox.
  if (!hasCarrier(env, content.channel)) return;
  if (content.channel === 'EMAIL') await sendMail(env, id, content.message);
  else await sendSms(env, content.message);
}

async function remove(pool: pg.Pool, id: string): Promise<void> {
  await pool.query('DELETE FROM outgoing_message WHERE id = $1', [id]);
}

async function postpone(pool: pg.Pool, { id, attempts, until }: Claim): Promise<void> {
  const seconds = BACKOFF_SECONDS[Math.min(attempts, BACKOFF_SECONDS.length) - 1];
  await pool.query(
    `UPDATE outgoing_message
     SET claimed_until = NULL, next_attempt_at = now() + make_interval(secs => $3)
     WHERE id = $1 AND claimed_until = $2`,
    [id, until, seconds],
  );
}

async function removeExpired({ pool, log }: Sending): Promise<void> {
  const { rowCount } = await pool.query(
    `DELETE FROM outgoing_message
     WHERE expires_at < now() AND next_attempt_at IS NOT NULL AND coalesce(claimed_until < now(), true)`,
  );
  if (rowCount) log.warn({ messages: rowCount }, 'Messages could not be sent in time');
}

async function moveToOutbox(pool: pg.Pool, id: string): Promise<void> {
  await pool.query(
    'UPDATE outgoing_message SET next_attempt_at = NULL, claimed_until = NULL WHERE id = $1',
    [id],
  );
  await pool.query(
    `DELETE FROM outgoing_message WHERE next_attempt_at IS NULL AND id NOT IN (
       SELECT id FROM outgoing_message WHERE next_attempt_at IS NULL ORDER BY id DESC LIMIT $1)`,
    [OUTBOX_SIZE],
  );
}

export type Shown = { id: string; createdAt: Date } & Content;

/** What the development outbox shows: the newest first. Without OUTBOX nothing is kept to be shown. */
export async function readOutbox({ env, pool }: Pick<Sending, 'env' | 'pool'>): Promise<Shown[]> {
  const { rows } = await pool.query<{ id: string; content: Buffer; created_at: Date }>(
    `SELECT id, content, created_at FROM outgoing_message WHERE next_attempt_at IS NULL
     ORDER BY id DESC LIMIT $1`,
    [OUTBOX_SIZE],
  );
  return rows.flatMap(({ id, content, created_at: createdAt }) => {
    const opened = unseal(sealingKey(env), content);
    return opened === null ? [] : [{ id, createdAt, ...(JSON.parse(opened) as Content) }];
  });
}

/** How many are opened at a time. */
const OPENED_AT_ONCE = 500;

/** Takes back what waits for these addresses since before an instant, and what the development outbox shows of it. */
export async function withdrawOutgoing(
  { env, pool }: Pick<Sending, 'env' | 'pool'>,
  addresses: readonly string[],
  before: Date,
): Promise<void> {
  const wanted = new Set(addresses.map((address) => address.toLowerCase()));
  for (let after: string = NIL; ; ) {
    const { rows } = await pool.query<{ id: string; content: Buffer }>(
      `SELECT id, content FROM outgoing_message WHERE id > $1 AND created_at < $2 ORDER BY id LIMIT $3`,
      [after, before, OPENED_AT_ONCE],
    );
    const theirs = rows.filter(({ content }) => {
      const opened = unseal(sealingKey(env), content);
      return (
        opened !== null && wanted.has((JSON.parse(opened) as Content).message.to.toLowerCase())
      );
    });
    await pool.query('DELETE FROM outgoing_message WHERE id = ANY($1::uuid[])', [
      theirs.map(({ id }) => id),
    ]);
    const last = rows.at(-1);
    if (!last || rows.length < OPENED_AT_ONCE) return;
    after = last.id;
  }
}

/** Nothing that was once shown outlives the outbox being switched off. */
export async function pruneOutbox({ env, pool }: Pick<Sending, 'env' | 'pool'>): Promise<void> {
  if (env.OUTBOX) return;
  await pool.query('DELETE FROM outgoing_message WHERE next_attempt_at IS NULL');
}
