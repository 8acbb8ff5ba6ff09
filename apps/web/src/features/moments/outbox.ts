'use client';

import type { Client } from 'urql';
import { fetchAhead, onDemand } from '@/components/on-demand';
import { Opened, useOpened } from '@/lib/outbox/opened';
import type { MomentOutbox, UnpostedMoment } from './moment-outbox';
import { type AttachedFile, type MomentWords, openMomentsDb } from './moments-db';

const opened = new Opened<MomentOutbox>();
const outboxes = onDemand(() => import('./moment-outbox'));

/** Nothing of it is needed before a post waits; without it that is as if the API could not be reached. */
const loadPosting = () => import('./posting');
fetchAhead(() => loadPosting().catch(() => {}));

/** Begins to post what waits, also from before this page was loaded; the function returned ends it. */
export const startMomentOutbox = (accountId: string, client: Client): (() => void) =>
  opened.start(
    Promise.all([openMomentsDb(accountId), outboxes.whenThere()]).then(
      ([db, { MomentOutbox }]) =>
        new MomentOutbox(db, async (moment, tools) =>
          (await loadPosting()).postWaiting(client, moment, tools),
        ),
    ),
    { begin: (outbox) => outbox.start(accountId), drop: (outbox) => outbox.close() },
  );

/** Takes a post on. Resolves once it is safely stored; rejects, with nothing taken on, when the browser cannot store it. */
export const enqueueMoment = async (words: MomentWords, files: readonly AttachedFile[]) =>
  (await opened.current()).add(words, files);
export const retryMoment = async (clientId: string) => (await opened.current()).retry(clientId);
export const discardMoment = async (clientId: string) => (await opened.current()).discard(clientId);
export const momentsArrived = (momentIds: ReadonlySet<string>) => opened.now()?.arrived(momentIds);

const none: readonly UnpostedMoment[] = [];

/** My posts that the feed does not show yet, in the order of writing. */
export const useUnposted = (): readonly UnpostedMoment[] =>
  useOpened(opened, (outbox) => outbox.view(), none);

const countWaiting = (outbox: MomentOutbox): number =>
  outbox.view().filter(({ state }) => state === 'queued' || state === 'posting').length;

/** How many posts are still to be sent; refused ones are not counted. */
export const useUnpostedCount = (): number => useOpened(opened, countWaiting, 0);
