import type { TranscriptionState, VoiceTranscript } from '@teahouse/db/client';
import type { TransactionClient } from '../platform/db.ts';
import { speechEngine, transcribe } from '../platform/speech.ts';
import { SpeechError } from '../platform/speech-engine.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { type Transaction, transaction } from '../realtime/transaction.ts';
import { TranscriptionLimitError, TranscriptionUnavailableError } from './errors.ts';
import { variantKey } from './service/uploads.ts';

/** Tells whom it concerns what has become of a recording's text, in the transaction that stores it. */
export type OnTranscribed = (tx: Transaction, fileId: string, text: string | null) => Promise<void>;

const ATTEMPTS_MAX = 3;
/** Before the second and the third try. */
const BACKOFF_SECONDS = [10, 60] as const;
const HOUR_SECONDS = 3_600;
/** Beyond what the engine may take: for reading the recording and storing the text. */
const CLAIM_LEEWAY_SECONDS = 60;

/** Whether there is an engine that turns speech into text. */
export const canTranscribe = ({ env }: Pick<Backend, 'env'>): boolean => speechEngine(env) !== null;

/** Refuses where there is no engine, and to whoever has asked as often as an hour takes. */
export async function requireTranscribing(backend: Backend, viewer: Viewer): Promise<void> {
  if (!canTranscribe(backend)) throw new TranscriptionUnavailableError();
  const times = backend.env.TRANSCRIPTIONS_PER_HOUR;
  const rate = { rule: 'TRANSCRIPTIONS_PER_HOUR', times, seconds: HOUR_SECONDS };
  const retryAt = await backend.rates.take(rate, viewer.accountId);
  if (retryAt) throw new TranscriptionLimitError(rate.rule, retryAt);
}

/**
 * Asks for the text of a recording, in the caller's transaction; whether that changed anything. One that is there, or on its
 * way, stays as it is: however many ask, the engine is asked once.
 */
export async function requestTranscription(
  { db }: { db: Pick<TransactionClient, '$executeRaw'> },
  fileId: string,
): Promise<boolean> {
  const asked = await db.$executeRaw`
    INSERT INTO voice_transcript (file_id) VALUES (${fileId}::uuid)
    ON CONFLICT (file_id) DO UPDATE SET state = 'PENDING', failure = NULL, attempts = 0, next_attempt_at = now()
    WHERE voice_transcript.state = 'FAILED'`;
  return asked > 0;
}

/** What is known of the text of a recording. */
export type Transcription = Pick<VoiceTranscript, 'state' | 'text'> & {
  failure: SpeechError['failure'] | null;
};

/** What is known of each of these recordings' texts; null where nobody has asked. */
export async function loadTranscriptions(
  { db }: { db: Pick<TransactionClient, 'voiceTranscript'> },
  fileIds: readonly string[],
): Promise<(Transcription | null)[]> {
  const rows = await db.voiceTranscript.findMany({ where: { fileId: { in: [...fileIds] } } });
  const known = new Map(rows.map((row) => [row.fileId, row as Transcription]));
  return fileIds.map((id) => known.get(id) ?? null);
}

interface Claim {
  fileId: string;
  attempts: number;
  until: Date;
}

/**
 * One round: takes what is due, asks the engine, and stores. To be called about every second, by any number of processes,
 * also while an earlier round is under way. Answers with the recordings that have become text or have failed for good.
 */
export async function runTranscriptions(
  backend: Backend,
  onTranscribed: OnTranscribed,
): Promise<string[]> {
  const round = (await claimDue(backend, onTranscribed)).map(async (claim) => {
    const outcome = await understand(backend, claim);
    return (await store(backend, claim, outcome, onTranscribed)) ? [claim.fileId] : [];
  });
  const settled = await Promise.allSettled(round);
  return settled.flatMap((one) => {
    if (one.status === 'fulfilled') return one.value;
    // Its claim runs out, and it is tried again.
    backend.log.warn({ error: String(one.reason) }, 'A transcript could not be stored');
    return [];
  });
}

/** Claims are made one process after the other, so that all together never take more than there is room for. */
const CLAIMING = 7_305_001;

/** What a dead process had taken goes back, unless it was tried often enough: the recording may be what killed it. */
async function claimDue(backend: Backend, onTranscribed: OnTranscribed): Promise<Claim[]> {
  const { SPEECH_PARALLEL, SPEECH_TIMEOUT_SECONDS } = backend.env;
  return transaction(backend, async (tx) => {
    await tx.db.$executeRaw`SELECT pg_advisory_xact_lock(${CLAIMING}::bigint)`;
    const released = await tx.db.$queryRaw<{ file_id: string; state: TranscriptionState }[]>`
      UPDATE voice_transcript SET claimed_until = NULL,
        next_attempt_at = CASE WHEN attempts < ${ATTEMPTS_MAX} THEN now() END,
        state = CASE WHEN attempts < ${ATTEMPTS_MAX} THEN state ELSE 'FAILED' END,
        failure = CASE WHEN attempts < ${ATTEMPTS_MAX} THEN NULL ELSE 'ENGINE' END
      WHERE claimed_until < now()::timestamptz(3)
      RETURNING file_id, state`;
    for (const { file_id, state } of released)
      if (state === 'FAILED') await onTranscribed(tx, file_id, null);
    return tx.db.$queryRaw<Claim[]>`
      UPDATE voice_transcript t
      SET attempts = attempts + 1,
          claimed_until = now() + make_interval(secs => ${SPEECH_TIMEOUT_SECONDS + CLAIM_LEEWAY_SECONDS}::int)
      FROM (
        SELECT file_id FROM voice_transcript WHERE next_attempt_at <= now()::timestamptz(3) AND claimed_until IS NULL
        ORDER BY next_attempt_at
        LIMIT greatest(0, ${SPEECH_PARALLEL}::int
          - (SELECT count(*) FROM voice_transcript WHERE claimed_until IS NOT NULL))
        FOR UPDATE SKIP LOCKED
      ) AS chosen
      WHERE t.file_id = chosen.file_id
      RETURNING t.file_id AS "fileId", t.attempts, t.claimed_until AS until`;
  });
}

const EXTENSIONS: Record<string, string> = {
  'audio/webm': 'webm',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
};

/** What the engine makes of it: a text, or why there is none. */
async function understand(backend: Backend, { fileId }: Claim): Promise<string | SpeechError> {
  const { env, db, storage, log } = backend;
  const engine = speechEngine(env);
  if (!engine) return new SpeechError('No engine any more', 'ENGINE');
  try {
    const file = await db.storedFile.findUniqueOrThrow({ where: { id: fileId } });
    const { mediaType } = file;
    const bytes = await storage.read(variantKey(file, 'FULL'));
    const fileName = `voice.${EXTENSIONS[mediaType] ?? 'wav'}`;
    return await transcribe(env, engine, { bytes, mediaType, fileName });
  } catch (error) {
    if (error instanceof SpeechError) return error;
    log.warn({ error: String(error) }, 'A recording could not be read');
    return new SpeechError('Recording out of reach', 'ENGINE');
  }
}

/** False while it is to be tried again, and when the claim had run out and the row is somebody else's by now. */
function store(
  backend: Backend,
  { fileId, attempts, until }: Claim,
  outcome: string | SpeechError,
  onTranscribed: OnTranscribed,
): Promise<boolean> {
  return transaction(backend, async (tx) => {
    if (typeof outcome === 'string') {
      const stored = await tx.db.$executeRaw`
        UPDATE voice_transcript SET state = 'READY', text = ${outcome}, next_attempt_at = NULL, claimed_until = NULL
        WHERE file_id = ${fileId}::uuid AND claimed_until = ${until}`;
      if (stored > 0) await onTranscribed(tx, fileId, outcome);
      return stored > 0;
    }
    const { message: reason, failure, final } = outcome;
    backend.log.warn({ reason, attempts }, 'A recording was not turned into text');
    const wait = final || attempts >= ATTEMPTS_MAX ? null : BACKOFF_SECONDS[attempts - 1];
    const failed = await tx.db.$executeRaw`
      UPDATE voice_transcript
      SET claimed_until = NULL, next_attempt_at = now() + make_interval(secs => ${wait ?? null}::int),
          state = CASE WHEN ${wait ?? null}::int IS NULL THEN 'FAILED' ELSE state END,
          failure = CASE WHEN ${wait ?? null}::int IS NULL THEN ${failure} END
      WHERE file_id = ${fileId}::uuid AND claimed_until = ${until}`;
    const settled = failed > 0 && !wait;
    if (settled) await onTranscribed(tx, fileId, null);
    return settled;
  });
}
