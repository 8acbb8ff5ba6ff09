import type { Message } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import { isUniqueViolation } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { publishingStatement } from '../realtime/transaction.ts';
import { ClientIdReusedError, TextEmptyError, TextTooLongError } from './errors.ts';

export interface NewMessage {
  conversationId: string;
  /** Made by the sending client, once for each message, however often it has to be sent. */
  clientId: string;
  text: string;
}

/**
 * Sends a text: may this member speak, is this client id known, the next sequence from the conversation's row, the
 * message and its event, in one statement and so in one transaction. Locking the member's row first means that whoever
 * is being removed at this moment speaks before that or not at all.
 */
const SEND = `
  WITH speaker AS (
    SELECT conversation_id FROM member WHERE conversation_id = $1 AND account_id = $2 FOR KEY SHARE
  ), known AS (
    SELECT id FROM message WHERE sender_id = $2 AND client_id = $4
  ), placed AS (
    UPDATE conversation SET last_seq = last_seq + 1, active_at = clock_timestamp()
    WHERE id = (SELECT conversation_id FROM speaker) AND NOT EXISTS (SELECT FROM known)
    RETURNING id, last_seq, active_at
  ), sent AS (
    INSERT INTO message (id, conversation_id, seq, sender_id, client_id, text, created_at)
    SELECT $3, placed.id, placed.last_seq, $2, $4, $5, placed.active_at FROM placed
    RETURNING id, conversation_id, seq, sender_id, client_id, kind, text, subject_ids, created_at
  ), head AS (
    INSERT INTO stream (id, seq) SELECT conversation_id, 1 FROM sent
    ON CONFLICT (id) DO UPDATE SET seq = stream.seq + 1
    RETURNING id, seq
  ), appended AS (
    INSERT INTO event (stream_id, seq, xid, kind, payload)
    SELECT head.id, head.seq, pg_current_xact_id()::text::bigint, 'MessageSent',
           jsonb_build_object('messageId', $3::uuid)
    FROM head
    RETURNING stream_id, seq, xid, kind, payload, created_at
  )
  SELECT EXISTS (SELECT FROM speaker) AS may_speak,
         (SELECT id FROM known) AS known_id,
         (SELECT row_to_json(sent) FROM sent) AS sent,
         (SELECT row_to_json(appended) FROM appended) AS event`;

interface SentRow {
  id: string;
  conversation_id: string;
  seq: number;
  sender_id: string;
  client_id: string;
  kind: Message['kind'];
  text: string;
  subject_ids: string[];
  created_at: string;
}

const toMessage = (row: SentRow): Message => ({
  id: row.id,
  conversationId: row.conversation_id,
  seq: row.seq,
  senderId: row.sender_id,
  clientId: row.client_id,
  kind: row.kind,
  text: row.text,
  subjectIds: row.subject_ids,
  createdAt: new Date(row.created_at),
});

function checkText({ env }: Backend, text: string): string {
  const trimmed = text.replaceAll('\r\n', '\n').replaceAll('\0', '').trim();
  const length = [...trimmed].length;
  if (length === 0) throw new TextEmptyError();
  if (length > env.MESSAGE_MAX_CHARACTERS)
    throw new TextTooLongError(env.MESSAGE_MAX_CHARACTERS, length);
  return trimmed;
}

/** Sends a text message. Repeating a client id answers with the message it made the first time. */
export async function sendMessage(
  backend: Backend,
  viewer: Viewer,
  { conversationId, clientId, text }: NewMessage,
): Promise<Message> {
  const words = checkText(backend, text);
  const send = () =>
    publishingStatement<{ may_speak: boolean; known_id: string | null; sent: SentRow | null }>(
      backend,
      {
        name: 'message-send',
        text: SEND,
        values: [conversationId, viewer.accountId, uuid(), clientId, words],
      },
    );
  const outcome = await send().catch((error: unknown) => {
    // The same message came twice in the same instant; the second time round the first is there.
    if (isUniqueViolation(error, 'client_id')) return send();
    throw error;
  });
  if (outcome?.sent) return toMessage(outcome.sent);
  if (!outcome?.may_speak || !outcome.known_id) throw new NotFoundError('conversation');
  const known = await backend.db.message.findUniqueOrThrow({ where: { id: outcome.known_id } });
  if (known.conversationId !== conversationId || known.text !== words)
    throw new ClientIdReusedError();
  return known;
}
