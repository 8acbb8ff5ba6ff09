import type { Backend } from '../realtime/backend.ts';
import { isShownTo } from './access.ts';

/**
 * Unread is derived from positions: what lies behind the read position, without own messages and those deleted for
 * oneself. It is reckoned when asked for, so that it cannot drift, and from indexes alone.
 */

/** Sequences behind member m's read position, up to another one, that are not unread; each once. */
const passedOver = (until: string) => `(
  SELECT own.seq FROM message own
  WHERE own.conversation_id = m.conversation_id AND own.sender_id = m.account_id
    AND own.seq > m.read_seq AND own.seq <= ${until}
  UNION ALL
  SELECT hidden.seq FROM message_hidden hidden
  WHERE hidden.account_id = m.account_id AND hidden.conversation_id = m.conversation_id
    AND hidden.seq > m.read_seq AND hidden.seq <= ${until}
    AND NOT EXISTS (SELECT FROM message own WHERE own.id = hidden.message_id AND own.sender_id = m.account_id)
)`;

const unreadUntil = (seq: string) =>
  `(${seq} - m.read_seq - (SELECT count(*) FROM ${passedOver(seq)} passed_over))::int`;

/** What a conversation is answered with beside its unread count. */
export interface Answered {
  conversationId: string;
  lastSeq: number;
}

/** SQL: unread messages of each member of a table, up to a sequence that is given there as `seq`, by what is given as `id`. */
export const unreadOf = (members: string): string => `
  SELECT m.id, ${unreadUntil('m.seq')} AS unread FROM ${members} m WHERE m.seq > m.read_seq`;

/**
 * Unread messages up to the sequence that each conversation is answered with: one that comes in between is counted once,
 * when it is heard of. In the order given.
 */
export async function countUnread(
  { pool }: Backend,
  accountId: string,
  answered: readonly Answered[],
): Promise<number[]> {
  const { rows } = await pool.query<{ id: number; unread: number }>({
    name: 'unread-of',
    text: unreadOf(`(
      SELECT given.place::int AS id, given.seq, place.conversation_id, place.account_id, place.read_seq
      FROM unnest($2::uuid[], $3::int[]) WITH ORDINALITY AS given(conversation_id, seq, place)
      JOIN member place ON place.conversation_id = given.conversation_id AND place.account_id = $1)`),
    values: [
      accountId,
      answered.map(({ conversationId }) => conversationId),
      answered.map(({ lastSeq }) => lastSeq),
    ],
  });
  const unread = new Map(rows.map((row) => [row.id, row.unread]));
  return answered.map((_, index) => unread.get(index + 1) ?? 0);
}

/** Unread messages in all conversations together. */
export async function countAllUnread({ pool }: Backend, accountId: string): Promise<number> {
  const { rows } = await pool.query<{ unread: number }>({
    name: 'unread-in-all',
    text: `
      SELECT coalesce(sum(${unreadUntil('c.last_seq')}), 0)::int AS unread
      FROM member m JOIN conversation c ON c.id = m.conversation_id
      WHERE m.account_id = $1 AND c.last_seq > m.read_seq`,
    values: [accountId],
  });
  return rows[0]?.unread ?? 0;
}

/**
 * By conversation: the id of the first message that is unread. It stands behind the run of sequences, from the read
 * position on, that are passed over one after the other.
 */
export async function findFirstUnread(
  { pool }: Backend,
  accountId: string,
  conversationIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ conversation_id: string; id: string }>({
    name: 'unread-first',
    text: `
      SELECT m.conversation_id, x.id
      FROM member m JOIN conversation c ON c.id = m.conversation_id
      CROSS JOIN LATERAL (
        SELECT m.read_seq + 1 + count(*) AS seq FROM (
          SELECT seq, row_number() OVER (ORDER BY seq) AS place FROM ${passedOver('c.last_seq')} passed_over
        ) numbered
        WHERE numbered.seq = m.read_seq + numbered.place
      ) first
      JOIN message x ON x.conversation_id = m.conversation_id AND x.seq = first.seq
      WHERE m.account_id = $1 AND m.conversation_id = ANY($2::uuid[])`,
    values: [accountId, conversationIds],
  });
  return new Map(rows.map((row) => [row.conversation_id, row.id]));
}

export interface UnreadMentions {
  count: number;
  /** Id of the first of them. */
  first: string;
}

/** By conversation: the unread messages that name somebody, or everyone. */
export async function findUnreadMentions(
  { pool }: Backend,
  accountId: string,
  conversationIds: readonly string[],
): Promise<Map<string, UnreadMentions>> {
  const { rows } = await pool.query<UnreadMentions & { conversation_id: string }>({
    name: 'unread-mentions',
    text: `
      SELECT m.conversation_id, count(DISTINCT x.id)::int AS count,
             (array_agg(x.id ORDER BY x.seq))[1] AS first
      FROM member m
      CROSS JOIN LATERAL (
        SELECT message_id FROM message_mention
        WHERE conversation_id = m.conversation_id AND account_id = m.account_id AND seq > m.read_seq
        UNION ALL
        SELECT message_id FROM message_mention
        WHERE conversation_id = m.conversation_id AND account_id IS NULL AND seq > m.read_seq
      ) mention
      JOIN message x ON x.id = mention.message_id
      WHERE m.account_id = $1 AND m.conversation_id = ANY($2::uuid[]) AND x.sender_id <> m.account_id
        AND ${isShownTo('m.account_id', 'x')}
      GROUP BY m.conversation_id`,
    values: [accountId, conversationIds],
  });
  return new Map(rows.map((row) => [row.conversation_id, row]));
}
