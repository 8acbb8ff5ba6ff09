import { randomBytes } from 'node:crypto';
import type { DataExport } from '@teahouse/db/client';
import type { Language } from '../../platform/languages.ts';
import { postLetter } from '../../platform/outgoing.ts';
import { asThemself } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { fillArchive } from '../archive/filling.ts';
import { WORDS } from '../archive/languages.ts';
import type { Making } from '../archive/making.ts';
import { loadRemarks } from '../archive/people.ts';
import { createArchive } from '../archive/zip.ts';
import { exportReadyLetter } from '../letters.ts';
import { collect, type Totals } from './collecting.ts';
import { tellExport } from './exports.ts';

/** Under way at a time, by all processes together: each reads as fast as it can. */
const PARALLEL = 2;
const ATTEMPTS_MAX = 3;
/** Before the second and the third try. */
const BACKOFF_SECONDS = [30, 300] as const;
/** Longer than a process stands still without having died. */
const CLAIM_SECONDS = 60;
const RENEW_MS = 5_000;
/** How often somebody hears of progress at most. Each hundredth of the messages and of the bytes is one step. */
const TELL_MS = 500;
const DAY_MS = 86_400_000;

/** Claims are made one process after the other, so that all together never take more than there is room for. */
const CLAIMING = 7_305_002;

type Claim = DataExport & { storageKey: string };

/** The archive is not this process's to make any more: it was cancelled, or another one has succeeded it. */
class ClaimLostError extends Error {}

/**
 * One round: makes one archive that is waited for. To be called about every second, by any number of processes, also while
 * an earlier round is under way. A process that dies is succeeded by one that starts over: an archive is one stream, in
 * which nobody can go on in the middle. Answers what it made, or null.
 */
export async function makeDataExport(
  backend: Backend,
  stopping?: AbortSignal,
): Promise<string | null> {
  const claim = await claimDue(backend);
  if (!claim) return null;
  const ending = new AbortController();
  const signal = stopping ? AbortSignal.any([stopping, ending.signal]) : ending.signal;
  const renewing = setInterval(() => renew(backend, claim, ending), RENEW_MS);
  try {
    const archiveBytes = await make(backend, claim, signal);
    await finish(backend, claim, archiveBytes);
    return claim.id;
  } catch (error) {
    await giveUp(backend, claim, stopping?.aborted ? null : error);
    return null;
  } finally {
    clearInterval(renewing);
    ending.abort();
  }
}

/** What a dead process was at is due again, unless it was tried often enough: the account may be what killed it. */
async function claimDue(backend: Backend): Promise<Claim | null> {
  const key = `exports/${randomBytes(20).toString('hex')}`;
  return transaction(backend, async (tx) => {
    await tx.db.$executeRaw`SELECT pg_advisory_xact_lock(${CLAIMING}::bigint)`;
    const lost = await tx.db.$queryRaw<Pick<DataExport, 'id' | 'accountId'>[]>`
      UPDATE data_export SET state = CASE WHEN attempts < ${ATTEMPTS_MAX} THEN 'QUEUED' ELSE 'FAILED' END::data_export_state,
        finished_at = CASE WHEN attempts < ${ATTEMPTS_MAX} THEN NULL ELSE now() END,
        claimed_until = NULL, storage_key = NULL
      WHERE state = 'RUNNING' AND claimed_until < now()::timestamptz(3)
      RETURNING id, account_id AS "accountId"`;
    for (const one of lost) tellExport(tx, one);
    const [due] = await tx.db.$queryRaw<{ id: string }[]>`
      SELECT id FROM data_export WHERE state = 'QUEUED' AND due_at <= now()::timestamptz(3)
      ORDER BY due_at, id
      LIMIT CASE WHEN (SELECT count(*) FROM data_export WHERE state = 'RUNNING') < ${PARALLEL} THEN 1 ELSE 0 END
      FOR UPDATE SKIP LOCKED`;
    if (!due) return null;
    await tx.db.$executeRaw`
      UPDATE data_export SET state = 'RUNNING', attempts = attempts + 1, storage_key = ${key},
        storage_keys = array_append(storage_keys, ${key}), messages_done = 0, messages_total = 0, files_done = 0, files_total = 0,
        bytes_done = 0, bytes_total = 0, claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS}::int)
      WHERE id = ${due.id}::uuid`;
    const claimed = await tx.db.dataExport.findUniqueOrThrow({ where: { id: due.id } });
    tellExport(tx, claimed);
    return { ...claimed, storageKey: key };
  });
}

/** Still this process's own, by the key that only it writes to. */
const own = ({ id, storageKey }: Claim) => ({ id, storageKey, state: 'RUNNING' as const });

async function renew({ db }: Backend, claim: Claim, ending: AbortController): Promise<void> {
  const held = db.$executeRaw`
    UPDATE data_export SET claimed_until = now() + make_interval(secs => ${CLAIM_SECONDS}::int)
    WHERE id = ${claim.id}::uuid AND storage_key = ${claim.storageKey} AND state = 'RUNNING'`;
  // A database out of reach for a moment ends nothing: the claim goes on for a while by itself.
  if ((await held.catch(() => 1)) === 0) ending.abort(new ClaimLostError());
}

async function make(backend: Backend, claim: Claim, signal: AbortSignal): Promise<number> {
  const { id, accountId, storageKey, storageKeys } = claim;
  const language = claim.language as Language;
  // What tries before this one have left behind.
  await backend.storage.discard(storageKeys.filter((key) => key !== storageKey));
  const totals = await collect(backend, id, accountId);
  await update(backend, claim, totals);
  const began = new Date();
  const viewer = asThemself(accountId);
  const archive = createArchive(began);
  const making: Making = {
    backend,
    viewer,
    export: claim,
    began,
    language,
    words: WORDS[language],
    remarks: await loadRemarks(backend, viewer),
    archive,
    advance: progressOf(backend, claim, totals, signal),
  };
  // Whichever fails ends the other, which would wait for it.
  const end = (error: Error): never => {
    archive.output.destroy(error);
    throw error;
  };
  const storing = backend.storage.writeStream(storageKey, archive.output, signal).catch(end);
  const filling = fillArchive(making).catch(end);
  const [bytes, filled] = await Promise.allSettled([storing, filling]);
  signal.throwIfAborted();
  // Why the filling failed is the reason; that the stream broke off then is what follows from it, or the other way round.
  if (filled.status === 'rejected' && bytes.status === 'fulfilled') throw filled.reason;
  if (bytes.status === 'rejected') throw bytes.reason;
  return bytes.value;
}

/** Counts what is written down, and tells of it now and then. Nobody is told of more than has been done. */
function progressOf(
  backend: Backend,
  claim: Claim,
  { messagesTotal, filesTotal, bytesTotal }: Totals,
  signal: AbortSignal,
): Making['advance'] {
  const all = { messages: messagesTotal, files: filesTotal, bytes: Number(bytesTotal) };
  const done = { messages: 0, files: 0, bytes: 0 };
  const steps = () =>
    Math.floor((100 * done.messages) / (all.messages || 1)) +
    Math.floor((100 * done.bytes) / (all.bytes || 1));
  let told = 0;
  let toldAt = 0;
  return async (more) => {
    signal.throwIfAborted();
    // Somebody who comes into a conversation meanwhile may find more than was counted.
    for (const unit of ['messages', 'files', 'bytes'] as const)
      done[unit] = Math.min(all[unit], done[unit] + (more[unit] ?? 0));
    if (steps() === told || Date.now() - toldAt < TELL_MS) return;
    [told, toldAt] = [steps(), Date.now()];
    await update(backend, claim, {
      messagesDone: done.messages,
      filesDone: done.files,
      bytesDone: BigInt(done.bytes),
    });
  };
}

async function update(
  backend: Backend,
  claim: Claim,
  data: Partial<Pick<DataExport, 'messagesDone' | 'filesDone' | 'bytesDone'> & Totals>,
): Promise<void> {
  await transaction(backend, async (tx) => {
    const { count } = await tx.db.dataExport.updateMany({ where: own(claim), data });
    if (count === 0) throw new ClaimLostError();
    tellExport(tx, claim);
  });
}

/** It is there: the person is told, and one from before that it takes the place of is no longer needed. */
async function finish(backend: Backend, claim: Claim, archiveBytes: number): Promise<void> {
  const days = backend.env.DATA_EXPORT_DAYS;
  const finishedAt = new Date();
  const replaced = await transaction(backend, async (tx) => {
    const { id, accountId } = claim;
    const { messagesTotal, filesTotal, bytesTotal } = await tx.db.dataExport.findUniqueOrThrow({
      where: { id },
    });
    const { count } = await tx.db.dataExport.updateMany({
      where: own(claim),
      data: {
        state: 'READY',
        archiveBytes,
        finishedAt,
        expiresAt: new Date(finishedAt.getTime() + days * DAY_MS),
        claimedUntil: null,
        messagesDone: messagesTotal,
        filesDone: filesTotal,
        bytesDone: bytesTotal,
      },
    });
    if (count === 0) throw new ClaimLostError();
    const before = await tx.db.dataExport.updateManyAndReturn({
      where: { accountId, state: 'READY', id: { not: id } },
      data: { state: 'EXPIRED' },
    });
    for (const one of [claim, ...before]) tellExport(tx, one);
    await writeToOwner(backend, tx, claim, days);
    return before;
  });
  await backend.storage
    .discard(replaced.flatMap(({ storageKeys }) => storageKeys))
    // The clean-up comes by again.
    .catch((error) => backend.log.warn({ error: String(error) }, 'An archive is not removed yet'));
}

async function writeToOwner(
  backend: Backend,
  tx: Transaction,
  { accountId, language }: Claim,
  days: number,
): Promise<void> {
  const account = await tx.db.account.findUniqueOrThrow({ where: { id: accountId } });
  if (!account.email || !account.emailVerifiedAt) return;
  await postLetter(backend, tx, exportReadyLetter(account.email, language as Language, days));
}

/** Nothing is left of this try. Whoever is asked to stop hands it back as if they had never begun. */
async function giveUp(backend: Backend, claim: Claim, error: unknown): Promise<void> {
  await backend.storage.discard([claim.storageKey]).catch(() => {});
  if (error instanceof ClaimLostError) return;
  if (error) backend.log.warn({ err: error, attempts: claim.attempts }, 'An archive was not made');
  const wait = error ? BACKOFF_SECONDS[claim.attempts - 1] : 0;
  await transaction(backend, async (tx) => {
    const { count } = await tx.db.dataExport.updateMany({
      where: own(claim),
      data: {
        storageKey: null,
        claimedUntil: null,
        ...(wait === undefined
          ? { state: 'FAILED', finishedAt: new Date() }
          : { state: 'QUEUED', dueAt: new Date(Date.now() + wait * 1_000) }),
        ...(error ? {} : { attempts: { decrement: 1 } }),
      },
    });
    if (count > 0) tellExport(tx, claim);
  });
}
