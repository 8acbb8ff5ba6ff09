import type { Reminder, ScheduledMessage } from '@teahouse/db/client';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';

/** What is to be sent later is its author's alone until then. */
export async function requireScheduledMessage(
  { db }: { db: Pick<TransactionClient, 'scheduledMessage'> },
  { accountId }: Viewer,
  id: string,
): Promise<ScheduledMessage> {
  const scheduled = await db.scheduledMessage.findFirst({ where: { id, accountId } });
  if (!scheduled) throw new NotFoundError('scheduled message');
  return scheduled;
}

/** The same, held until the transaction ends, so that it is not sent while it is being changed. */
export async function lockScheduledMessage(
  { db }: { db: Pick<TransactionClient, 'scheduledMessage' | '$queryRaw'> },
  viewer: Viewer,
  id: string,
): Promise<ScheduledMessage> {
  await db.$queryRaw`SELECT id FROM scheduled_message
    WHERE id = ${id}::uuid AND account_id = ${viewer.accountId}::uuid FOR UPDATE`;
  return requireScheduledMessage({ db }, viewer, id);
}

/** What somebody wants to be reminded of is theirs alone. */
export async function requireReminder(
  { db }: { db: Pick<TransactionClient, 'reminder'> },
  { accountId }: Viewer,
  id: string,
): Promise<Reminder> {
  const reminder = await db.reminder.findFirst({ where: { id, accountId } });
  if (!reminder) throw new NotFoundError('reminder');
  return reminder;
}

/** Makes what one person adds to their plans happen one after the other, so that a limit cannot be run past. */
export async function lockPlans(
  { db }: { db: Pick<TransactionClient, '$executeRaw'> },
  { accountId }: Viewer,
): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`plans:${accountId}`}, 0))`;
}
