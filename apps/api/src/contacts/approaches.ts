import type { Approach } from '@teahouse/db/client';
import type { TransactionClient } from '../platform/db.ts';
import type { Transaction } from '../realtime/transaction.ts';

/**
 * What people who are no friends have written to each other: who wrote first, and whether the other let them go on. It is
 * kept for the two of them and not for a conversation or a message, so nothing that becomes of those takes it back.
 */
type Reading = { db: Pick<TransactionClient, 'approach'> };

const between = (one: string, others: readonly string[]) => ({
  OR: [
    { fromId: one, toId: { in: [...others] } },
    { toId: one, fromId: { in: [...others] } },
  ],
});

/** Between one person and each of some others, where there is one. */
export async function approachesBetween(
  { db }: Reading,
  one: string,
  others: readonly string[],
): Promise<Map<string, Approach>> {
  const rows = await db.approach.findMany({ where: between(one, others) });
  return new Map(rows.map((row) => [row.fromId === one ? row.toId : row.fromId, row]));
}

/** The first message to somebody who is no friend. The pair has to be locked. */
export async function makeApproach(tx: Transaction, fromId: string, toId: string): Promise<void> {
  await tx.db.approach.create({ data: { fromId, toId } });
  tell(tx, fromId, toId);
}

/** Lets whoever wrote first go on, and the other answer. The pair has to be locked. */
export async function acceptApproach(
  tx: Transaction,
  { fromId, toId }: Pick<Approach, 'fromId' | 'toId'>,
): Promise<void> {
  const { count } = await tx.db.approach.updateMany({
    where: { fromId, toId, acceptedAt: null },
    data: { acceptedAt: new Date() },
  });
  if (count > 0) tell(tx, fromId, toId);
}

/** Friends who part are strangers as on their first day, whatever they were to each other before. */
export async function forgetApproach({ db }: Reading, one: string, other: string): Promise<void> {
  await db.approach.deleteMany({ where: between(one, [other]) });
}

function tell(tx: Transaction, one: string, other: string): void {
  tx.publishToAccount(one, 'ApproachChanged', { accountId: other });
  tx.publishToAccount(other, 'ApproachChanged', { accountId: one });
}
