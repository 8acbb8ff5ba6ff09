import { takingFromRate } from '../platform/rates.ts';
import { isBlank, wellFormed } from '../platform/text.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import type { Transaction } from '../realtime/transaction.ts';
import { MomentRateLimitedError, MomentTextTooLongError } from './errors.ts';

/** A text as it is kept: one kind of line break, nothing that PostgreSQL cannot hold, no white space around; '' when nothing shows. */
export function checkText(given: string, limit: number): string {
  const text = wellFormed(given).replaceAll('\r\n', '\n').replaceAll('\0', '').trim();
  const length = [...text].length;
  if (length > limit) throw new MomentTextTooLongError(limit, length);
  return isBlank(text) ? '' : text;
}

/** By the name of the setting; in milliseconds. */
const PERIODS = {
  MOMENTS_PER_DAY: 86_400_000,
  MOMENT_COMMENTS_PER_MINUTE: 60_000,
  MOMENT_LIKES_PER_MINUTE: 60_000,
} as const;

const TAKE = `${takingFromRate({ key: '$1::text', costMs: '$2::float8', burstMs: '$3::float8' })}
  RETURNING granted, used_until + ($2::float8 - $3::float8) * interval '1 ms' AS retry_at`;

/** Takes one off a person's limit, within the transaction: what is refused or comes again counts for nothing. */
export async function takeLimit(
  { env }: Pick<Backend, 'env'>,
  { db }: Transaction,
  { accountId }: Viewer,
  rule: keyof typeof PERIODS,
): Promise<void> {
  const [most, periodMs] = [env[rule], PERIODS[rule]];
  const [taken] = await db.$queryRawUnsafe<{ granted: boolean; retry_at: Date }[]>(
    TAKE,
    `${rule}:${accountId}`,
    Math.ceil(periodMs / most),
    periodMs,
  );
  if (taken && !taken.granted) throw new MomentRateLimitedError(rule, most, taken.retry_at);
}
