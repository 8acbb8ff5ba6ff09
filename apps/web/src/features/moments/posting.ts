import type { Client } from 'urql';
import { type UploadOutcome, uploadFile } from '@/features/media/upload';
import type { SendOutcome } from '@/lib/outbox/drainer';
import { carryOut } from '@/lib/urql/carry-out';
import { audienceInput } from './audience';
import type { AttachedFile, MomentStore, WaitingMoment } from './moments-db';
import { PostMomentMutation } from './mutations';

/** What became of one attempt. */
export type PostOutcome =
  | { kind: 'posted'; momentId: string }
  | Exclude<SendOutcome, { kind: 'sent' }>;

export interface PostingTools {
  store: MomentStore;
  signal: AbortSignal;
  /** The share of its files that has travelled, between 0 and 1. */
  onProgress: (share: number) => void;
  /** How often it has not been reached before. */
  failures: number;
}

/** Brings the files of a post to the server, those of an earlier attempt not again, and then the post. */
export async function postWaiting(
  client: Client,
  moment: WaitingMoment,
  tools: PostingTools,
): Promise<PostOutcome> {
  const brought = await bringFiles(client, moment, tools);
  if (!Array.isArray(brought)) return brought;
  const { clientId, words } = moment;
  const outcome = await carryOut(client, PostMomentMutation, {
    clientId,
    text: words.text.trim(),
    locationLabel: words.location.trim() || null,
    mentionedUserIds: [...words.mentioned],
    fileIds: brought,
    ...audienceInput(words.audience),
  });
  if (outcome.ok) return { kind: 'posted', momentId: outcome.done.moment.id };
  const { error, retryAt, limit } = outcome;
  if (error === 'UNREACHABLE') return { kind: 'unreached' };
  if (retryAt) return { kind: 'held', reason: { rule: error, retryAt, ...(limit && { limit }) } };
  // Files that have waited for days are gone: they are here, and go again.
  if (error === 'NotFound' && moment.files.some(({ fileId }) => fileId)) {
    const files = moment.files.map(({ id, file }) => ({ id, file }));
    await tools.store.change(clientId, (waiting) => ({ ...waiting, files }));
    return { kind: 'unreached' };
  }
  return { kind: 'refused', reason: { rule: error, ...(limit && { limit }) } };
}

async function bringFiles(
  client: Client,
  { clientId, files }: WaitingMoment,
  { store, signal, onProgress }: PostingTools,
): Promise<string[] | PostOutcome> {
  const bytes = files.reduce((sum, { file }) => sum + file.bytes.size, 0) || 1;
  let travelled = 0;
  let known: readonly AttachedFile[] = files;
  for (const { id, file, fileId } of files) {
    if (!fileId) {
      const watch = {
        signal,
        onProgress: (share: number) => onProgress((travelled + share * file.bytes.size) / bytes),
      };
      const outcome = await uploadFile(client, file, watch);
      if (outcome.kind !== 'uploaded') return notBrought(outcome);
      known = known.map((one) => (one.id === id ? { ...one, fileId: outcome.fileId } : one));
      const files = known;
      await store.change(clientId, (waiting) => ({ ...waiting, files }));
    }
    travelled += file.bytes.size;
    onProgress(travelled / bytes);
  }
  return known.map(({ fileId }) => fileId ?? '');
}

function notBrought(outcome: Exclude<UploadOutcome, { kind: 'uploaded' }>): PostOutcome {
  if (outcome.kind !== 'refused') return { kind: 'unreached' };
  const { rule, retryAt, limit } = outcome.reason;
  if (retryAt) return { kind: 'held', reason: { rule, retryAt, ...(limit && { limit }) } };
  return { kind: 'refused', reason: { rule, ...(limit && { limit }) } };
}
