import type { Redis } from 'ioredis';
import type pg from 'pg';
import type { Env } from './env.ts';
import { RateLimitedError } from './errors.ts';
import type { Logger } from './log.ts';

/** So often in a period, all at once or spread over it: what has been taken comes back evenly. */
export interface Rate {
  /** Stable name, for programs. */
  rule: string;
  times: number;
  seconds: number;
}

/** What became of an attempt to take. */
export interface Spent {
  /** When to come back; null where it was granted. */
  retryAt: Date | null;
  /** How often more at once, as of now. */
  left: number;
}

/** Counts across all processes. */
export interface Rates {
  /** Answers when to come back, or null when it is granted. */
  take(rate: Rate, whose: string, times?: number): Promise<Date | null>;
  /** The same, and how often more. */
  spend(rate: Rate, whose: string, times: number): Promise<Spent>;
  /** Undoes one `take` that was granted: it turned out not to be what is counted. */
  giveBack(rate: Rate, whose: string): Promise<void>;
  /** Begins somebody's count afresh. */
  forget(rule: string, whose: string): Promise<void>;
}

/** The generic cell rate algorithm: all that is kept of a caller is until when they have used up what comes back. */
interface Store {
  take(key: string, costMs: number, burstMs: number): Promise<{ waitMs: number; usedMs: number }>;
  giveBack(key: string, costMs: number): Promise<unknown>;
  forget(key: string): Promise<unknown>;
}

const REDIS_PREFIX = 'teahouse:rate:';

/** Redis counts when there is one. While it is out of reach PostgreSQL does, from nothing; it is never left uncounted. */
export function createRates(
  { REDIS_PATIENCE_MS }: Pick<Env, 'REDIS_PATIENCE_MS'>,
  pool: pg.Pool,
  redis: Redis | null,
  log: Logger,
): Rates {
  const inPostgres = postgresStore(pool);
  const inRedis = redis && redisStore(redis, REDIS_PATIENCE_MS);
  const counted = async <Answer>(act: (store: Store) => Promise<Answer>): Promise<Answer> => {
    if (!inRedis || redis.status !== 'ready') return act(inPostgres);
    return act(inRedis).catch((error: Error) => {
      log.debug({ error: error.message }, 'Redis does not count; PostgreSQL does');
      return act(inPostgres);
    });
  };
  const spend: Rates['spend'] = async (rate, whose, times) => {
    const burstMs = rate.seconds * 1_000;
    const { waitMs, usedMs } = await counted((store) =>
      store.take(keyOf(rate.rule, whose), costOf(rate, times), burstMs),
    );
    return {
      retryAt: waitMs > 0 ? new Date(Date.now() + waitMs) : null,
      left: Math.floor((rate.times * Math.max(0, burstMs - usedMs)) / burstMs),
    };
  };
  return {
    spend,
    take: async (rate, whose, times = 1) => (await spend(rate, whose, times)).retryAt,
    giveBack: async (rate, whose) => {
      await counted((store) => store.giveBack(keyOf(rate.rule, whose), costOf(rate, 1)));
    },
    forget: async (rule, whose) => {
      await counted((store) => store.forget(keyOf(rule, whose)));
    },
  };
}

const keyOf = (rule: string, whose: string) => `${rule}:${whose}`;

function costOf({ times: most, seconds }: Rate, times: number): number {
  const burstMs = seconds * 1_000;
  return Math.min(burstMs, Math.ceil((burstMs * times) / most));
}

/** Takes one attempt, or throws the rule that says when the next may be made. */
export async function requireAttempt(rates: Rates, rate: Rate, whose: string): Promise<void> {
  const retryAt = await rates.take(rate, whose);
  if (retryAt) throw new RateLimitedError(rate.rule, retryAt);
}

/**
 * The part of a statement that takes from a limit in PostgreSQL, for those who count in the transaction that they count.
 * All of it is SQL; with a source it takes only where that has a row. `granted` and `used_until` can be returned.
 */
export const takingFromRate = ({
  key,
  costMs,
  burstMs,
  source = '',
}: {
  key: string;
  costMs: string;
  burstMs: string;
  source?: string | undefined;
}): string => `
  INSERT INTO rate AS kept (key, used_until, granted)
  SELECT ${key}, clock_timestamp() + ${costMs} * interval '1 ms', true ${source}
  ON CONFLICT (key) DO UPDATE SET
    granted = greatest(kept.used_until + ${costMs} * interval '1 ms', excluded.used_until)
      <= excluded.used_until + (${burstMs} - ${costMs}) * interval '1 ms',
    used_until = CASE
      WHEN greatest(kept.used_until + ${costMs} * interval '1 ms', excluded.used_until)
        <= excluded.used_until + (${burstMs} - ${costMs}) * interval '1 ms'
      THEN greatest(kept.used_until + ${costMs} * interval '1 ms', excluded.used_until)
      ELSE kept.used_until
    END`;

const TAKE_IN_POSTGRES = `
  ${takingFromRate({ key: '$1::text', costMs: '$2::float8', burstMs: '$3::float8' })}
  RETURNING granted, (extract(epoch FROM used_until - clock_timestamp()) * 1000)::float8 AS used_ms`;

function postgresStore(pool: pg.Pool): Store {
  return {
    take: async (...wanted) => {
      const { rows } = await pool.query<{ granted: boolean; used_ms: number }>(
        TAKE_IN_POSTGRES,
        wanted,
      );
      const row = rows[0];
      const usedMs = row?.used_ms ?? 0;
      if (row?.granted) return { waitMs: 0, usedMs };
      const [, costMs, burstMs] = wanted;
      return { waitMs: Math.max(1, Math.ceil(usedMs + costMs - burstMs)), usedMs };
    },
    giveBack: (...given) =>
      pool.query(
        `UPDATE rate SET used_until = used_until - $2 * interval '1 ms' WHERE key = $1`,
        given,
      ),
    forget: (key) => pool.query('DELETE FROM rate WHERE key = $1', [key]),
  };
}

const TAKE_IN_REDIS = `
  local clock = redis.call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
  local cost, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
  local used = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + cost
  if used > now + burst then return {used - burst - now, used - cost - now} end
  redis.call('SET', KEYS[1], string.format('%.0f', used), 'PX', used - now)
  return {0, used - now}`;

const GIVE_BACK_IN_REDIS = `
  local clock = redis.call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
  local used = tonumber(redis.call('GET', KEYS[1]) or '0') - tonumber(ARGV[1])
  if used > now then redis.call('SET', KEYS[1], string.format('%.0f', used), 'PX', used - now)
  else redis.call('DEL', KEYS[1]) end
  return 0`;

function redisStore(redis: Redis, patienceMs: number): Store {
  redis.defineCommand('takeRate', { numberOfKeys: 1, lua: TAKE_IN_REDIS });
  redis.defineCommand('giveRateBack', { numberOfKeys: 1, lua: GIVE_BACK_IN_REDIS });
  const run = redis as unknown as {
    takeRate(key: string, costMs: number, burstMs: number): Promise<[number, number]>;
    giveRateBack(key: string, costMs: number): Promise<number>;
  };
  return {
    take: async (key, ...wanted) => {
      const [waitMs, usedMs] = await soon(run.takeRate(REDIS_PREFIX + key, ...wanted), patienceMs);
      return { waitMs, usedMs };
    },
    giveBack: (key, costMs) => soon(run.giveRateBack(REDIS_PREFIX + key, costMs), patienceMs),
    forget: (key) => soon(redis.del(REDIS_PREFIX + key), patienceMs),
  };
}

/** Nobody waits for a Redis that does not answer. What has come in while this process itself stood still is an answer. */
async function soon<Answer>(answer: Promise<Answer>, patienceMs: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    const refuse = () => reject(new Error('Redis does not answer'));
    timer = setTimeout(() => setImmediate(refuse), patienceMs);
  });
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}

/** Forgets those who may do everything again; answers how many. */
export async function pruneRates(pool: pg.Pool): Promise<number> {
  const { rowCount } = await pool.query('DELETE FROM rate WHERE used_until < clock_timestamp()');
  return rowCount ?? 0;
}
