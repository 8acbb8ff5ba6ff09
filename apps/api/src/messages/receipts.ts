import type { Member, Message } from '@teahouse/db/client';
import { KEPT, SHOW_DELIVERED, SHOW_READ } from '../conversations/positions.ts';
import { NotFoundError } from '../platform/errors.ts';
import { jsonRows } from '../platform/rows.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { type Transaction, transaction } from '../realtime/transaction.ts';

/** Delivered and read are positions, never counters: everything up to a sequence. They only ever move forward. */
export interface ReceiptPosition {
  conversationId: string;
  seq: number;
}

interface Moved {
  conversation_id: string;
  kind: 'DIRECT' | 'GROUP';
  /** From the other person of a conversation of two. */
  kept: boolean;
  members: number;
}

/** Whether everyone is told of every receipt, or only the person's own devices: what n people tell n people costs n². */
const tellsEveryone = ({ env }: Backend, { kept, members }: Moved) =>
  !kept && members <= env.RECEIPT_BROADCAST_MEMBERS;

/**
 * Moves the viewer's read position, on all of their devices. Sequences beyond the newest message mean the newest. Reading
 * once more shows the other person what was kept from them before.
 */
export async function markRead(
  backend: Backend,
  viewer: Viewer,
  { conversationId, seq }: ReceiptPosition,
): Promise<void> {
  const { accountId } = viewer;
  const mostTold = backend.env.RECEIPT_BROADCAST_MEMBERS;
  await transaction(backend, async (tx) => {
    const member = await tx.db.member.findUnique({
      where: { conversationId_accountId: { conversationId, accountId } },
    });
    if (!member) throw new NotFoundError('conversation');
    if (member.markedUnread) {
      const { count } = await tx.db.member.updateMany({
        where: { conversationId, accountId },
        data: { markedUnread: false },
      });
      // They have been removed since.
      if (count === 0) throw new NotFoundError('conversation');
      tx.publishToAccount(accountId, 'ConversationSettingsChanged', { conversationId });
    }
    const [moved] = await tx.db.$queryRaw<Moved[]>`
      WITH place AS MATERIALIZED (
        SELECT m.conversation_id, m.account_id, c.kind, least(${seq}, c.last_seq) AS seq, ${KEPT} AS kept
        FROM member m JOIN conversation c ON c.id = m.conversation_id
        WHERE m.conversation_id = ${conversationId}::uuid AND m.account_id = ${accountId}::uuid
      )
      UPDATE member m SET read_seq = greatest(m.read_seq, place.seq),
        delivered_seq = greatest(m.delivered_seq, place.seq), ${SHOW_READ}
      FROM place
      WHERE m.conversation_id = place.conversation_id AND m.account_id = place.account_id
        AND (m.read_seq < place.seq OR m.shown_read_seq < place.seq AND NOT place.kept)
      RETURNING m.conversation_id, place.kind::text AS kind, place.kept,
        (SELECT count(*)::int FROM (
          SELECT FROM member o WHERE o.conversation_id = m.conversation_id LIMIT ${mostTold + 1}
        ) counted) AS members`;
    if (!moved) return;
    tx.publishToAccount(accountId, 'ReadMoved', { conversationId });
    if (tellsEveryone(backend, moved))
      tx.publishToConversation(conversationId, 'ReceiptMoved', { accountId });
  });
}

/**
 * Moves what has reached one of the viewer's devices, in several conversations at once. Conversations that they are not
 * in are passed over. In groups nobody is told: there only reading is news.
 */
export async function markDelivered(
  backend: Backend,
  viewer: Viewer,
  positions: readonly ReceiptPosition[],
): Promise<number> {
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const moved = await moveDelivered(tx, accountId, positions);
    for (const { kind, kept, conversation_id } of moved)
      if (kind === 'DIRECT' && !kept)
        tx.publishToConversation(conversation_id, 'ReceiptMoved', { accountId });
    return moved.length;
  });
}

function moveDelivered(
  tx: Transaction,
  accountId: string,
  positions: readonly ReceiptPosition[],
): Promise<Moved[]> {
  return tx.db.$queryRaw<Moved[]>`
    WITH given AS (
      SELECT conversation_id, max(seq) AS seq FROM unnest(
        ${positions.map((position) => position.conversationId)}::uuid[],
        ${positions.map((position) => position.seq)}::int[]
      ) AS given(conversation_id, seq) GROUP BY conversation_id
    ), place AS (
      SELECT m.conversation_id, c.kind, least(given.seq, c.last_seq) AS seq, ${KEPT} AS kept
      FROM given JOIN member m USING (conversation_id) JOIN conversation c ON c.id = m.conversation_id
      WHERE m.account_id = ${accountId}::uuid AND m.delivered_seq < least(given.seq, c.last_seq)
      ORDER BY m.conversation_id FOR NO KEY UPDATE OF m
    )
    UPDATE member m SET delivered_seq = place.seq, ${SHOW_DELIVERED}
    FROM place
    WHERE m.conversation_id = place.conversation_id AND m.account_id = ${accountId}::uuid
      AND m.delivered_seq < place.seq
    RETURNING m.conversation_id, place.kind::text AS kind, place.kept, 0 AS members`;
}

export interface Delivery {
  deliveredCount: number;
  readCount: number;
  recipientCount: number;
}

/** Members of one conversation who stand between the same messages of those that are asked for. */
export interface Standing {
  conversationId: string;
  /** How many they are. */
  number: number;
  /** The first message that was for them; null where none was. */
  since: number | null;
  /** The last that has reached them, and that they have read; null where none has. */
  delivered: number | null;
  read: number | null;
  /** Who it is, of those who have sent one of the messages: each of them stands alone. */
  sender: string | null;
}

/**
 * SQL: how the members stand to the messages of a table, which has their conversations, sequences and senders. Every
 * member of a conversation is looked at once, however many messages are asked for: between which of them they stand.
 */
export const standingTo = (messages: string): string => `
  SELECT marks.conversation_id AS "conversationId", members.*
  FROM (
    SELECT conversation_id, array_agg(seq ORDER BY seq) AS seqs FROM ${messages} GROUP BY conversation_id
  ) marks CROSS JOIN LATERAL (
    SELECT count(*)::int AS number,
      seqs[width_bucket(m.joined_seq, seqs) + 1] AS since,
      seqs[width_bucket(coalesce(m.shown_delivered_seq, m.delivered_seq), seqs)] AS delivered,
      seqs[width_bucket(coalesce(m.shown_read_seq, m.read_seq), seqs)] AS read,
      CASE WHEN m.account_id IN (SELECT sender_id FROM ${messages}) THEN m.account_id END AS sender
    FROM member m WHERE m.conversation_id = marks.conversation_id GROUP BY 2, 3, 4, 5
  ) members`;

type Sent = Pick<Message, 'id' | 'conversationId' | 'seq' | 'senderId'>;

/** How far each of these messages has come among the members other than its sender. */
export function deliveryOf(
  messages: readonly Sent[],
  standings: readonly Standing[],
): Map<string, Delivery> {
  return new Map(
    messages.map(({ id, conversationId, seq, senderId }) => {
      const delivery = { recipientCount: 0, deliveredCount: 0, readCount: 0 };
      for (const standing of standings) {
        const { number, since, delivered, read, sender } = standing;
        if (standing.conversationId !== conversationId || sender === senderId) continue;
        if (since === null || since > seq) continue;
        delivery.recipientCount += number;
        if (delivered !== null && delivered >= seq) delivery.deliveredCount += number;
        if (read !== null && read >= seq) delivery.readCount += number;
      }
      return [id, delivery];
    }),
  );
}

/** How far each of these messages has come among the members other than its sender, as far as it is shown. */
export async function countDelivery(
  { pool }: Pick<Backend, 'pool'>,
  messageIds: readonly string[],
): Promise<Map<string, Delivery>> {
  const { rows } = await pool.query<{ sent: Sent[] | null; standings: Standing[] | null }>({
    name: 'receipts-delivery',
    text: `
      WITH sent AS MATERIALIZED (
        SELECT id, conversation_id, seq, sender_id FROM message WHERE id = ANY($1::uuid[])
      )
      SELECT ${jsonRows(`SELECT id, conversation_id AS "conversationId", seq, sender_id AS "senderId" FROM sent`)} AS sent,
        ${jsonRows(standingTo('sent'))} AS standings`,
    values: [messageIds],
  });
  return deliveryOf(rows[0]?.sent ?? [], rows[0]?.standings ?? []);
}

/** Which of the members whom a message was for, and which stretch of them. */
export interface RecipientsPage {
  message: Pick<Message, 'conversationId' | 'senderId' | 'seq'>;
  /** Those who have read it, or those who have not. */
  read: boolean;
  after?: { instant: Date; id: string };
  before?: { instant: Date; id: string };
  limit: number;
  /** The nearest to the end first. */
  inverted: boolean;
}

/** Members other than the sender who were there when a message was sent, by whether they have read it; oldest first. */
export function listRecipients({ db }: Backend, page: RecipientsPage): Promise<Member[]> {
  const { conversationId, senderId, seq } = page.message;
  const order = page.inverted ? 'desc' : 'asc';
  const position = page.read ? { gte: seq } : { lt: seq };
  return db.member.findMany({
    where: {
      conversationId,
      accountId: { not: senderId },
      joinedSeq: { lt: seq },
      AND: [
        { OR: [{ shownReadSeq: position }, { shownReadSeq: null, readSeq: position }] },
        beyond('gt', page.after),
        beyond('lt', page.before),
      ],
    },
    orderBy: [{ joinedAt: order }, { accountId: order }],
    take: page.limit,
  });
}

function beyond(direction: 'gt' | 'lt', place: { instant: Date; id: string } | undefined) {
  if (!place) return {};
  const { instant, id } = place;
  return {
    OR: [
      { joinedAt: { [direction]: instant } },
      { joinedAt: instant, accountId: { [direction]: id } },
    ],
  };
}
