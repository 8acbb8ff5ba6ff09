import { lockGroup } from '../../groups/access.ts';
import { publishRequests, runnersOf, turnAway } from '../../groups/service/doors.ts';
import { leaveGroup } from '../../groups/service/membership.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { asThemself } from '../../platform/viewer.ts';
import type { Transaction } from '../../realtime/transaction.ts';
import { changeRows, inBatches, removeRows, step, type Work } from './erase-work.ts';

const GROUPS_AT_ONCE = 100;

/** Leaves every group as anybody leaves one: who owned it is succeeded, and one with nobody else in it is dissolved. */
export async function leaveGroups(work: Work): Promise<void> {
  const { backend, accountId } = work;
  for (;;) {
    const groups = await step(work, (tx) =>
      tx.db.member.findMany({
        where: { accountId, conversation: { kind: 'GROUP' } },
        select: { conversationId: true },
        take: GROUPS_AT_ONCE,
      }),
    );
    for (const { conversationId } of groups) {
      await leaveGroup(backend, asThemself(accountId), conversationId).catch(passOverMissing);
      // Of a group that was dissolved meanwhile no place is left to be found the next time.
      await step(work, (tx) => tx.db.member.deleteMany({ where: { conversationId, accountId } }));
    }
    if (groups.length < GROUPS_AT_ONCE) break;
  }
  await closeWaysIn(work);
  await endBans(work);
  await removeRows(work, 'group_mute', 'account_id');
}

/** Dissolved in this instant, or left on another process. */
function passOverMissing(error: unknown): void {
  if (!(error instanceof NotFoundError)) throw error;
}

/** What they were invited to is taken back, and what they asked is declined; their words go in any case. */
async function closeWaysIn(work: Work): Promise<void> {
  const { accountId } = work;
  const open = await step(
    work,
    (tx) => tx.db.$queryRaw<{ id: string }[]>`
      SELECT conversation_id AS id FROM join_request WHERE account_id = ${accountId}::uuid AND status = 'PENDING'
      UNION
      SELECT conversation_id FROM group_invite
      WHERE invitee_id = ${accountId}::uuid AND revoked_at IS NULL AND declined_at IS NULL AND uses = 0
        AND expires_at > now()`,
  );
  for (const { id } of open)
    await step(work, async (tx) => {
      await lockGroup(tx, id);
      await turnAway(tx, id, accountId, [accountId]);
    }).catch(passOverMissing);
  await inBatches(work, (tx) => forgetNotes(tx, accountId), GROUPS_AT_ONCE);
}

async function forgetNotes(tx: Transaction, accountId: string): Promise<number> {
  const noted = await tx.db.joinRequest.findMany({
    where: { accountId, note: { not: '' } },
    take: GROUPS_AT_ONCE,
  });
  for (const request of noted) {
    await tx.db.joinRequest.update({ where: { id: request.id }, data: { note: '' } });
    await publishRequests(tx, request.conversationId, [request]);
  }
  return noted.length;
}

/** Nobody needs to be kept out of a group who cannot come. */
async function endBans(work: Work): Promise<void> {
  const { accountId } = work;
  const bans = await step(work, (tx) => tx.db.groupBan.findMany({ where: { accountId } }));
  for (const { conversationId } of bans)
    await step(work, async (tx) => {
      const { count } = await tx.db.groupBan.deleteMany({ where: { conversationId, accountId } });
      if (count === 0) return;
      for (const runner of await runnersOf(tx, conversationId))
        tx.publishToAccount(runner, 'GroupBanChanged', { conversationId, accountId });
    });
}

/** What they arranged for themselves in the conversations that stay, which are those of two. */
export const forgetSettings = (work: Work): Promise<void> =>
  changeRows(
    work,
    `UPDATE member SET nickname = NULL, muted_until = NULL, pinned_at = NULL, do_not_disturb = false,
       hidden_seq = NULL, marked_unread = false
     WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM member WHERE account_id = $1::uuid AND (
         nickname IS NOT NULL OR muted_until IS NOT NULL OR pinned_at IS NOT NULL OR do_not_disturb
         OR hidden_seq IS NOT NULL OR marked_unread) LIMIT $2))`,
  );
