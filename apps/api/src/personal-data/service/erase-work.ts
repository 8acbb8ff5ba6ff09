import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';

/** An account whose remains one process is removing. */
export interface Work {
  backend: Backend;
  accountId: string;
  /** Set when the process is to end: what is left is for the next round. */
  signal: AbortSignal | undefined;
}

/** The process is to end. What has been done is done, and another process goes on with the rest. */
export class InterruptedError extends Error {}

/** As much as one transaction does without keeping anybody waiting. */
export const BATCH = 500;
/** Longer than any single transaction takes; a process that dies over one is followed by another one after this. */
export const CLAIM_SECONDS = 60;

/** One of the many short transactions of which the work consists. It keeps the others from beginning with the same. */
export function step<Result>(
  { backend, accountId, signal }: Work,
  act: (tx: Transaction) => Promise<Result>,
): Promise<Result> {
  if (signal?.aborted) throw new InterruptedError();
  return transaction(backend, async (tx) => {
    await tx.db.$executeRaw`
      UPDATE erasure SET claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS}::int)
      WHERE account_id = ${accountId}::uuid`;
    return act(tx);
  });
}

/** Does a piece after another, until one finds less than there could have been. */
export async function inBatches(
  work: Work,
  act: (tx: Transaction) => Promise<number>,
  most: number = BATCH,
): Promise<void> {
  while ((await step(work, act)) >= most);
}

/** Removes the rows of a table in which a column is the account's id. Names are this domain's own, never a caller's. */
export const removeRows = (work: Work, table: string, column: string): Promise<void> =>
  inBatches(work, (tx) =>
    tx.db.$executeRawUnsafe(
      `DELETE FROM "${table}" WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM "${table}" WHERE "${column}" = $1::uuid LIMIT ${BATCH}))`,
      work.accountId,
    ),
  );

/** The same for something other than rows that it removes: SQL that changes at most $2 rows of the account $1. */
export const changeRows = (work: Work, sql: string): Promise<void> =>
  inBatches(work, (tx) => tx.db.$executeRawUnsafe(sql, work.accountId, BATCH));
