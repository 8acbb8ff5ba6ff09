import { createHash } from 'node:crypto';
import type { TransactionClient } from '../platform/db.ts';
import { normaliseLink } from './first-link.ts';

/** What a page says of itself, as it was fetched last. */
export interface ReadyPreview {
  url: string;
  title: string;
  description: string | null;
  siteName: string | null;
}

export const keyOf = (url: string) => createHash('sha256').update(url).digest();

/**
 * The previews of the given addresses, in their order; null where there is none (yet). Whoever may see an address may see
 * these: they say nothing but what its page tells everyone. Looking at one never fetches anything, so that no site
 * learns when somebody reads.
 */
export async function loadPreviews(
  { db }: { db: Pick<TransactionClient, 'linkPreview'> },
  urls: readonly string[],
): Promise<(ReadyPreview | null)[]> {
  const links = urls.map(normaliseLink);
  const known = links.filter((link) => link !== null);
  const rows = await db.linkPreview.findMany({
    where: { key: { in: known.map(keyOf) }, state: 'READY' },
    select: { url: true, title: true, description: true, siteName: true },
  });
  const ready = new Map(
    rows.map(({ url, title, ...rest }) => [url, { url, title: title ?? '', ...rest }]),
  );
  return links.map((link) => (link ? (ready.get(link) ?? null) : null));
}
