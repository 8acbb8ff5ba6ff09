import { keepPreviews } from '../../messages/service/previews.ts';
import type { Transaction } from '../../realtime/transaction.ts';

/** Tells those who post that the preview of an address of theirs is there. Others see it when they look again. */
export async function tellMomentsPreviewed(tx: Transaction, url: string): Promise<void> {
  const moments = await tx.db.$queryRaw<{ id: string; author_id: string }[]>`
    SELECT id, author_id FROM moment
    WHERE link_url = ${url} AND created_at > now() - interval '1 hour' LIMIT 1000`;
  for (const { id: momentId, author_id } of moments)
    tx.publishToAccount(author_id, 'MomentChanged', { momentId });
}

keepPreviews('SELECT FROM moment m WHERE m.link_url = old.url');
