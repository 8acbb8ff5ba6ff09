import type { Message } from '@teahouse/db/client';
import { requireConversation, requireMembership } from '../../conversations/access.ts';
import { requireHeardByPeer } from '../../conversations/strangers.ts';
import { MemberMutedError } from '../../groups/errors.ts';
import { InvalidFieldError, LimitReachedError } from '../../platform/errors.ts';
import { isOneEmoji } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { publishingStatement, type Transaction, transaction } from '../../realtime/transaction.ts';
import { isGone, isNotice, lockMessage, requireMessage, seenBy } from '../access.ts';
import { AllMutedError, MessageGoneError } from '../errors.ts';

/** Different emoji on one message. */
const EMOJI_MAX = 20;
const RECENT = 5;

export interface Reaction {
  messageId: string;
  emoji: string;
}

const APPENDED = `
  head AS (
    INSERT INTO stream (id, seq) SELECT conversation_id, 1 FROM changed
    ON CONFLICT (id) DO UPDATE SET seq = stream.seq + 1
    RETURNING id, seq
  ), appended AS (
    INSERT INTO event (stream_id, seq, xid, kind, payload)
    SELECT head.id, head.seq, pg_current_xact_id()::text::bigint, $4::text,
           jsonb_build_object('messageId', $1::uuid, 'messageSeq', changed.seq, 'accountId', $2::uuid, 'emoji', $3::text)
    FROM head CROSS JOIN changed
    RETURNING stream_id, seq, xid, kind, payload, created_at
  )
  SELECT (SELECT row_to_json(appended) FROM appended) AS event`;

/**
 * What nearly every reaction in a big group is: one more of an emoji that is there. Between two people it is looked at
 * first how they stand towards each other. A row of it, locked, shows that no
 * kind is added, whatever others take away meanwhile; the locks of the member and of the message let no muting and no
 * recall in between.
 */
const JOIN_IN = `
  WITH speaker AS (
    SELECT conversation_id, account_id, joined_seq, cleared_seq
    FROM member m JOIN conversation c ON c.id = m.conversation_id
    WHERE m.conversation_id = (SELECT conversation_id FROM message WHERE id = $1) AND account_id = $2
      AND c.kind <> 'DIRECT'
      AND coalesce(muted_until < clock_timestamp(), true) AND (NOT all_muted OR role <> 'MEMBER')
    FOR SHARE OF m
  ), target AS (
    SELECT x.conversation_id, x.seq FROM message x JOIN speaker s USING (conversation_id)
    WHERE x.id = $1 AND x.recalled_at IS NULL AND x.deleted_at IS NULL AND ${seenBy('s', 'x')}
    FOR SHARE OF x
  ), joined AS (
    SELECT FROM message_reaction WHERE message_id = $1 AND emoji = $3 AND EXISTS (SELECT FROM target)
    LIMIT 1 FOR KEY SHARE
  ), added AS (
    INSERT INTO message_reaction (message_id, account_id, emoji, created_at)
    SELECT $1, $2, $3, clock_timestamp() FROM joined
    ON CONFLICT DO NOTHING
    RETURNING message_id
  ), changed AS (
    SELECT target.* FROM target WHERE EXISTS (SELECT FROM added)
  ), ${APPENDED}`;

const TAKE_BACK = `
  WITH here AS (
    SELECT x.conversation_id, x.seq FROM message x
    JOIN member m ON m.conversation_id = x.conversation_id AND m.account_id = $2
    WHERE x.id = $1 FOR KEY SHARE OF m
  ), changed AS (
    DELETE FROM message_reaction r USING here
    WHERE r.message_id = $1 AND r.account_id = $2 AND r.emoji = $3
    RETURNING here.conversation_id, here.seq
  ), ${APPENDED}`;

function checkEmoji(emoji: string): void {
  if (!isOneEmoji(emoji)) throw new InvalidFieldError('emoji', 'A reaction is one emoji.');
}

/** Reacts to a message that the viewer can see. The same reaction again changes nothing. */
export async function addReaction(
  backend: Backend,
  viewer: Viewer,
  { messageId, emoji }: Reaction,
): Promise<Message> {
  checkEmoji(emoji);
  const joined = await publishingStatement<{ event: unknown }>(backend, {
    name: 'reaction-join-in',
    text: JOIN_IN,
    values: [messageId, viewer.accountId, emoji, 'ReactionAdded'],
  });
  if (joined?.event) return backend.db.message.findUniqueOrThrow({ where: { id: messageId } });
  return transaction(backend, (tx) => addSlowly(backend, tx, viewer, { messageId, emoji }));
}

/** Adds what may be the first of its emoji, or is for one other person, or says why not. */
async function addSlowly(
  backend: Backend,
  tx: Transaction,
  viewer: Viewer,
  { messageId, emoji }: Reaction,
): Promise<Message> {
  const { message } = await lockMessage(tx, viewer, messageId);
  const { accountId } = viewer;
  const { conversationId, seq } = message;
  if (isGone(message)) throw new MessageGoneError();
  if (isNotice(message))
    throw new InvalidFieldError('messageId', 'Only what people say is reacted to.');
  await requireVoice(backend, tx, viewer, conversationId);
  const key = { messageId_accountId_emoji: { messageId, accountId, emoji } };
  if (await tx.db.messageReaction.findUnique({ where: key })) return message;
  const kinds = await tx.db.messageReaction.groupBy({ by: ['emoji'], where: { messageId } });
  if (kinds.length >= EMOJI_MAX && !kinds.some((kind) => kind.emoji === emoji))
    throw new LimitReachedError(
      EMOJI_MAX,
      `A message has at most ${EMOJI_MAX} different reactions. Join in one of them.`,
    );
  await tx.db.messageReaction.create({ data: { messageId, accountId, emoji } });
  tx.publishToConversation(conversationId, 'ReactionAdded', {
    messageId,
    messageSeq: seq,
    accountId,
    emoji,
  });
  return message;
}

/** Refuses whoever may not speak here now. Their own row is locked, so that no reaction is told of after a muting. */
async function requireVoice(
  backend: Backend,
  tx: Transaction,
  viewer: Viewer,
  conversationId: string,
): Promise<void> {
  await tx.db.$queryRaw`
    SELECT FROM member WHERE conversation_id = ${conversationId}::uuid AND account_id = ${viewer.accountId}::uuid
    FOR SHARE`;
  const conversation = await requireConversation(tx, viewer, conversationId);
  const { mutedUntil, role } = await requireMembership(tx, viewer, conversationId);
  if (mutedUntil && mutedUntil > new Date()) throw new MemberMutedError(mutedUntil);
  if (conversation.allMuted && role === 'MEMBER') throw new AllMutedError();
  await requireHeardByPeer(backend, tx, viewer, conversation);
}

/** Takes a reaction of the viewer's back. One that is not there, or not any more, is no error. */
export async function removeReaction(
  backend: Backend,
  viewer: Viewer,
  { messageId, emoji }: Reaction,
): Promise<Message> {
  checkEmoji(emoji);
  const message = await requireMessage(backend, viewer, messageId);
  await publishingStatement(backend, {
    name: 'reaction-take-back',
    text: TAKE_BACK,
    values: [messageId, viewer.accountId, emoji, 'ReactionRemoved'],
  });
  return message;
}

export interface ReactionGroup {
  messageId: string;
  emoji: string;
  count: number;
  /** Accounts of those who reacted last, the newest first. */
  recent: string[];
}

/**
 * SQL: the reactions of each message of a table, by emoji, in the order in which they were first used. Looks from each
 * emoji for the next one in the index, so that ten thousand of the same cost a count and nothing more.
 */
export const reactionsOf = (messages: string): string => `
  WITH RECURSIVE kind AS (
    SELECT given.id, (
      SELECT min(r.emoji) FROM message_reaction r WHERE r.message_id = given.id
    ) AS emoji
    FROM ${messages} given
    UNION ALL
    SELECT kind.id, (
      SELECT min(r.emoji) FROM message_reaction r WHERE r.message_id = kind.id AND r.emoji > kind.emoji
    )
    FROM kind WHERE kind.emoji IS NOT NULL
  )
  SELECT kind.id AS "messageId", kind.emoji, counted.count::int, recent.accounts AS recent
  FROM kind CROSS JOIN LATERAL (
    SELECT count(*), min(created_at) AS first_at FROM message_reaction r
    WHERE r.message_id = kind.id AND r.emoji = kind.emoji
  ) counted CROSS JOIN LATERAL (
    SELECT array_agg(newest.account_id ORDER BY newest.created_at DESC, newest.account_id DESC) AS accounts FROM (
      SELECT account_id, created_at FROM message_reaction r
      WHERE r.message_id = kind.id AND r.emoji = kind.emoji
      ORDER BY created_at DESC, account_id DESC LIMIT ${RECENT}
    ) newest
  ) recent
  WHERE kind.emoji IS NOT NULL
  ORDER BY counted.first_at, kind.emoji`;

/** So many on a page of messages are counted as they are. */
const FEW = 500;

/**
 * SQL: the same of the messages of a page, all in one look into the index. Not all of them where there are more than a
 * few: see `groupFew`.
 */
export const fewReactionsOf = (messages: string): string => `
  SELECT message_id AS "messageId", emoji, count(*)::int AS count,
    (array_agg(account_id ORDER BY created_at DESC, account_id DESC))[1:${RECENT}] AS recent
  FROM (
    SELECT message_id, emoji, account_id, created_at FROM message_reaction
    WHERE message_id = ANY(ARRAY(SELECT id FROM ${messages})) LIMIT ${FEW + 1}
  ) few
  GROUP BY message_id, emoji ORDER BY min(created_at), emoji`;

/** What `fewReactionsOf` has found, by message; null where there are more, which then are to be counted the other way. */
export const groupFew = (rows: readonly ReactionGroup[]): Map<string, ReactionGroup[]> | null =>
  rows.reduce((sum, { count }) => sum + count, 0) > FEW ? null : groupReactions(rows);

/** By message. */
export function groupReactions(rows: readonly ReactionGroup[]): Map<string, ReactionGroup[]> {
  const groups = new Map<string, ReactionGroup[]>();
  for (const row of rows) {
    const known = groups.get(row.messageId);
    if (known) known.push(row);
    else groups.set(row.messageId, [row]);
  }
  return groups;
}

export async function readReactions(
  { pool }: Backend,
  messageIds: readonly string[],
): Promise<Map<string, ReactionGroup[]>> {
  const { rows } = await pool.query<ReactionGroup>({
    name: 'reactions-of',
    text: reactionsOf('(SELECT unnest($1::uuid[]) AS id)'),
    values: [messageIds],
  });
  return groupReactions(rows);
}
