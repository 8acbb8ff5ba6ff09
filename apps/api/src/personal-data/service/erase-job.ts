import type { Erasure } from '@teahouse/db/client';
import { forgetAttempts } from '../../accounts/attempts.ts';
import { forgetCodeCounts } from '../../accounts/codes.ts';
import { withdrawOutgoing } from '../../platform/outgoing.ts';
import type { Backend } from '../../realtime/backend.ts';
import { readTraces } from './erase.ts';
import { endContacts } from './erase-contacts.ts';
import { removeFiles } from './erase-files.ts';
import { forgetSettings, leaveGroups } from './erase-groups.ts';
import { removeOwnMessages } from './erase-messages.ts';
import { withdrawMoments } from './erase-moments.ts';
import { forgetNames } from './erase-names.ts';
import {
  CLAIM_SECONDS,
  changeRows,
  InterruptedError,
  removeRows,
  step,
  type Work,
} from './erase-work.ts';
import { removeDataExports } from './exports.ts';

/** Rows that are the person's alone, and that nobody is told of. They go by the column that says whose they are. */
export const OWN_ROWS = [
  ['draft', 'account_id'],
  ['scheduled_message', 'account_id'],
  ['reminder', 'account_id'],
  ['message_hidden', 'account_id'],
  ['voice_heard', 'account_id'],
  ['background', 'account_id'],
  ['friend_category', 'account_id'],
  ['privacy', 'account_id'],
  ['moment_settings', 'account_id'],
  ['moment_relation', 'account_id'],
  ['moment_relation', 'other_id'],
  ['moment_audience', 'account_id'],
  ['department_member', 'account_id'],
  ['external_identity', 'account_id'],
  ['former_username', 'account_id'],
  ['session', 'account_id'],
] as const;

/** Rows that the event log still speaks of, without a word in them: they go when it has forgotten those events. */
export const LATE_ROWS = [
  ['friend_request', 'from_id'],
  ['friend_request', 'to_id'],
  ['join_request', 'account_id'],
  ['group_invite', 'invitee_id'],
  ['profile_change', 'account_id'],
] as const;

/** What is done, in this order; each part can be begun again at any time, and finds nothing where it is done. */
export const PARTS: readonly { name: string; run(work: Work): Promise<void> }[] = [
  { name: 'traces', run: forgetTraces },
  { name: 'exports', run: ({ backend, accountId }) => removeDataExports(backend, accountId) },
  { name: 'moments', run: withdrawMoments },
  { name: 'groups', run: leaveGroups },
  { name: 'contacts', run: endContacts },
  { name: 'rows', run: removeOwnRows },
  { name: 'settings', run: forgetSettings },
  { name: 'messages', run: removeOwnMessages },
  { name: 'names', run: forgetNames },
  { name: 'files', run: removeFiles },
];

/**
 * Once at once; once more when nothing can be under way that began before the account was closed, for it may have written
 * what was removed already; and at last when the event log has forgotten the person.
 */
const SETTLED_SECONDS = 90;
const ROUNDS = 3;
const DAY_SECONDS = 86_400;

/** Removes what is left of deleted accounts, by any number of processes side by side. */
export async function eraseDeletedAccounts(backend: Backend, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const erasure = await claim(backend);
    if (!erasure) return;
    try {
      await runRound({ backend, accountId: erasure.accountId, signal }, erasure);
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      return;
    }
  }
}

async function claim({ pool }: Backend): Promise<Erasure | undefined> {
  const { rows } = await pool.query<Erasure>(
    `UPDATE erasure SET claimed_until = now() + make_interval(secs => $1)
     WHERE account_id = (
       SELECT account_id FROM erasure
       WHERE next_round_at <= now()::timestamptz(3) AND coalesce(claimed_until < now(), true)
       ORDER BY next_round_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING account_id AS "accountId", traces, rounds, next_round_at AS "nextRoundAt",
       claimed_until AS "claimedUntil", created_at AS "createdAt"`,
    [CLAIM_SECONDS],
  );
  return rows[0];
}

async function runRound(work: Work, { rounds, createdAt }: Erasure): Promise<void> {
  const { backend, accountId } = work;
  for (const { name, run } of PARTS) {
    await step(work, async () => {});
    await run(work);
    backend.log.debug({ accountId, round: rounds + 1, part: name }, 'Removed of a deleted account');
  }
  const { EVENT_RETENTION_DAYS } = backend.env;
  if (rounds === 0) return endRound(work, rounds, SETTLED_SECONDS);
  if (rounds + 1 < ROUNDS) return endRound(work, rounds, (EVENT_RETENTION_DAYS + 1) * DAY_SECONDS);
  // Whoever has been away reads the events of then as long as they are there, and finds what they speak of.
  if (await remembers(backend, createdAt)) return postpone(work);
  await removeLateRows(work);
  await backend.pool.query('DELETE FROM erasure WHERE account_id = $1', [accountId]);
  backend.log.info({ accountId }, 'Nothing is left of a deleted account');
}

/** False in effect where another process has ended it already. */
async function endRound(
  { backend, accountId }: Work,
  rounds: number,
  seconds: number,
): Promise<void> {
  await backend.pool.query(
    `UPDATE erasure SET rounds = rounds + 1, claimed_until = NULL,
       next_round_at = now() + make_interval(secs => $3)
     WHERE account_id = $1 AND rounds = $2`,
    [accountId, rounds, seconds],
  );
  backend.log.info({ accountId, round: rounds + 1 }, 'A deleted account is removed');
}

/** Whether the log still has events from when an account was closed. */
async function remembers({ pool }: Backend, closedAt: Date): Promise<boolean> {
  const { rows } = await pool.query<{ remembers: boolean }>(
    `SELECT EXISTS (SELECT FROM event WHERE created_at < $1::timestamptz + interval '1 day') AS remembers`,
    [closedAt],
  );
  return rows[0]?.remembers ?? false;
}

async function postpone({ backend, accountId }: Work): Promise<void> {
  await backend.pool.query(
    `UPDATE erasure SET claimed_until = NULL, next_round_at = now() + interval '1 hour' WHERE account_id = $1`,
    [accountId],
  );
}

/** What is counted, waits and is queued under their names and addresses; and then those names and addresses. */
async function forgetTraces(work: Work): Promise<void> {
  const { backend, accountId } = work;
  const erasure = await step(work, (tx) => tx.db.erasure.findUnique({ where: { accountId } }));
  if (!erasure?.traces) return;
  const traces = readTraces(backend.env, erasure.traces);
  if (traces) {
    await forgetAttempts(backend, traces);
    await forgetCodeCounts(backend, traces);
    await withdrawOutgoing(backend, [...traces.emails, ...traces.phones], erasure.createdAt);
  } else backend.log.warn({ accountId }, 'Traces were sealed under another SESSION_SECRET');
  await step(work, (tx) =>
    tx.db.erasure.update({
      where: { accountId },
      data: { traces: null },
      select: { rounds: true },
    }),
  );
}

async function removeOwnRows(work: Work): Promise<void> {
  for (const [table, column] of OWN_ROWS) await removeRows(work, table, column);
  await changeRows(
    work,
    `UPDATE link_preview SET requested_by_id = NULL WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM link_preview WHERE requested_by_id = $1::uuid LIMIT $2))`,
  );
}

async function removeLateRows(work: Work): Promise<void> {
  for (const [table, column] of LATE_ROWS) await removeRows(work, table, column);
  await removeRows(work, 'event', 'stream_id');
  await removeRows(work, 'stream', 'id');
}
