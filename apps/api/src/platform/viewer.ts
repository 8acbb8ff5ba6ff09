import type { TransactionClient } from './db.ts';

/** Who is asking: an account, through one of its signed-in devices. */
export interface Viewer {
  accountId: string;
  sessionId: string;
}

/** Whether somebody runs this installation. Looked up each time, so that dismissing them takes effect at once. */
export const isAdministrator = async (
  { db }: { db: Pick<TransactionClient, 'administrator'> },
  accountId: string,
): Promise<boolean> => (await db.administrator.count({ where: { accountId } })) > 0;
