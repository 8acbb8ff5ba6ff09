import type { Account, Conversation } from '@teahouse/db/client';
import { addNotice } from '../../conversations/timeline.ts';
import { keepPortraits, showPortraitsByToken } from '../../media/portraits.ts';
import { attachPortrait } from '../../media/service/portraits.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
import { lockGroupAs } from '../access.ts';

/** Of an invite `i`: it lets somebody in now. */
const OPEN = `i.declined_at IS NULL AND i.revoked_at IS NULL AND i.uses < coalesce(i.max_uses, i.uses + 1)
  AND i.expires_at > now()`;

/** A group’s picture is seen by its members, by whoever waits to answer an invitation, and of a public one by everybody. */
keepPortraits(`
  SELECT FROM conversation c
  WHERE c.avatar_file_id = $1::uuid AND c.dissolved_at IS NULL AND (
    c.visibility = 'PUBLIC'
    OR EXISTS (SELECT FROM member m WHERE m.conversation_id = c.id AND m.account_id = $2::uuid)
    OR EXISTS (
      SELECT FROM group_invite i
      WHERE i.conversation_id = c.id AND i.invitee_id = $2::uuid AND ${OPEN}
    )
  )`);

/** And by whoever holds a link into it, as long as that opens the door. */
showPortraitsByToken(`
  SELECT FROM conversation c JOIN group_invite i ON i.conversation_id = c.id
  WHERE c.avatar_file_id = $1::uuid AND c.dissolved_at IS NULL
    AND i.token = $2 AND i.invitee_id IS NULL AND ${OPEN}`);

/** Has a picture of the viewer’s stand for a group, in place of an emoji; null: none. */
export const setGroupAvatar = (
  backend: Backend,
  viewer: Viewer,
  { conversationId, fileId }: { conversationId: string; fileId: string | null },
): Promise<Conversation> =>
  transaction(backend, async (tx) => {
    const { group } = await lockGroupAs(tx, viewer, conversationId);
    if (group.avatarFileId === fileId) return group;
    if (fileId) await attachPortrait(tx, viewer, fileId);
    const data = { avatarFileId: fileId, ...(fileId ? { avatarEmoji: null } : {}) };
    await tx.db.conversation.update({ where: { id: conversationId }, data });
    tx.publishToConversation(conversationId, 'GroupChanged', { conversationId });
    await addNotice(tx, {
      ...{ conversationId, actorId: viewer.accountId },
      ...{ kind: 'GROUP_CHANGED', data: { change: 'AVATAR' } },
    });
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });

/** As many as a picture of small pictures holds. */
export const FACES_MOST = 9;

/**
 * Who stands for each of these groups where neither a picture nor an emoji does: its first members, in the order in which
 * they are listed. However large the groups are, it looks at so many of each.
 */
export async function listFaces(
  { pool, db }: Pick<Backend, 'pool' | 'db'>,
  conversationIds: readonly string[],
): Promise<Account[][]> {
  const { rows } = await pool.query<{ conversationId: string; accountId: string }>({
    name: 'group-faces',
    text: `
      SELECT c.id AS "conversationId", face.account_id AS "accountId"
      FROM conversation c CROSS JOIN LATERAL (
        SELECT m.account_id, m.role, m.joined_at FROM member m WHERE m.conversation_id = c.id
        ORDER BY m.role, m.joined_at, m.account_id LIMIT $2
      ) face
      WHERE c.id = ANY ($1::uuid[]) AND c.kind = 'GROUP' AND c.avatar_emoji IS NULL AND c.avatar_file_id IS NULL
      ORDER BY face.role, face.joined_at, face.account_id`,
    values: [conversationIds, FACES_MOST],
  });
  const ids = [...new Set(rows.map(({ accountId }) => accountId))];
  const accounts = await db.account.findMany({ where: { id: { in: ids } } });
  const byId = new Map(accounts.map((account) => [account.id, account]));
  return conversationIds.map((id) =>
    rows.flatMap((row) => (row.conversationId === id ? (byId.get(row.accountId) ?? []) : [])),
  );
}
