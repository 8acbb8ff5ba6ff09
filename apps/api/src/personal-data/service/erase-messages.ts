import type { Transaction } from '../../realtime/transaction.ts';
import { forgetPreviews } from './erase-links.ts';
import { BATCH, changeRows, inBatches, step, type Work } from './erase-work.ts';

/** What was written to nobody else: notes to oneself, what is saved, and what nobody can read any more. */
export async function removeOwnMessages(work: Work): Promise<void> {
  await removeNotes(work);
  await inBatches(work, (tx) => removeFavourites(tx, work.accountId));
  await inBatches(work, (tx) => removeWithdrawn(tx, work.accountId));
  await emptyDissolvedGroups(work);
  await changeRows(
    work,
    `UPDATE announcement SET text = '' WHERE ctid = ANY(ARRAY(
       SELECT a.ctid FROM announcement a JOIN conversation c ON c.id = a.conversation_id
       WHERE a.author_id = $1::uuid AND a.text <> ''
         AND (a.removed_at IS NOT NULL OR c.dissolved_at IS NOT NULL) LIMIT $2))`,
  );
}

/** The conversation with oneself, a stretch at a time: its messages, and then what held them. */
async function removeNotes(work: Work): Promise<void> {
  const { accountId } = work;
  const own = await step(work, (tx) =>
    tx.db.conversation.findUnique({ where: { directKey: accountId }, select: { id: true } }),
  );
  if (!own) return;
  await inBatches(work, (tx) => removeMessages(tx, own.id));
  await step(work, async (tx) => {
    await tx.db.$executeRaw`DELETE FROM event WHERE stream_id = ${own.id}::uuid`;
    await tx.db.$executeRaw`DELETE FROM stream WHERE id = ${own.id}::uuid`;
    await tx.db.conversation.deleteMany({ where: { id: own.id } });
  });
}

async function removeMessages(tx: Transaction, conversationId: string): Promise<number> {
  const removed = await tx.db.$queryRaw<{ bundle_id: string | null; link_url: string | null }[]>`
    DELETE FROM message WHERE id = ANY(ARRAY(
      SELECT id FROM message WHERE conversation_id = ${conversationId}::uuid ORDER BY seq DESC LIMIT ${BATCH}))
    RETURNING bundle_id, link_url`;
  await letGo(tx, removed);
  return removed.length;
}

async function removeFavourites(tx: Transaction, accountId: string): Promise<number> {
  const removed = await tx.db.$queryRaw<{ bundle_id: string | null }[]>`
    DELETE FROM favourite WHERE id = ANY(ARRAY(
      SELECT id FROM favourite WHERE account_id = ${accountId}::uuid LIMIT ${BATCH}))
    RETURNING bundle_id`;
  await letGo(tx, removed);
  return removed.length;
}

/** What the person said before it was recalled, or deleted for everyone: nobody sees it, so it is no part of any conversation. */
async function removeWithdrawn(tx: Transaction, accountId: string): Promise<number> {
  const removed = await tx.db.$queryRaw<{ bundle_id: string | null; link_url: string | null }[]>`
    DELETE FROM message_version WHERE ctid = ANY(ARRAY(
      SELECT v.ctid FROM message m JOIN message_version v ON v.message_id = m.id
      WHERE m.sender_id = ${accountId}::uuid AND (m.recalled_at IS NOT NULL OR m.deleted_at IS NOT NULL)
      LIMIT ${BATCH}))
    RETURNING (data ->> 'bundleId')::uuid AS bundle_id, data ->> 'linkUrl' AS link_url`;
  await letGo(tx, removed);
  return removed.length;
}

/** A dissolved group has no reader left for whom its conversation would have to stay whole. */
async function emptyDissolvedGroups(work: Work): Promise<void> {
  const { accountId } = work;
  const groups = await step(
    work,
    (tx) => tx.db.$queryRaw<{ id: string }[]>`
      SELECT c.id FROM conversation c WHERE c.dissolved_at IS NOT NULL
        AND EXISTS (SELECT FROM message m WHERE m.conversation_id = c.id AND m.sender_id = ${accountId}::uuid)`,
  );
  for (const { id } of groups) await inBatches(work, (tx) => emptyMessages(tx, id, accountId));
}

async function emptyMessages(
  tx: Transaction,
  conversationId: string,
  accountId: string,
): Promise<number> {
  const emptied = await tx.db.$queryRaw<
    { id: string; bundle_id: string | null; link_url: string | null }[]
  >`
    SELECT id, bundle_id, link_url FROM message
    WHERE conversation_id = ${conversationId}::uuid AND sender_id = ${accountId}::uuid
      AND (text <> '' OR file_id IS NOT NULL OR bundle_id IS NOT NULL OR link_url IS NOT NULL)
    LIMIT ${BATCH} FOR NO KEY UPDATE`;
  const ids = emptied.map((row) => row.id);
  await tx.db.$executeRaw`
    UPDATE message SET text = '', data = NULL, file_id = NULL, bundle_id = NULL, link_url = NULL,
      deleted_at = coalesce(deleted_at, clock_timestamp())
    WHERE id = ANY(${ids}::uuid[])`;
  await tx.db.messageVersion.deleteMany({ where: { messageId: { in: ids } } });
  await tx.db.messageMention.deleteMany({ where: { messageId: { in: ids } } });
  await letGo(tx, emptied);
  return emptied.length;
}

/** Removes what nothing holds any more, now that these rows are gone: bundles, and the previews of links. */
async function letGo(
  tx: Transaction,
  gone: readonly { bundle_id: string | null; link_url?: string | null }[],
): Promise<void> {
  await forgetPreviews(tx, [...new Set(gone.flatMap(({ link_url }) => link_url ?? []))]);
  let loose = [...new Set(gone.flatMap(({ bundle_id }) => bundle_id ?? []))];
  while (loose.length > 0) {
    const nested = await tx.db.bundleEntry.findMany({
      where: { bundleId: { in: loose }, nestedBundleId: { not: null } },
      select: { bundleId: true, nestedBundleId: true },
    });
    const removed = await tx.db.$queryRaw<{ id: string }[]>`
      DELETE FROM bundle b WHERE b.id = ANY(${loose}::uuid[])
        AND NOT EXISTS (SELECT FROM message m WHERE m.bundle_id = b.id)
        AND NOT EXISTS (SELECT FROM favourite f WHERE f.bundle_id = b.id)
        AND NOT EXISTS (SELECT FROM bundle_entry e WHERE e.nested_bundle_id = b.id)
      RETURNING b.id`;
    const out = new Set(removed.map(({ id }) => id));
    // What was within one that is gone may be held by nothing else.
    loose = [
      ...new Set(
        nested.flatMap(({ bundleId, nestedBundleId }) =>
          out.has(bundleId) ? (nestedBundleId ?? []) : [],
        ),
      ),
    ];
  }
}
