import { type Logger, pino } from 'pino';
import type { Env } from './env.ts';

export type { Logger };

/** Structured log lines on standard output. Tokens and passwords never reach a log: only ids and rules do. */
export function createLogger(env: Pick<Env, 'LOG_LEVEL'>): Logger {
  return pino({ level: env.LOG_LEVEL, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
