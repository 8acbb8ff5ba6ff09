import type { Client } from 'urql';
import { prepareFile } from '@/features/media/prepare';
import { uploadFile } from '@/features/media/upload';
import { carryOut } from '@/lib/urql/carry-out';
import { SetCoverMutation } from './mutations';

type CoverOutcome = { ok: true } | { ok: false; error: string; limit?: number; retryAt?: string };

/** Makes a picture of this device the one at the head of my page. */
export async function changeCover(client: Client, picked: File): Promise<CoverOutcome> {
  const file = await prepareFile(picked);
  if (file.kind !== 'IMAGE') return { ok: false, error: 'FileType' };
  const unwatched = { signal: new AbortController().signal, onProgress: () => {} };
  const outcome = await uploadFile(client, file, unwatched);
  if (outcome.kind === 'refused') {
    const { rule, limit, retryAt } = outcome.reason;
    return { ok: false, error: rule, ...(limit && { limit }), ...(retryAt && { retryAt }) };
  }
  if (outcome.kind !== 'uploaded') return { ok: false, error: 'UNREACHABLE' };
  return carryOut(client, SetCoverMutation, { fileId: outcome.fileId });
}
