import { NIL } from 'uuid';
import type { TransactionClient } from './db.ts';

/** Who is asking: an account, through one of its signed-in devices. */
export interface Viewer {
  accountId: string;
  sessionId: string;
}

/** An account in whose name the worker acts, by the rules that hold for the person. No device is asking: nobody's session has this id. */
export const asThemself = (accountId: string): Viewer => ({ accountId, sessionId: NIL });

/** Whether somebody runs this installation. Looked up each time, so that dismissing them takes effect at once. */
export const isAdministrator = async (
  { db }: { db: Pick<TransactionClient, 'administrator'> },
  accountId: string,
): Promise<boolean> => (await db.administrator.count({ where: { accountId } })) > 0;
