import type { Prisma, Reminder } from '@teahouse/db/client';
import { requireMessage } from '../../messages/access.ts';
import { InvalidFieldError, LimitReachedError } from '../../platform/errors.ts';
import { tidy } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockPlans, requireReminder } from '../access.ts';
import { checkTime } from '../times.ts';

const NOTE_MAX = 200;
/** Fired in one transaction. */
const BATCH = 100;

function checkNote(given: string): string {
  const note = tidy(given);
  if ([...note].length > NOTE_MAX)
    throw new InvalidFieldError('note', `A note has at most ${NOTE_MAX} characters.`);
  return note;
}

/** Brings a message back to the viewer later. Asking for the same message and time again answers with the first. */
export async function setReminder(
  backend: Backend,
  viewer: Viewer,
  given: { messageId: string; remindAt: Date; note: string },
): Promise<Reminder> {
  const { accountId } = viewer;
  const { messageId } = given;
  const note = checkNote(given.note);
  const remindAt = checkTime('remindAt', given.remindAt);
  return transaction(backend, async (tx) => {
    await requireMessage(tx, viewer, messageId);
    await lockPlans(tx, viewer);
    const same = await tx.db.reminder.findFirst({
      where: { accountId, messageId, remindAt, status: 'PENDING' },
    });
    if (same) return same;
    await checkRoom(backend, tx, accountId);
    const reminder = await tx.db.reminder.create({
      data: { accountId, messageId, remindAt, note },
    });
    tx.publishToAccount(accountId, 'ReminderChanged', { reminderId: reminder.id });
    return reminder;
  });
}

/** Another note, another time, or both. With a time it is going to fire, also when it has before or was done. */
export async function changeReminder(
  backend: Backend,
  viewer: Viewer,
  id: string,
  change: { remindAt: Date | null; note: string | null },
): Promise<Reminder> {
  const note = change.note === null ? {} : { note: checkNote(change.note) };
  const remindAt = change.remindAt && checkTime('remindAt', change.remindAt);
  return transaction(backend, async (tx) => {
    await lockPlans(tx, viewer);
    const { status } = await requireReminder(tx, viewer, id);
    if (remindAt && status === 'DONE') await checkRoom(backend, tx, viewer.accountId);
    const again = remindAt ? { remindAt, status: 'PENDING' as const, firedAt: null } : {};
    return update(tx, viewer, id, { ...note, ...again });
  });
}

/** It is done with, whether it has fired or not. */
export async function finishReminder(
  backend: Backend,
  viewer: Viewer,
  id: string,
): Promise<Reminder> {
  return transaction(backend, async (tx) => {
    await lockPlans(tx, viewer);
    const reminder = await requireReminder(tx, viewer, id);
    if (reminder.status === 'DONE') return reminder;
    return update(tx, viewer, id, { status: 'DONE' });
  });
}

async function update(
  tx: Transaction,
  { accountId }: Viewer,
  id: string,
  data: Prisma.ReminderUncheckedUpdateInput,
): Promise<Reminder> {
  const reminder = await tx.db.reminder.update({ where: { id }, data });
  tx.publishToAccount(accountId, 'ReminderChanged', { reminderId: id });
  return reminder;
}

async function checkRoom({ env }: Backend, { db }: Transaction, accountId: string): Promise<void> {
  const limit = env.REMINDERS_MAX;
  const open = await db.reminder.count({ where: { accountId, status: { not: 'DONE' } } });
  if (open >= limit)
    throw new LimitReachedError(limit, `At most ${limit} reminders are open. Finish one.`);
}

/** Fires what is due. Any number of processes may do so side by side, and each reminder fires once. */
export async function fireDueReminders(backend: Backend, signal?: AbortSignal): Promise<number> {
  let fired = 0;
  for (let batch = BATCH; batch === BATCH && !signal?.aborted; fired += batch)
    batch = await transaction(backend, fireBatch);
  return fired;
}

async function fireBatch(tx: Transaction): Promise<number> {
  const fired = await tx.db.$queryRaw<{ id: string; account_id: string }[]>`
    WITH due AS (
      SELECT id FROM reminder WHERE status = 'PENDING' AND remind_at <= clock_timestamp()
      ORDER BY remind_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
    )
    UPDATE reminder r SET status = 'FIRED', fired_at = clock_timestamp()
    FROM due WHERE r.id = due.id RETURNING r.id, r.account_id`;
  for (const { id, account_id } of fired)
    tx.publishToAccount(account_id, 'ReminderFired', { reminderId: id });
  return fired.length;
}
