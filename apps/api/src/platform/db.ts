import { createDb, type Db, type TransactionClient } from '@teahouse/db/client';
import type { Env } from './env.ts';
import { openPool, type Pool } from './pool.ts';

export type { Db, TransactionClient };

/** PostgreSQL as the API uses it: Prisma for the ordinary, the pool beneath it for the hot and the unusual. */
export interface Database {
  db: Db;
  pool: Pool;
  close(): Promise<void>;
}

export function openDatabase(env: Pick<Env, 'DATABASE_URL' | 'DATABASE_POOL'>): Database {
  const pool = openPool({
    connectionString: env.DATABASE_URL,
    max: env.DATABASE_POOL,
    // A request that cannot have a connection within this time answers with an error instead of piling up.
    connectionTimeoutMillis: 5_000,
    // No statement of ours takes nearly as long; one that does is ended before others queue up behind it.
    statement_timeout: 15_000,
    // A transaction that was forgotten would hold its locks, and with them the cursor of the event stream.
    idle_in_transaction_session_timeout: 30_000,
  });
  // Without listeners Node would exit. The pool listens to idle connections and replaces those that break; one that is
  // told to be ready and to be ending in the same packet breaks between the pool's hands and anybody else's.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const db = createDb(pool);
  return {
    db,
    pool,
    close: async () => {
      await db.$disconnect();
      await pool.end();
    },
  };
}

const SQLSTATE_UNIQUE_VIOLATION = '23505';

/** Whether a write failed because another row already holds a unique value (of the given column, if named). */
export function isUniqueViolation(error: unknown, column?: string): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, meta, constraint } = error as {
    code?: string;
    meta?: unknown;
    constraint?: string;
  };
  if (code === SQLSTATE_UNIQUE_VIOLATION) return !column || (constraint ?? '').includes(column);
  if (code === 'P2002') return !column || JSON.stringify(meta ?? '').includes(column);
  return code === 'P2010' && JSON.stringify(meta ?? '').includes(SQLSTATE_UNIQUE_VIOLATION);
}
