import { keyOf } from '../../links/access.ts';
import type { Transaction } from '../../realtime/transaction.ts';

/** Forgets what pages say of themselves, of addresses that nothing shows any more. */
export async function forgetPreviews({ db }: Transaction, urls: readonly string[]): Promise<void> {
  if (urls.length === 0) return;
  await db.$executeRaw`
    DELETE FROM link_preview p WHERE p.key = ANY(${urls.map(keyOf)}::bytea[])
      AND NOT EXISTS (SELECT FROM message m WHERE m.link_url = p.url)
      AND NOT EXISTS (SELECT FROM moment m WHERE m.link_url = p.url)`;
}
