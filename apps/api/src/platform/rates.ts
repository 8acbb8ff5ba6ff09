import type { Redis } from 'ioredis';
import type pg from 'pg';
import { RateLimitedError } from './errors.ts';
import type { Logger } from './log.ts';

/** So often in a period, all at once or spread over it: what has been taken comes back evenly. */
export interface Rate {
  /** Stable name, for programs. */
  rule: string;
  times: number;
  seconds: number;
}

/** Counts across all processes. Answers when to come back, or null when it is granted. */
export interface Rates {
  take(rate: Rate, whose: string, times?: number): Promise<Date | null>;
}

/** The generic cell rate algorithm: all that is kept of a caller is until when they have used up what comes back. */
type Take = (key: string, costMs: number, burstMs: number) => Promise<{ waitMs: number }>;

/** Longer than Redis ever takes, and short enough for a request to wait for it. */
const REDIS_PATIENCE_MS = 300;
const REDIS_PREFIX = 'teahouse:rate:';

/** Redis counts when there is one. While it is out of reach PostgreSQL does, from nothing; it is never left uncounted. */
export function createRates(pool: pg.Pool, redis: Redis | null, log: Logger): Rates {
  const inPostgres = takeFromPostgres(pool);
  const inRedis = redis && takeFromRedis(redis);
  const take: Take = async (...wanted) => {
    if (!inRedis || redis.status !== 'ready') return inPostgres(...wanted);
    return inRedis(...wanted).catch((error: Error) => {
      log.debug({ error: error.message }, 'Redis does not count; PostgreSQL does');
      return inPostgres(...wanted);
    });
  };
  return {
    take: async ({ rule, times: most, seconds }, whose, times = 1) => {
      const burstMs = seconds * 1_000;
      const costMs = Math.min(burstMs, Math.ceil((burstMs * times) / most));
      const { waitMs } = await take(`${rule}:${whose}`, costMs, burstMs);
      return waitMs > 0 ? new Date(Date.now() + waitMs) : null;
    },
  };
}

/** Takes one attempt, or throws the rule that says when the next may be made. */
export async function requireAttempt(rates: Rates, rate: Rate, whose: string): Promise<void> {
  const retryAt = await rates.take(rate, whose);
  if (retryAt) throw new RateLimitedError(rate.rule, retryAt);
}

const TAKE_IN_POSTGRES = `
  INSERT INTO rate AS kept (key, used_until, granted)
  VALUES ($1, clock_timestamp() + $2 * interval '1 ms', true)
  ON CONFLICT (key) DO UPDATE SET
    granted = greatest(kept.used_until + $2 * interval '1 ms', excluded.used_until)
      <= excluded.used_until + ($3::float8 - $2) * interval '1 ms',
    used_until = CASE
      WHEN greatest(kept.used_until + $2 * interval '1 ms', excluded.used_until)
        <= excluded.used_until + ($3::float8 - $2) * interval '1 ms'
      THEN greatest(kept.used_until + $2 * interval '1 ms', excluded.used_until)
      ELSE kept.used_until
    END
  RETURNING granted, (extract(epoch FROM used_until - clock_timestamp()) * 1000)::float8 AS used_ms`;

const takeFromPostgres =
  (pool: pg.Pool): Take =>
  async (key, costMs, burstMs) => {
    const { rows } = await pool.query<{ granted: boolean; used_ms: number }>(TAKE_IN_POSTGRES, [
      key,
      costMs,
      burstMs,
    ]);
    const row = rows[0];
    if (row?.granted) return { waitMs: 0 };
    return { waitMs: Math.max(1, Math.ceil((row?.used_ms ?? 0) + costMs - burstMs)) };
  };

const TAKE_IN_REDIS = `
  local clock = redis.call('TIME')
  local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
  local cost, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
  local used = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + cost
  if used > now + burst then return used - burst - now end
  redis.call('SET', KEYS[1], string.format('%.0f', used), 'PX', used - now)
  return 0`;

function takeFromRedis(redis: Redis): Take {
  redis.defineCommand('takeRate', { numberOfKeys: 1, lua: TAKE_IN_REDIS });
  const run = redis as unknown as {
    takeRate(key: string, costMs: number, burstMs: number): Promise<number>;
  };
  return async (key, costMs, burstMs) => {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error('Redis does not answer')), REDIS_PATIENCE_MS);
    });
    const taken = run.takeRate(REDIS_PREFIX + key, costMs, burstMs);
    const waitMs = await Promise.race([taken, tooLate]).finally(() => clearTimeout(timer));
    return { waitMs };
  };
}

/** Forgets those who may do everything again; answers how many. */
export async function pruneRates(pool: pg.Pool): Promise<number> {
  const { rowCount } = await pool.query('DELETE FROM rate WHERE used_until < clock_timestamp()');
  return rowCount ?? 0;
}
