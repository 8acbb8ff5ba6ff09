import type { Conversation } from '@teahouse/db/client';
import type { Backend } from '../realtime/backend.ts';

/** A stretch of the list, between two places of it. */
interface Stretch {
  after?: Place;
  before?: Place;
  limit: number;
  /** The nearest to the end first. */
  inverted: boolean;
}

interface Place {
  instant: Date;
  id: string;
}

/** A hidden conversation stays out of the list until a message comes that was not there when it was hidden. */
const SHOWN = '(m.hidden_seq IS NULL OR m.hidden_seq < c.last_seq)';

/** The conversations of a person's list, the most recently active first; without those they have hidden. */
export async function listConversations(
  backend: Backend,
  accountId: string,
  { after, before, limit, inverted }: Stretch,
): Promise<Conversation[]> {
  const order = inverted ? 'ASC' : 'DESC';
  const { rows } = await backend.pool.query<{ id: string }>({
    name: `conversations-listed-${order}`,
    text: `
      SELECT c.id FROM member m JOIN conversation c ON c.id = m.conversation_id
      WHERE m.account_id = $1 AND ${SHOWN}
        AND ($2::timestamptz IS NULL OR (c.active_at, c.id) < ($2, $3::uuid))
        AND ($4::timestamptz IS NULL OR (c.active_at, c.id) > ($4, $5::uuid))
      ORDER BY c.active_at ${order}, c.id ${order} LIMIT $6`,
    values: [accountId, after?.instant, after?.id, before?.instant, before?.id, limit],
  });
  return inThisOrder(backend, rows);
}

/** The conversations that a person keeps at the top, last pinned first; without those they have hidden. */
export async function listPinned(backend: Backend, accountId: string): Promise<Conversation[]> {
  const { rows } = await backend.pool.query<{ id: string }>({
    name: 'conversations-pinned',
    text: `
      SELECT c.id FROM member m JOIN conversation c ON c.id = m.conversation_id
      WHERE m.account_id = $1 AND m.pinned_at IS NOT NULL AND ${SHOWN}
      ORDER BY m.pinned_at DESC, c.id DESC`,
    values: [accountId],
  });
  return inThisOrder(backend, rows);
}

async function inThisOrder(
  { db }: Backend,
  found: readonly { id: string }[],
): Promise<Conversation[]> {
  const ids = found.map(({ id }) => id);
  const rows = await db.conversation.findMany({ where: { id: { in: ids } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
