import { isUniqueViolation, type TransactionClient } from '../platform/db.ts';
import type { Backend } from '../realtime/backend.ts';
import { type Transaction, transaction } from '../realtime/transaction.ts';
import { keyOf } from './access.ts';
import { readRanges } from './addresses.ts';
import { type Fetched, type FetchOptions, fetchPreview } from './fetch.ts';
import { normaliseLink } from './first-link.ts';
import type { PageSummary } from './page.ts';

/** Tells whom it concerns that a preview is there, in the transaction that stores it. */
export type OnReady = (tx: Transaction, url: string) => Promise<void>;

/** Pages that all processes together read at a time. */
const PARALLEL = 8;
/** Addresses that one person has waiting. More are not asked for: nobody keeps the others waiting for longer than this takes. */
const WAITING_MAX = 50;
/** Longer than a fetch may take; a process that died at one is succeeded after it. */
const CLAIM_SECONDS = 60;
const ATTEMPTS_MAX = 3;
/** Before the second and the third try. */
const BACKOFF_SECONDS = [10, 90] as const;
const READY_DAYS = 7;
const FAILED_DAYS = 1;

/**
 * Asks for the preview of an address, in the caller's transaction. Nothing is fetched here. One that is there and not
 * too old stays as it is; an old one is shown until its successor has come. `askedBy` is an account.
 */
export async function requestPreview(
  { env }: Pick<Backend, 'env'>,
  { db }: { db: Pick<TransactionClient, '$executeRaw'> },
  url: string,
  askedBy: string | null = null,
): Promise<void> {
  const link = normaliseLink(url);
  if (!env.LINK_PREVIEWS || !link) return;
  const key = keyOf(link);
  const made = await db.$executeRaw`
    INSERT INTO link_preview (key, url, host, requested_by_id)
    SELECT ${key}, ${link}, ${new URL(link).hostname}, ${askedBy}::uuid
    WHERE (SELECT count(*) FROM link_preview WHERE requested_by_id = ${askedBy}::uuid) < ${WAITING_MAX}
    ON CONFLICT (key) DO NOTHING`;
  if (made > 0) return;
  // Passing over a row that is locked: somebody is asking for the very same or storing it, and nobody waits for them.
  await db.$executeRaw`
    UPDATE link_preview SET next_attempt_at = now(), attempts = 0, requested_by_id = ${askedBy}::uuid,
           state = CASE state WHEN 'FAILED' THEN 'PENDING' ELSE state END
    WHERE key = (SELECT key FROM link_preview
                 WHERE key = ${key} AND next_attempt_at IS NULL AND expires_at < now()
                   AND (SELECT count(*) FROM link_preview WHERE requested_by_id = ${askedBy}::uuid) < ${WAITING_MAX}
                 FOR UPDATE SKIP LOCKED)`;
}

interface Claim {
  key: Buffer;
  url: string;
  attempts: number;
  until: Date;
}

/**
 * One round: takes what is due, fetches, and stores. To be called about every second, by any number of processes, also
 * while an earlier round is under way: a slow host keeps nobody waiting but itself. Each page that is ready is told with
 * `onReady` in the transaction that stores it, so that a crash loses neither or both. Answers with the addresses that
 * became ready.
 */
export async function runLinkPreviews(
  backend: Backend,
  onReady: OnReady,
  options: Omit<FetchOptions, 'allowed'> = {},
): Promise<string[]> {
  if (!backend.env.LINK_PREVIEWS) return [];
  const allowed = readRanges(backend.env.LINK_PREVIEW_ALLOWED_ADDRESSES);
  const round = (await claimDue(backend)).map(async (claim) => {
    const fetched = await fetchPreview(claim.url, { ...options, allowed });
    const stored = fetched.page
      ? await storeReady(backend, claim, fetched.page, onReady)
      : await storeFailure(backend, claim, fetched);
    return stored && fetched.page ? [claim.url] : [];
  });
  const settled = await Promise.allSettled(round);
  return settled.flatMap((one) => {
    if (one.status === 'fulfilled') return one.value;
    // Its claim runs out, and it is tried again.
    backend.log.warn({ error: String(one.reason) }, 'A link preview could not be stored');
    return [];
  });
}

/** What a dead process had taken goes back, unless it was tried often enough: the page may be what killed it. */
const RELEASE = `
  UPDATE link_preview
  SET claimed_until = NULL,
      state = CASE WHEN attempts >= $1 AND state = 'PENDING' THEN 'FAILED' ELSE state END,
      expires_at = CASE WHEN attempts >= $1 THEN now() + make_interval(days => $2) ELSE expires_at END,
      next_attempt_at = CASE WHEN attempts >= $1 THEN NULL ELSE next_attempt_at END,
      requested_by_id = CASE WHEN attempts >= $1 THEN NULL ELSE requested_by_id END
  WHERE claimed_until < now()`;

/**
 * The oldest due row of each host that nobody is at, as many as all processes together have room for. Hosts come first
 * and rows second, so that a thousand links to one host do not stand before a link to another. An instant is kept to the
 * millisecond, rounded: what is due since just now is found only by an instant rounded like it.
 */
const CLAIM = `
  WITH due AS (
    SELECT DISTINCT ON (host) key, next_attempt_at FROM link_preview p
    WHERE next_attempt_at <= now()::timestamptz(3)
      AND NOT EXISTS (SELECT FROM link_preview busy WHERE busy.host = p.host AND busy.claimed_until IS NOT NULL)
    ORDER BY host, next_attempt_at
  ), chosen AS (
    SELECT p.key FROM due JOIN link_preview p ON p.key = due.key
    WHERE p.claimed_until IS NULL AND p.next_attempt_at <= now()::timestamptz(3)
    ORDER BY due.next_attempt_at
    LIMIT greatest(0, $1 - (SELECT count(*) FROM link_preview WHERE claimed_until IS NOT NULL))
    FOR UPDATE OF p SKIP LOCKED
  )
  UPDATE link_preview p
  SET claimed_until = now() + make_interval(secs => $2), attempts = attempts + 1
  FROM chosen WHERE p.key = chosen.key
  RETURNING p.key, p.url, p.attempts, p.claimed_until AS until`;

async function claimDue({ pool }: Backend): Promise<Claim[]> {
  await pool.query(RELEASE, [ATTEMPTS_MAX, FAILED_DAYS]);
  try {
    return (await pool.query<Claim>(CLAIM, [PARALLEL, CLAIM_SECONDS])).rows;
  } catch (error) {
    // Another process took a page of the same host in the same instant; there is a next round.
    if (isUniqueViolation(error, 'link_preview_one_claim_per_host')) return [];
    throw error;
  }
}

/** False when the claim had run out and the row is somebody else's by now. */
function storeReady(
  backend: Backend,
  { key, url, until }: Claim,
  { title, description, siteName }: PageSummary,
  onReady: OnReady,
): Promise<boolean> {
  return transaction(backend, async (tx) => {
    const stored = await tx.db.$executeRaw`
      UPDATE link_preview
      SET state = 'READY', title = ${title}, description = ${description}, site_name = ${siteName},
          fetched_at = now(), expires_at = now() + make_interval(days => ${READY_DAYS}::int),
          next_attempt_at = NULL, claimed_until = NULL, attempts = 0, requested_by_id = NULL
      WHERE key = ${key} AND claimed_until = ${until}`;
    if (stored > 0) await onReady(tx, url);
    return stored > 0;
  });
}

/** Comes back later, or gives up: then an earlier preview stays, and a day later somebody may ask again. */
async function storeFailure(
  { pool, log }: Backend,
  { key, url, attempts, until }: Claim,
  { reason, retry }: Extract<Fetched, { page: null }>,
): Promise<boolean> {
  const host = new URL(url).hostname;
  log.debug({ host, reason, attempts }, 'A link has no preview');
  const wait = retry && attempts < ATTEMPTS_MAX ? BACKOFF_SECONDS[attempts - 1] : undefined;
  const { rowCount } = await pool.query(
    `UPDATE link_preview
     SET claimed_until = NULL, next_attempt_at = now() + make_interval(secs => $3),
         requested_by_id = CASE WHEN $3::int IS NULL THEN NULL ELSE requested_by_id END,
         state = CASE WHEN $3::int IS NULL AND state = 'PENDING' THEN 'FAILED' ELSE state END,
         expires_at = CASE WHEN $3::int IS NULL THEN now() + make_interval(days => $4) ELSE expires_at END
     WHERE key = $1 AND claimed_until = $2`,
    [key, until, wait ?? null, FAILED_DAYS],
  );
  return (rowCount ?? 0) > 0;
}
