import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';

/**
 * The index knows of each stretch of 4,096 sequences of a conversation which words it holds, so that a search costs what
 * the viewer may see, whatever else the server holds (`search_scope` in the migration, docs/decisions/0010).
 */
export const STRETCH_BITS = 12;
/** Stretches are searched newest first: as many as hold so many messages, then four times as many, and so on. */
const FIRST_BATCH = 8_192;
const BATCH_GROWTH = 4;

export interface Stretch {
  conversationId: string;
  number: number;
  /** How many of its messages are the viewer's to see. */
  size: number;
  /** When the newest was sent of those that are asked for, or later. */
  newest: Date;
}

/** What the stretches have to reach into. */
export interface Reach {
  conversationId: string | null;
  senderId: string | null;
  since: Date | null;
  until: Date | null;
}

/**
 * The stretches of everything that the viewer may see, the newest first. The instants of a conversation's messages follow
 * their sequences, so each stretch begins where the one before it ends.
 */
const STRETCHES = `
  WITH mine AS (
    SELECT m.conversation_id, greatest(m.joined_seq, m.cleared_seq) + 1 AS first, c.last_seq AS last
    FROM member m JOIN conversation c ON c.id = m.conversation_id
    WHERE m.account_id = $1 AND ($2::uuid IS NULL OR m.conversation_id = $2)
  ), stretch AS (
    SELECT conversation_id, number, greatest(first, number << ${STRETCH_BITS}) AS first,
           least(last, ((number + 1) << ${STRETCH_BITS}) - 1) AS last
    FROM mine, generate_series(first >> ${STRETCH_BITS}, last >> ${STRETCH_BITS}) AS number
    WHERE first <= last
  ), dated AS (
    SELECT s.*, x.created_at AS newest,
           lag(x.created_at, 1, '-infinity') OVER (PARTITION BY s.conversation_id ORDER BY s.number) AS oldest
    FROM stretch s CROSS JOIN LATERAL (
      SELECT created_at FROM message WHERE conversation_id = s.conversation_id AND seq <= s.last
      ORDER BY seq DESC LIMIT 1) x
  )
  SELECT conversation_id AS "conversationId", number, last - first + 1 AS size, least(newest, $4) AS newest
  FROM dated
  WHERE ($3::timestamptz IS NULL OR newest >= $3) AND ($4::timestamptz IS NULL OR oldest <= $4)
    AND ($5::uuid IS NULL OR EXISTS (
      SELECT FROM message WHERE conversation_id = dated.conversation_id AND sender_id = $5
        AND seq BETWEEN dated.first AND dated.last))
  ORDER BY least(newest, $4) DESC`;

export async function loadStretches(
  { pool }: Pick<Backend, 'pool'>,
  { accountId }: Viewer,
  { conversationId, senderId, since, until }: Reach,
): Promise<Stretch[]> {
  const { rows } = await pool.query<Stretch>({
    name: 'search-stretches',
    text: STRETCHES,
    values: [accountId, conversationId, since, until, senderId],
  });
  return rows;
}

/** The same stretches, a few at first and more and more at once; `rest` is the newest of those that are left. */
export function* inBatches(
  stretches: readonly Stretch[],
): Generator<{ batch: Stretch[]; rest: Date | undefined }> {
  let most = FIRST_BATCH;
  let batch: Stretch[] = [];
  let messages = 0;
  for (const stretch of stretches) {
    if (batch.length > 0 && messages + stretch.size > most) {
      yield { batch, rest: stretch.newest };
      [batch, messages, most] = [[], 0, most * BATCH_GROWTH];
    }
    batch.push(stretch);
    messages += stretch.size;
  }
  if (batch.length > 0) yield { batch, rest: undefined };
}
