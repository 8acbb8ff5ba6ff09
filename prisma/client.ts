import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { type Prisma, PrismaClient } from './generated/prisma/client.ts';
import { statementNames } from './statement-names.ts';

export type Db = PrismaClient;
export type TransactionClient = Prisma.TransactionClient;
export type { default as PrismaTypes } from './generated/pothos-types.ts';
export { getDatamodel } from './generated/pothos-types.ts';
export type * from './generated/prisma/client.ts';
export { Prisma } from './generated/prisma/client.ts';

/** The generated client over a pool that the caller owns and ends. */
export function createDb(pool: pg.Pool): Db {
  return new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: statementNames() }),
    // As long as the pool waits for a connection, and as a statement may take: a burst queues up instead of failing.
    transactionOptions: { maxWait: 5_000, timeout: 15_000 },
  });
}
