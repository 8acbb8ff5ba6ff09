import type { Background, BackgroundPattern, Conversation } from '@teahouse/db/client';
import { lockAccount } from '../accounts/access.ts';
import { keepFiles } from '../media/access.ts';
import { attachFile } from '../media/service/attaching.ts';
import type { TransactionClient } from '../platform/db.ts';
import { InvalidFieldError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { type Transaction, transaction } from '../realtime/transaction.ts';
import { requireConversation, requireMembership } from './access.ts';

/** What somebody has behind their messages is nobody else’s to see, not even of those they talk to. */
keepFiles('SELECT FROM background b WHERE b.file_id = $1::uuid AND b.account_id = $2::uuid');

/** In pixels: enough for a screen of twice the usual density, and no more than one paints in a frame. */
export const SIDE_MOST = 2_560;

export interface BackgroundChoice {
  /** Null: behind the messages of all conversations that have none of their own. */
  conversationId: string | null;
  pattern: BackgroundPattern | null;
  fileId: string | null;
}

/** Puts a pattern or a picture of the viewer’s behind their messages; neither: what lies there otherwise. */
export const setBackground = (
  backend: Backend,
  viewer: Viewer,
  choice: BackgroundChoice,
): Promise<Conversation | null> =>
  transaction(backend, async (tx) => {
    const { accountId } = viewer;
    const { conversationId, pattern, fileId } = choice;
    if (pattern && fileId)
      throw new InvalidFieldError('fileId', 'Choose either a pattern or a picture.');
    // One change after another: what is compared with must be what it was before.
    await lockAccount(tx, viewer);
    const conversation = conversationId && (await lockPlace(tx, viewer, conversationId));
    const before = await tx.db.background.findFirst({ where: { accountId, conversationId } });
    if ((before?.pattern ?? null) !== pattern || (before?.fileId ?? null) !== fileId) {
      if (fileId) await attachBackground(tx, viewer, fileId);
      await write(tx, accountId, choice, before);
      if (conversationId)
        tx.publishToAccount(accountId, 'ConversationSettingsChanged', { conversationId });
      else tx.publishToAccount(accountId, 'BackgroundChanged', {});
    }
    return conversation || null;
  });

/** Somebody who is leaving has left by then, or leaves after it is written, which removes it. */
async function lockPlace(tx: Transaction, viewer: Viewer, id: string): Promise<Conversation> {
  await tx.db.$queryRaw`
    SELECT 1 FROM member WHERE conversation_id = ${id}::uuid AND account_id = ${viewer.accountId}::uuid
    FOR KEY SHARE`;
  await requireMembership(tx, viewer, id);
  return requireConversation(tx, viewer, id);
}

async function attachBackground(tx: Transaction, viewer: Viewer, fileId: string): Promise<void> {
  await attachFile(tx, viewer, fileId, ['IMAGE']);
  const { width, height, animated } = await tx.db.storedFile.findUniqueOrThrow({
    where: { id: fileId },
    select: { width: true, height: true, animated: true },
  });
  if (animated) throw new InvalidFieldError('fileId', 'Choose a picture that stands still.');
  if (Math.max(width ?? 0, height ?? 0) > SIDE_MOST)
    throw new InvalidFieldError(
      'fileId',
      `Choose a picture of at most ${SIDE_MOST} pixels in width and height.`,
    );
}

async function write(
  { db }: Transaction,
  accountId: string,
  { conversationId, pattern, fileId }: BackgroundChoice,
  before: Background | null,
): Promise<void> {
  if (!pattern && !fileId) await db.background.deleteMany({ where: { accountId, conversationId } });
  else if (before)
    await db.background.update({ where: { id: before.id }, data: { pattern, fileId } });
  else await db.background.create({ data: { accountId, conversationId, pattern, fileId } });
}

/** What a person has behind the messages of conversations that have nothing of their own. */
export const generalBackground = (
  { db }: { db: Pick<TransactionClient, 'background'> },
  { accountId }: Viewer,
): Promise<Background | null> =>
  db.background.findFirst({ where: { accountId, conversationId: null } });

/** What a person has behind the messages of each of these conversations; null: what lies there otherwise. */
export async function ownBackgrounds(
  { db }: { db: Pick<TransactionClient, 'background'> },
  { accountId }: Viewer,
  conversationIds: readonly string[],
): Promise<(Background | null)[]> {
  const rows = await db.background.findMany({
    where: { accountId, conversationId: { in: [...conversationIds] } },
  });
  const byId = new Map(rows.map((row) => [row.conversationId, row]));
  return conversationIds.map((id) => byId.get(id) ?? null);
}
