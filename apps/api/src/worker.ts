import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pruneCaptchas } from './accounts/captcha.ts';
import { pruneCodes } from './accounts/codes.ts';
import { pruneAssertions } from './accounts/service/identities.ts';
import { tellProfileChanges } from './accounts/service/profile.ts';
import { pruneRetiredUsernames } from './accounts/usernames.ts';
import { fillNameKeys } from './contacts/service/name-keys.ts';
import { tellFriends } from './contacts/service/profiles.ts';
import { expireFriendRequests } from './contacts/service/requests.ts';
import { tellConversations } from './groups/service/profiles.ts';
import { runLinkPreviews } from './links/service.ts';
import { removeUnusedFiles } from './media/service/clean-up.ts';
import { runTranscriptions } from './media/transcription.ts';
import { removeUnusedPreviews, tellPreviewed } from './messages/service/previews.ts';
import { tellTranscribed } from './messages/service/voice.ts';
import { tellMomentsPreviewed } from './moments/service/previews.ts';
import { removeOldArchives } from './personal-data/service/clean-up.ts';
import { eraseDeletedAccounts } from './personal-data/service/erase-job.ts';
import { makeDataExport } from './personal-data/service/making.ts';
import { pruneOutbox, sendOutgoing } from './platform/outgoing.ts';
import { pruneRates } from './platform/rates.ts';
import type { Backend } from './realtime/backend.ts';
import { prune } from './realtime/log.ts';
import { fireDueReminders } from './schedules/service/reminders.ts';
import { sendDueMessages } from './schedules/service/sending.ts';

/** Work that comes again and again, and that several processes may do side by side. */
export interface Job {
  name: string;
  everyMs: number;
  /** Whether a round may begin while an earlier one is still under way. */
  overlapping?: boolean;
  /** One round: whatever is due. A long one looks at the signal between two pieces of work, and ends early when asked to. */
  run(backend: Backend, signal: AbortSignal): Promise<unknown>;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
const PRUNE_BATCH = 10_000;

const JOBS: readonly Job[] = [
  { name: 'spent assertions', everyMs: HOUR_MS, run: pruneAssertions },
  { name: 'used-up limits', everyMs: HOUR_MS, run: ({ pool }) => pruneRates(pool) },
  { name: 'spent captchas', everyMs: HOUR_MS, run: ({ db }) => pruneCaptchas(db) },
  { name: 'codes past their time', everyMs: HOUR_MS, run: pruneCodes },
  { name: 'development outbox', everyMs: HOUR_MS, run: pruneOutbox },
  { name: 'retention', everyMs: HOUR_MS, run: removeOldEvents },
  { name: 'unused files', everyMs: HOUR_MS, run: removeUnusedFiles },
  { name: 'unused link previews', everyMs: HOUR_MS, run: removeUnusedPreviews },
  {
    name: 'profiles',
    everyMs: SECOND_MS,
    run: (backend, signal) => tellProfileChanges(backend, [tellFriends, tellConversations], signal),
  },
  { name: 'deleted accounts', everyMs: SECOND_MS, run: eraseDeletedAccounts },
  { name: 'usernames of deleted accounts', everyMs: HOUR_MS, run: pruneRetiredUsernames },
  { name: 'friend requests', everyMs: HOUR_MS, run: expireFriendRequests },
  { name: 'names', everyMs: SECOND_MS, run: fillNameKeys },
  { name: 'scheduled messages', everyMs: SECOND_MS, run: sendDueMessages },
  { name: 'reminders', everyMs: SECOND_MS, run: fireDueReminders },
  {
    name: 'letters and short messages',
    everyMs: SECOND_MS,
    // A server that hangs keeps nobody waiting for longer than its own share.
    overlapping: true,
    run: sendOutgoing,
  },
  {
    name: 'link previews',
    everyMs: SECOND_MS,
    // A host that is slow to answer keeps nobody waiting but itself.
    overlapping: true,
    run: (backend) =>
      runLinkPreviews(backend, async (tx, url) => {
        await tellPreviewed(tx, url);
        await tellMomentsPreviewed(tx, url);
      }),
  },
  { name: 'archives past their time', everyMs: HOUR_MS, run: removeOldArchives },
  {
    name: 'archives of personal data',
    everyMs: SECOND_MS,
    // A large account takes its time.
    overlapping: true,
    run: makeDataExport,
  },
  {
    name: 'voice transcriptions',
    everyMs: SECOND_MS,
    // An engine takes its time with each recording.
    overlapping: true,
    run: (backend) => runTranscriptions(backend, tellTranscribed),
  },
];

/**
 * Work that nobody waits for. Each job has a loop of its own, so that neither a slow nor a failing one holds up the
 * others. Stopping answers once the rounds that are running have ended.
 */
export function startWorker(backend: Backend, jobs: readonly Job[] = JOBS): () => Promise<void> {
  const stopping = new AbortController();
  // Every job listens while it sleeps; Node takes more than ten listeners for a leak unless told otherwise.
  setMaxListeners(2 * jobs.length, stopping.signal);
  const loops = jobs.map((job) => repeat(backend, job, stopping.signal));
  return async () => {
    stopping.abort();
    await Promise.all(loops);
  };
}

async function repeat(backend: Backend, job: Job, signal: AbortSignal): Promise<void> {
  const running = new Set<Promise<void>>();
  let failing = false;
  const runOnce = async () => {
    try {
      await job.run(backend, signal);
      if (failing) backend.log.info({ job: job.name }, 'A job works again');
      failing = false;
    } catch (error) {
      // Said once and not every second, for as long as an outage lasts.
      if (!failing)
        backend.log.warn({ job: job.name, err: error }, 'A job fails and is tried again');
      failing = true;
    }
  };
  while (!signal.aborted) {
    const round = runOnce().finally(() => running.delete(round));
    running.add(round);
    if (!job.overlapping) await round;
    await sleep(job.everyMs, undefined, { signal }).catch(() => {});
  }
  await Promise.all(running);
}

async function removeOldEvents({ pool, env, log }: Backend, signal: AbortSignal): Promise<void> {
  let removed = 0;
  for (let batch = PRUNE_BATCH; batch === PRUNE_BATCH && !signal.aborted; removed += batch)
    batch = await prune(pool, env.EVENT_RETENTION_DAYS, PRUNE_BATCH);
  if (removed > 0) log.info({ removed }, 'Removed events past their retention');
}
