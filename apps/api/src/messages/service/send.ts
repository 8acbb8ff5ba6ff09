import { isDeepStrictEqual } from 'node:util';
import type { Conversation, Member, Message, MessageKind } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import { requireConversation, requireMembership } from '../../conversations/access.ts';
import { admitToPeer } from '../../conversations/strangers.ts';
import { MemberMutedError, RoleRequiredError } from '../../groups/errors.ts';
import { firstLink } from '../../links/first-link.ts';
import { requestPreview } from '../../links/service.ts';
import { isUniqueViolation } from '../../platform/db.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { columnsOf, jsonColumns, rowReader } from '../../platform/rows.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import type { LoggedEvent } from '../../realtime/catalogue.ts';
import { publishingStatement, type Transaction, transaction } from '../../realtime/transaction.ts';
import { keepAtHand, type Sent } from '../at-hand.ts';
import { AllMutedError, ClientIdReusedError, ReplyTargetMissingError } from '../errors.ts';
import { burstCostMs, burstExceeded, requireStrangersPace, takingBurst } from '../pace.ts';
import { checkText, type Format, type Mention } from '../text.ts';

/** What is said, whatever its kind. */
export interface NewMessage {
  conversationId: string;
  /** Made by the sending client, once for each message, however often it has to be sent. */
  clientId: string;
  kind: MessageKind;
  text: string;
  data?: object | null;
  mentions?: readonly Mention[];
  replyToId?: string | null;
  /** A picture, file, video or recording of the sender’s. */
  fileId?: string;
  /** The first link of the text. */
  linkUrl?: string | null;
  forwardingForbidden?: boolean;
}

/** What a message with a file has in addition: the file is taken into use by the same statement. */
const NO_FILE = { attached: '', condition: '', column: '', value: '', outcome: '' };
const ONE_FILE = {
  attached: `, attached AS (
    UPDATE stored_file SET used_at = clock_timestamp()
    WHERE id = $17::uuid AND owner_id = $2 AND state = 'READY' AND kind::text = $5::text
      AND EXISTS (SELECT FROM paced WHERE granted)
    RETURNING id
  )`,
  condition: 'AND EXISTS (SELECT FROM attached)',
  column: ', file_id',
  value: ', $17::uuid',
  outcome: ', EXISTS (SELECT FROM paced WHERE granted) AS granted',
};
type FileParts = typeof NO_FILE;

/**
 * Sends a message: may this member speak, to this person and at this pace, is this client id known, the next sequence from
 * the conversation's row, the message, whom it mentions, and its event, in one statement and so in one transaction. The conversation's row is locked
 * first, as by everything that changes members: whoever is being removed or muted at this moment speaks before that or not
 * at all. The member's row is locked behind it, against changes of any kind (FOR SHARE): only so PostgreSQL reads its newest
 * version, and not the one from before the wait.
 */
const place = (file: FileParts) => `
  WITH held AS (
    SELECT id, kind, all_muted, mention_all_restricted FROM conversation WHERE id = $1 FOR NO KEY UPDATE
  ), speaker AS (
    SELECT *, CASE WHEN muted_until > clock_timestamp() THEN muted_until END AS silent_until
    FROM member WHERE conversation_id = (SELECT id FROM held) AND account_id = $2 FOR SHARE
  ), known AS (
    SELECT id FROM message WHERE sender_id = $2 AND client_id = $4
  ), reply AS (
    SELECT m.id FROM message m JOIN speaker s USING (conversation_id)
    WHERE m.id = $8 AND m.seq > greatest(s.joined_seq, s.cleared_seq)
  ), estranged AS (
    SELECT FROM held JOIN member peer ON peer.conversation_id = held.id AND peer.account_id <> $2
    WHERE held.kind = 'DIRECT' AND (
      NOT EXISTS (SELECT FROM friendship WHERE account_id = $2 AND friend_id = peer.account_id)
      AND NOT (EXISTS (SELECT FROM department_member WHERE account_id = $2)
        AND EXISTS (SELECT FROM department_member WHERE account_id = peer.account_id))
      OR EXISTS (SELECT FROM block WHERE account_id = $2 AND blocked_id = peer.account_id)
      OR EXISTS (SELECT FROM block WHERE account_id = peer.account_id AND blocked_id = $2))
  ), allowed AS (
    SELECT held.id FROM held JOIN speaker ON speaker.conversation_id = held.id
    WHERE speaker.silent_until IS NULL
      AND NOT EXISTS (SELECT FROM known)
      AND ($16 OR NOT EXISTS (SELECT FROM estranged))
      AND ($8::uuid IS NULL OR EXISTS (SELECT FROM reply))
      AND (NOT held.all_muted OR speaker.role <> 'MEMBER')
      AND (NOT held.mention_all_restricted OR NOT $10 OR speaker.role <> 'MEMBER')
  ), paced AS (${takingBurst({
    accountId: '$2::uuid',
    conversationId: '$1::uuid',
    costMs: '$15::float8',
    source: 'FROM allowed',
  })}
  )${file.attached}, placed AS (
    UPDATE conversation SET last_seq = last_seq + 1, active_at = greatest(active_at, clock_timestamp())
    WHERE id = (SELECT id FROM allowed) AND EXISTS (SELECT FROM paced WHERE granted) ${file.condition}
    RETURNING id, last_seq, active_at
  ), sent AS (
    INSERT INTO message (id, conversation_id, seq, sender_id, client_id, kind, text, data, reply_to_id,
                         forwarding_forbidden, link_url, created_at${file.column})
    SELECT $3, placed.id, placed.last_seq, $2, $4, $5::message_kind, $6, $7::jsonb, $8, $9, $14, placed.active_at${file.value}
    FROM placed
    RETURNING *
  ), mentioned AS (
    INSERT INTO message_mention (message_id, start, length, conversation_id, seq, account_id)
    SELECT sent.id, given.start, given.length, sent.conversation_id, sent.seq, given.account_id
    FROM sent, unnest($11::int[], $12::int[], $13::uuid[]) AS given(start, length, account_id)
    WHERE given.account_id IS NULL OR EXISTS (
      SELECT FROM member m WHERE m.conversation_id = sent.conversation_id AND m.account_id = given.account_id)
  )`;

const outcomeOf = (file: FileParts) => `
  SELECT EXISTS (SELECT FROM speaker) AS is_member,
         (SELECT silent_until FROM speaker) AS muted_until,
         $8::uuid IS NULL OR EXISTS (SELECT FROM reply) AS reply_found,
         EXISTS (SELECT FROM estranged) AS estranged,
         (SELECT retry_at FROM paced) AS retry_at,
         (SELECT id FROM known) AS known_id,
         ${jsonColumns('Message', `SELECT ${columnsOf('Message', 'sent')} FROM sent`)} AS sent${file.outcome}`;

/**
 * The sender's place in the conversation, which is locked, is read on the way: whoever shows the message asks for it next.
 * Not their profile: nothing keeps that from changing while the statement waits, and then it would be shown as it was.
 */
const send = (file: FileParts) => `${place(file)}, head AS (
    INSERT INTO stream (id, seq) SELECT conversation_id, 1 FROM sent
    ON CONFLICT (id) DO UPDATE SET seq = stream.seq + 1
    RETURNING id, seq
  ), appended AS (
    INSERT INTO event (stream_id, seq, xid, kind, payload)
    SELECT head.id, head.seq, pg_current_xact_id()::text::bigint, 'MessageSent',
           jsonb_build_object('messageId', $3::uuid)
    FROM head
    RETURNING stream_id, seq, xid, kind, payload, created_at
  ) ${outcomeOf(file)}, (SELECT row_to_json(appended) FROM appended) AS event,
         ${jsonColumns('Member', `SELECT ${columnsOf('Member', 'speaker')} FROM speaker`)} AS sender_member`;

/** Each statement for messages without a file, which most are, and for those with one. */
const STATEMENTS = {
  plain: {
    alone: { name: 'message-send', text: send(NO_FILE) },
    within: place(NO_FILE) + outcomeOf(NO_FILE),
  },
  withFile: {
    alone: { name: 'message-send-file', text: send(ONE_FILE) },
    /** As a part of a longer transaction, which appends the event itself. */
    within: place(ONE_FILE) + outcomeOf(ONE_FILE),
  },
} as const;

/** What sending takes its locks by, for several who send into one conversation at the same time. */
const LOCKING = {
  name: 'message-send-locking',
  text: `
    WITH held AS (SELECT id FROM conversation WHERE id = $1 FOR NO KEY UPDATE)
    SELECT FROM member
    WHERE conversation_id = (SELECT id FROM held) AND account_id = ANY($2::uuid[])
    ORDER BY account_id FOR SHARE`,
};

/** What sending a text comes down to, for whoever measures what the rest of it costs. */
export const SEND_STATEMENT = STATEMENTS.plain.alone.text;

const statementsFor = ({ fileId }: NewMessage) =>
  fileId === undefined ? STATEMENTS.plain : STATEMENTS.withFile;

interface Outcome {
  is_member: boolean;
  muted_until: Date | null;
  reply_found: boolean;
  estranged: boolean;
  retry_at: Date | null;
  /** Only of a message with a file: nothing but that could have been in the way then. */
  granted?: boolean;
  known_id: string | null;
  /** As `jsonColumns` has found it, like the sender's place. */
  sent: unknown[] | null;
  /** What that is, once it is committed. */
  message?: Message;
  sender_member?: unknown;
}

const toMessages = rowReader<Message>('Message');

const messageOf = (outcome: Outcome | undefined): Message | undefined =>
  toMessages(outcome?.sent)[0];

/** What came along with a message that was sent in one statement. Nobody has reacted to it yet. */
function alongOf({ sender_member }: Outcome, { replyToId }: NewMessage): Sent['along'] {
  const along = { senderMember: sender_member, reactions: null };
  return replyToId ? along : { ...along, replyTo: { messages: null, people: null } };
}

/** A list as PostgreSQL writes it, of what needs no quoting. */
const listOf = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join(',')}}`;

/** `admitted`: it has been looked at already how the sender stands towards the other person. */
function valuesOf(
  backend: Backend,
  { accountId }: Viewer,
  said: NewMessage,
  { admitted }: { admitted: boolean },
): unknown[] {
  const { mentions = [] } = said;
  return [
    said.conversationId,
    accountId,
    uuid(),
    said.clientId,
    said.kind,
    said.text,
    said.data ? JSON.stringify(said.data) : null,
    said.replyToId ?? null,
    said.forwardingForbidden ?? false,
    mentions.some((mention) => mention.accountId === null),
    listOf(mentions.map(({ start }) => start)),
    listOf(mentions.map(({ length }) => length)),
    listOf(mentions.map((mention) => mention.accountId)),
    said.linkUrl ?? null,
    burstCostMs(backend),
    admitted,
    ...(said.fileId === undefined ? [] : [said.fileId]),
  ];
}

/** Says something in a conversation. Repeating a client id answers with the message it made the first time. */
export async function say(backend: Backend, viewer: Viewer, said: NewMessage): Promise<Message> {
  const outcome = await again(() => sayAtOnce(backend, viewer, said));
  if (outcome?.message) return outcome.message;
  if (outcome?.estranged && !outcome.known_id && !outcome.muted_until)
    return again(() => sayToStranger(backend, viewer, said));
  return settle(backend, viewer, said, outcome);
}

/** In one statement. What it has read on the way is at hand for whoever is answered or told in this process. */
function sayAtOnce(backend: Backend, viewer: Viewer, said: NewMessage) {
  const since = performance.now();
  const statement = {
    ...statementsFor(said).alone,
    values: valuesOf(backend, viewer, said, { admitted: false }),
  };
  const contended = { row: said.conversationId, next: viewer.accountId, locking: LOCKING };
  const committed = (outcome: Outcome, { payload }: LoggedEvent) => {
    const message = messageOf(outcome);
    if (!message) return;
    outcome.message = message;
    const sent = { message, along: alongOf(outcome, said), since };
    keepAtHand(message, sent);
    keepAtHand(payload, sent);
  };
  return publishingStatement<Outcome>(backend, statement, committed, contended);
}

/** The same message came twice in the same instant; the second time round the first is there. */
const again = <Result>(send: () => Promise<Result>): Promise<Result> =>
  send().catch((error: unknown) => {
    if (isUniqueViolation(error, 'client_id')) return send();
    throw error;
  });

/**
 * Says something to somebody who is no friend, or says why not. What decides it is read behind the lock of the
 * conversation, statement by statement, so that of several messages at the same instant no more are taken than may be.
 */
const sayToStranger = (backend: Backend, viewer: Viewer, said: NewMessage): Promise<Message> =>
  transaction(backend, async (tx) => {
    const { conversationId, clientId } = said;
    const conversation = await lockConversation(tx, viewer, conversationId);
    const known = await tx.db.message.findUnique({
      where: { senderId_clientId: { senderId: viewer.accountId, clientId } },
    });
    if (known) return sameAsBefore(known, said);
    await admitMessages(backend, tx, viewer, { conversation, messages: 1 });
    const values = valuesOf(backend, viewer, said, { admitted: true });
    const [outcome] = await tx.db.$queryRawUnsafe<Outcome[]>(statementsFor(said).within, ...values);
    const message = messageOf(outcome);
    if (!message) return settle(backend, viewer, said, outcome);
    tx.publishToConversation(conversationId, 'MessageSent', { messageId: message.id });
    return message;
  });

/** The message that was sent before, or why there is none. */
async function settle(
  backend: Backend,
  viewer: Viewer,
  said: NewMessage,
  outcome: Outcome | undefined,
): Promise<Message> {
  if (!outcome?.is_member) throw new NotFoundError('conversation');
  if (outcome.known_id)
    return sameAsBefore(
      await backend.db.message.findUniqueOrThrow({ where: { id: outcome.known_id } }),
      said,
    );
  if (outcome.muted_until) throw new MemberMutedError(outcome.muted_until);
  if (!outcome.reply_found) throw new ReplyTargetMissingError();
  if (outcome.retry_at) throw burstExceeded(backend, outcome.retry_at);
  if (outcome.granted && said.fileId !== undefined) throw new NotFoundError('file');
  throw await refusalOf(backend, viewer, said.conversationId);
}

/** What it was said with under a client id that is known: whom a card introduces, a file, or else the text. */
function isSaid({ text, data, fileId }: Message, said: NewMessage): boolean {
  if (said.fileId !== undefined) return fileId === said.fileId;
  return said.data ? isDeepStrictEqual(data, said.data) : text === said.text;
}

function sameAsBefore(known: Message, said: NewMessage): Message {
  // What has been edited, recalled or deleted since is still the message that this client id made.
  const changed = known.version > 1 || known.recalledAt || known.deletedAt;
  const same = known.conversationId === said.conversationId && known.kind === said.kind;
  if (!same || (!changed && !isSaid(known, said))) throw new ClientIdReusedError();
  return known;
}

/** Why the conversation would not have it, when neither the person nor the message was in the way. */
async function refusalOf(backend: Backend, viewer: Viewer, id: string): Promise<Error> {
  const { allMuted } = await requireConversation(backend, viewer, id);
  return allMuted ? new AllMutedError() : new RoleRequiredError(['OWNER', 'ADMINISTRATOR']);
}

async function lockConversation(
  tx: Transaction,
  viewer: Viewer,
  conversationId: string,
): Promise<Conversation> {
  await tx.db
    .$queryRaw`SELECT id FROM conversation WHERE id = ${conversationId}::uuid FOR NO KEY UPDATE`;
  return requireConversation(tx, viewer, conversationId);
}

/**
 * For what is said in more than one statement: locks the conversation, so that what is said and who may say it change in
 * one order, and refuses whoever is to be silent. How two people stand towards each other is looked at apart from that.
 */
export async function requireSpeaker(
  tx: Transaction,
  viewer: Viewer,
  conversationId: string,
): Promise<{ conversation: Conversation; member: Member }> {
  const conversation = await lockConversation(tx, viewer, conversationId);
  const member = await requireMembership(tx, viewer, conversationId);
  if (member.mutedUntil && member.mutedUntil > new Date())
    throw new MemberMutedError(member.mutedUntil);
  if (conversation.allMuted && member.role === 'MEMBER') throw new AllMutedError();
  return { conversation, member };
}

/** Takes messages into a locked conversation as far as strangers are concerned: whether they may write, and how fast. */
export async function admitMessages(
  backend: Backend,
  tx: Transaction,
  viewer: Viewer,
  { conversation, messages }: { conversation: Conversation; messages: number },
): Promise<void> {
  const standing = await admitToPeer(backend, tx, viewer, conversation, messages);
  if (standing === null || standing === 'NEAR') return;
  await requireStrangersPace(backend, tx, viewer, { conversationId: conversation.id, messages });
}

/** A text as a person or a program gives it. */
export interface NewText {
  conversationId: string;
  clientId: string;
  format?: Format;
  text: string;
  mentions?: readonly Mention[];
  replyToId?: string | null;
  forwardingForbidden?: boolean;
}

/** Sends a text, plain or in Markdown, and asks for the preview of its first link. */
export async function sendMessage(
  backend: Backend,
  viewer: Viewer,
  given: NewText,
): Promise<Message> {
  const { format = 'TEXT', ...rest } = given;
  const written = checkText(backend, format, given.text, given.mentions);
  const linkUrl = firstLink(written.text);
  const message = await say(backend, viewer, { ...rest, ...written, kind: format, linkUrl });
  // Before the answer: whoever gets none sends the same again, and then it is asked for after all.
  if (linkUrl) await requestPreview(backend, backend, linkUrl, viewer.accountId);
  return message;
}
