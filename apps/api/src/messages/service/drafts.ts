import { requireMembership } from '../../conversations/access.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { transaction } from '../../realtime/transaction.ts';
import { requireMessage } from '../access.ts';

/** Characters (Unicode code points) of a draft: as many as the longest message may have. */
export const DRAFT_MAX = 20_000;
/** How far the clock of a device may be ahead. */
const AHEAD_MS = 60_000;

export interface NewDraft {
  conversationId: string;
  /** Nothing but white space removes the draft. */
  text: string;
  replyToId: string | null;
  /** When it was written, by the clock of the device. The latest wins, in whatever order they arrive. */
  updatedAt: Date;
}

/**
 * Keeps what the viewer has begun to write, for all of their devices. A removed draft stays as an empty row, so that an
 * older one which arrives late does not bring it back.
 */
export async function saveDraft(
  backend: Backend,
  viewer: Viewer,
  { conversationId, text, replyToId, updatedAt }: NewDraft,
): Promise<void> {
  const kept = checkDraft(text, updatedAt);
  const { accountId } = viewer;
  await transaction(backend, async (tx) => {
    await requireMembership(tx, viewer, conversationId);
    if (kept && replyToId) await requireReply(tx, viewer, conversationId, replyToId);
    const saved = await tx.db.$executeRaw`
      INSERT INTO draft AS held (account_id, conversation_id, text, reply_to_id, updated_at)
      VALUES (${accountId}::uuid, ${conversationId}::uuid, ${kept}, ${kept ? replyToId : null}::uuid, ${updatedAt})
      ON CONFLICT (account_id, conversation_id) DO UPDATE
      SET text = excluded.text, reply_to_id = excluded.reply_to_id, updated_at = excluded.updated_at
      WHERE held.updated_at < excluded.updated_at`;
    if (saved > 0) tx.publishToAccount(accountId, 'DraftChanged', { conversationId });
  });
}

function checkDraft(given: string, updatedAt: Date): string {
  const text = given.replaceAll('\r\n', '\n').replaceAll('\0', '');
  const length = [...text].length;
  if (length > DRAFT_MAX)
    throw new InvalidFieldError(
      'text',
      `A draft has at most ${DRAFT_MAX} characters; this one has ${length}.`,
    );
  if (updatedAt.getTime() > Date.now() + AHEAD_MS)
    throw new InvalidFieldError(
      'updatedAt',
      'A draft cannot be from the future. Set the clock of the device.',
    );
  return text.trim() === '' ? '' : text;
}

async function requireReply(
  tx: Parameters<typeof requireMessage>[0],
  viewer: Viewer,
  conversationId: string,
  messageId: string,
): Promise<void> {
  const message = await requireMessage(tx, viewer, messageId);
  if (message.conversationId !== conversationId) throw new NotFoundError('message');
}
