import type { Message } from '@teahouse/db/client';
import {
  loadTranscriptions,
  requestTranscription,
  requireTranscribing,
} from '../../media/transcription.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { isGone, lockMessage, requireMessage } from '../access.ts';
import { MessageGoneError } from '../errors.ts';

/** Tells of at most so many messages that hold the same recording; those behind show it when they are fetched. */
const MESSAGES_MAX = 1_000;

/** The recording that a message holds. */
function requireRecording(message: Message): string {
  if (isGone(message)) throw new MessageGoneError();
  if (message.kind !== 'VOICE' || !message.fileId)
    throw new InvalidFieldError('messageId', 'Only voice messages are heard.');
  return message.fileId;
}

/** Keeps that the viewer has played a voice message, and tells their other devices. */
export async function markVoiceHeard(
  backend: Backend,
  viewer: Viewer,
  messageId: string,
): Promise<Message> {
  const message = await requireMessage(backend, viewer, messageId);
  requireRecording(message);
  const { accountId } = viewer;
  if (message.senderId === accountId) return message;
  await transaction(backend, async (tx) => {
    const first = await tx.db.voiceHeard.createMany({
      data: { accountId, messageId },
      skipDuplicates: true,
    });
    if (first.count > 0) tx.publishToAccount(accountId, 'VoiceHeard', { messageId });
  });
  return message;
}

/** Which of these messages the viewer has no recording left to hear in: played, their own, or no voice messages. */
export async function readHeard(
  { pool }: Backend,
  { accountId }: Viewer,
  messageIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'messages-heard',
    text: `
      SELECT m.id FROM message m
      WHERE m.id = ANY($1::uuid[]) AND (m.kind <> 'VOICE' OR m.sender_id = $2
        OR EXISTS (SELECT FROM voice_heard h WHERE h.account_id = $2 AND h.message_id = m.id))`,
    values: [messageIds, accountId],
  });
  return new Set(rows.map(({ id }) => id));
}

/** Has what was said turned into text, once for everybody who hears it. */
export async function transcribeVoice(
  backend: Backend,
  viewer: Viewer,
  messageId: string,
): Promise<Message> {
  const asked = await requireMessage(backend, viewer, messageId);
  const [known] = await loadTranscriptions(backend, [requireRecording(asked)]);
  if (known && known.state !== 'FAILED') return asked;
  await requireTranscribing(backend, viewer);
  return transaction(backend, async (tx) => {
    const { message } = await lockMessage(tx, viewer, messageId);
    const fileId = requireRecording(message);
    if (await requestTranscription(tx, fileId)) await tellAll(tx, fileId);
    return message;
  });
}

/**
 * Puts the text of a recording where it is searched, and tells those who see a message with it that it is there, or (null)
 * that there is none. What has been recalled in the meantime is passed over.
 */
export async function tellTranscribed(
  tx: Transaction,
  fileId: string,
  text: string | null,
): Promise<void> {
  if (text !== null) {
    // Whoever is forwarding it has either ended by then, and their message is found, or takes the text along.
    await tx.db.$executeRaw`SELECT FROM stored_file WHERE id = ${fileId}::uuid FOR NO KEY UPDATE`;
    await tx.db.$executeRaw`
      UPDATE message SET text = ${text}
      WHERE file_id = ${fileId}::uuid AND recalled_at IS NULL AND deleted_at IS NULL`;
  }
  await tellAll(tx, fileId);
}

async function tellAll(tx: Transaction, fileId: string): Promise<void> {
  const messages = await tx.db.$queryRaw<{ id: string; seq: number; conversation_id: string }[]>`
    SELECT id, seq, conversation_id FROM message
    WHERE file_id = ${fileId}::uuid AND recalled_at IS NULL AND deleted_at IS NULL
    ORDER BY created_at DESC LIMIT ${MESSAGES_MAX}`;
  for (const { id: messageId, seq: messageSeq, conversation_id } of messages)
    tx.publishToConversation(conversation_id, 'VoiceTranscribed', { messageId, messageSeq });
}
