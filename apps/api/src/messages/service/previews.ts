import type { Backend } from '../../realtime/backend.ts';
import type { Transaction } from '../../realtime/transaction.ts';

/** A preview comes within minutes. Older messages show a new one when they are fetched; nobody waits for it. */
const RECENT_MINUTES = 60;
const MESSAGES_MAX = 1_000;

/** Tells those who see a message with this address that its preview is there. */
export async function tellPreviewed(tx: Transaction, url: string): Promise<void> {
  const messages = await tx.db.$queryRaw<{ id: string; seq: number; conversation_id: string }[]>`
    SELECT id, seq, conversation_id FROM message
    WHERE link_url = ${url}
      AND greatest(created_at, edited_at) > now() - make_interval(mins => ${RECENT_MINUTES}::int)
    ORDER BY created_at DESC LIMIT ${MESSAGES_MAX}`;
  for (const { id: messageId, seq: messageSeq, conversation_id } of messages)
    tx.publishToConversation(conversation_id, 'MessageLinkPreviewed', { messageId, messageSeq });
}

/** Where else than in messages an address may be shown, told by later domains: SQL over `old`, the preview. */
const previewKeepers = ['SELECT FROM message m WHERE m.link_url = old.url'];

/** Keeps the previews of addresses that a domain shows. `sql` is what an EXISTS can be asked of. */
export function keepPreviews(sql: string): void {
  previewKeepers.push(sql);
}

/** Long after the last message with an address has gone, its preview goes as well. */
const UNUSED_DAYS = 30;
const REMOVED_AT_ONCE = 1_000;

/**
 * Forgets the previews of addresses that nothing shows any more: an address says something about those who sent it. One
 * that has been asked for again, or is being fetched, stays: its message may be about to be written. Answers how many.
 */
export async function removeUnusedPreviews(
  { pool }: Backend,
  signal: AbortSignal,
): Promise<number> {
  let removed = 0;
  for (let batch = REMOVED_AT_ONCE; batch === REMOVED_AT_ONCE && !signal.aborted; removed += batch)
    batch = (await pool.query(removeUnused(), [UNUSED_DAYS, REMOVED_AT_ONCE])).rowCount ?? 0;
  return removed;
}

// The conditions are looked at again once the row is locked: somebody may have asked for it in the meantime.
const removeUnused = () => `
  DELETE FROM link_preview p
  WHERE p.next_attempt_at IS NULL AND p.claimed_until IS NULL AND p.key IN (
    SELECT old.key FROM link_preview old
    WHERE coalesce(old.fetched_at, old.created_at) < now() - make_interval(days => $1)
      AND old.next_attempt_at IS NULL AND old.claimed_until IS NULL
      ${previewKeepers.map((sql) => `AND NOT EXISTS (${sql})`).join(' ')}
    LIMIT $2
  )`;
