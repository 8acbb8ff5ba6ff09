import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';

/**
 * What only administrators may do asks this in its transaction, beside the scope of its root field: whoever is dismissed
 * meanwhile either was in time or is refused, and nothing that they do comes behind their dismissal.
 */
export async function requireAdministrator(
  { db }: { db: Pick<TransactionClient, '$queryRaw'> },
  { accountId }: Viewer,
): Promise<void> {
  const [found] = await db.$queryRaw<unknown[]>`
    SELECT FROM administrator WHERE account_id = ${accountId}::uuid FOR SHARE`;
  if (!found) throw new NotFoundError('installation');
}

/** Whose streams hear of what concerns those who run the installation. */
export async function administratorIds({
  db,
}: {
  db: Pick<TransactionClient, 'administrator'>;
}): Promise<string[]> {
  const rows = await db.administrator.findMany({ select: { accountId: true } });
  return rows.map((row) => row.accountId);
}
