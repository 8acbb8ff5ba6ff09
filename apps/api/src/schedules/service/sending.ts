import type { Message, ScheduledMessage } from '@teahouse/db/client';
import { MessageRateLimitedError } from '../../messages/errors.ts';
import { sendMessage } from '../../messages/service/send.ts';
import { DomainError, NotFoundError } from '../../platform/errors.ts';
import { asThemself } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { findSent, optionsOf, settle } from './scheduling.ts';

/**
 * Sends what is due, in each conversation in the order of its times. Any number of processes may do so side by side: a
 * row is held while its message is sent, and the message is sent under the row's client id, so that a process which dies
 * in between is followed by one that finds the message there. Where something of ours fails, that conversation has to
 * wait for the next round, and the others go on. Answers how many were dealt with.
 */
export async function sendDueMessages(backend: Backend, signal?: AbortSignal): Promise<number> {
  const waiting: string[] = [];
  const failures: unknown[] = [];
  let settled = 0;
  while (!signal?.aborted) {
    let held: ScheduledMessage | null = null;
    try {
      await transaction(backend, async (tx) => {
        held = await holdNext(tx, waiting);
        if (held) await sendHeld(backend, tx, held);
      });
      if (!held) break;
      settled += 1;
    } catch (error) {
      if (!held) throw error;
      waiting.push((held as ScheduledMessage).conversationId);
      // Its turn comes by itself, a moment later; what is behind it in the conversation waits with it.
      if (!(error instanceof MessageRateLimitedError)) failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Scheduled messages were not sent');
  return settled;
}

/**
 * The first message that is due and that no other process holds; of each conversation only the very first, so that two
 * processes cannot overtake each other in it.
 */
async function holdNext(
  { db }: Transaction,
  exceptIn: readonly string[],
): Promise<ScheduledMessage | null> {
  const [due] = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM scheduled_message s
    WHERE status = 'PENDING' AND send_at <= clock_timestamp()
      AND conversation_id <> ALL(${exceptIn}::uuid[])
      AND NOT EXISTS (
        SELECT FROM scheduled_message earlier
        WHERE earlier.conversation_id = s.conversation_id AND earlier.status = 'PENDING'
          AND (earlier.send_at, earlier.id) < (s.send_at, s.id))
    ORDER BY send_at, id LIMIT 1
    FOR UPDATE SKIP LOCKED`;
  return due ? db.scheduledMessage.findUniqueOrThrow({ where: { id: due.id } }) : null;
}

async function sendHeld(backend: Backend, tx: Transaction, held: ScheduledMessage): Promise<void> {
  try {
    const { id: messageId } = await sendOrFind(backend, tx, held);
    await settle(tx, held.id, { status: 'SENT', messageId });
  } catch (error) {
    if (!(error instanceof DomainError) || error instanceof MessageRateLimitedError) throw error;
    await settle(tx, held.id, { status: 'FAILED', failure: error.rule });
  }
}

/**
 * Sends the message, in a transaction of its own. Whoever has left meanwhile is refused, and yet the message may be
 * there, from before a crash.
 */
async function sendOrFind(
  backend: Backend,
  tx: Transaction,
  { accountId, conversationId, clientId, text, ...held }: ScheduledMessage,
): Promise<Message> {
  const message = { conversationId, clientId, text, ...optionsOf(held) };
  try {
    return await sendMessage(backend, asThemself(accountId), message);
  } catch (error) {
    const sent = error instanceof NotFoundError ? await findSent(tx, accountId, clientId) : null;
    if (sent?.conversationId !== conversationId) throw error;
    return sent;
  }
}
