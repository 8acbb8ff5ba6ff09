import { LimitReachedError } from '../platform/errors.ts';
import { takingFromRate } from '../platform/rates.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import type { Transaction } from '../realtime/transaction.ts';
import { MessageRateLimitedError } from './errors.ts';

/**
 * How much somebody may say in one conversation. All of it is counted in PostgreSQL, in the transaction that says it and
 * under the conversation's lock: what is refused counts for nothing, and several processes count as one.
 */
type Counting = Pick<Backend, 'env'>;

const MINUTE_MS = 60_000;
const BURST = 'MESSAGES_PER_MINUTE';
const BETWEEN_STRANGERS = 'STRANGER_MESSAGES_PER_MINUTE';

/** What one message takes of the minute's burst, in milliseconds. */
export const burstCostMs = ({ env }: Counting): number =>
  Math.ceil(MINUTE_MS / env.MESSAGES_PER_MINUTE);

interface Expressions {
  accountId: string;
  conversationId: string;
  costMs: string;
  source?: string;
}

/** SQL that takes messages of the burst; it answers whether they were granted, or else when they will be. */
export const takingBurst = ({ accountId, conversationId, costMs, source }: Expressions): string => `
  ${takingFromRate({
    key: `'${BURST}:' || ${accountId} || ':' || ${conversationId}`,
    costMs,
    burstMs: String(MINUTE_MS),
    source,
  })}
  RETURNING granted, CASE WHEN NOT granted THEN used_until + (${costMs} - ${MINUTE_MS}) * interval '1 ms' END AS retry_at`;

const TAKE_BURST = takingBurst({
  accountId: '$1::text',
  conversationId: '$2::text',
  costMs: '$3::float8',
});

export const burstExceeded = ({ env }: Counting, retryAt: Date): MessageRateLimitedError =>
  new MessageRateLimitedError(BURST, env.MESSAGES_PER_MINUTE, retryAt);

/** Takes several messages of the burst at once, all of them or none. */
export async function takeBurst(
  backend: Counting,
  { db }: Transaction,
  { accountId }: Viewer,
  { conversationId, messages }: { conversationId: string; messages: number },
): Promise<void> {
  refuseMoreThan(backend.env.MESSAGES_PER_MINUTE, messages);
  const [taken] = await db.$queryRawUnsafe<{ granted: boolean; retry_at: Date | null }[]>(
    TAKE_BURST,
    accountId,
    conversationId,
    burstCostMs(backend) * messages,
  );
  if (taken && !taken.granted) throw burstExceeded(backend, taken.retry_at ?? new Date());
}

/**
 * Refuses more than so many messages in any minute between people who are no friends, whatever has become of those that
 * count. The conversation has to be locked.
 */
export async function requireStrangersPace(
  { env }: Counting,
  { db }: Transaction,
  { accountId }: Viewer,
  { conversationId, messages }: { conversationId: string; messages: number },
): Promise<void> {
  const most = env.STRANGER_MESSAGES_PER_MINUTE;
  refuseMoreThan(most, messages);
  // The latest that has to be a minute ago. Messages of a conversation are dated in their order, by the database.
  const [over] = await db.$queryRaw<{ retry_at: Date }[]>`
    SELECT created_at + ${MINUTE_MS} * interval '1 ms' AS retry_at FROM (
      SELECT created_at FROM message
      WHERE conversation_id = ${conversationId}::uuid AND sender_id = ${accountId}::uuid
      ORDER BY seq DESC OFFSET ${most - messages} LIMIT 1
    ) AS sent
    WHERE created_at > clock_timestamp() - ${MINUTE_MS} * interval '1 ms'`;
  if (over) throw new MessageRateLimitedError(BETWEEN_STRANGERS, most, over.retry_at);
}

/** No waiting would help. */
function refuseMoreThan(most: number, messages: number): void {
  if (messages > most)
    throw new LimitReachedError(
      most,
      `At most ${most} messages a minute go to this conversation. Send fewer, or several as one chat history.`,
    );
}
