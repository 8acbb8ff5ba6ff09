import type { Account, Conversation } from '@teahouse/db/client';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';

/** What becomes of a group when its owner goes. */
export interface Succession {
  /** The group's own. */
  id: string;
  group: Conversation;
  /** Null: nobody else is in it, and it is dissolved. */
  successor: Account | null;
}

interface Page {
  id: { gt?: string; lt?: string };
  orderBy: { id: 'asc' | 'desc' };
  take: number;
}

/** Who would own the groups that are the viewer's, a page of them: by the same order as when somebody leaves. */
export async function listSuccessions(
  { db }: Pick<Backend, 'db'>,
  { accountId }: Pick<Viewer, 'accountId'>,
  { id, orderBy, take }: Page,
): Promise<Succession[]> {
  const groups = await db.conversation.findMany({
    where: { id, dissolvedAt: null, members: { some: { accountId, role: 'OWNER' } } },
    orderBy,
    take,
  });
  const heirs = await db.$queryRaw<{ groupId: string; heirId: string }[]>`
    SELECT g.id AS "groupId", heir.account_id AS "heirId"
    FROM unnest(${groups.map((group) => group.id)}::uuid[]) g(id)
    CROSS JOIN LATERAL (
      SELECT m.account_id FROM member m WHERE m.conversation_id = g.id AND m.account_id <> ${accountId}::uuid
      ORDER BY m.role, m.joined_at, m.account_id LIMIT 1
    ) heir`;
  const accounts = await db.account.findMany({
    where: { id: { in: heirs.map(({ heirId }) => heirId) } },
  });
  return groups.map((group) => {
    const heirId = heirs.find(({ groupId }) => groupId === group.id)?.heirId;
    return { id: group.id, group, successor: accounts.find((one) => one.id === heirId) ?? null };
  });
}
