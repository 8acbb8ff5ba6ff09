import type { Client, CombinedError } from 'urql';
import { uploadAddress } from './addresses';
import type { PreparedFile } from './picked';
import { putBytes } from './transfer';
import { ConfirmUploadMutation, RequestUploadMutation } from './upload-documents';

export interface UploadRefusal {
  rule: string;
  message: string;
  /** Bytes, or how many, that the rule allows. */
  limit?: number;
  /** Bytes that it has. */
  size?: number;
  /** Media types that would be taken. */
  allowed?: readonly string[];
  retryAt?: string;
}

export type UploadOutcome =
  | { kind: 'uploaded'; fileId: string }
  | { kind: 'refused'; reason: UploadRefusal }
  /** Nobody knows what became of it: worth another attempt. */
  | { kind: 'unreached' }
  | { kind: 'cancelled' };

interface Watching {
  signal: AbortSignal;
  /** The share that has travelled, between 0 and 1. */
  onProgress: (share: number) => void;
}

/** Looking into the content takes a moment; the last piece of the bar is for that. */
const TRAVEL = 0.96;

/**
 * One attempt to bring a file to the server: a ticket, the bytes, and the word that they are there. A poster travels before
 * its video, as a picture of its own. Nothing of it can be seen by anybody before something is sent with it.
 */
export async function uploadFile(
  client: Client,
  file: PreparedFile,
  { signal, onProgress }: Watching,
): Promise<UploadOutcome> {
  onProgress(0);
  const poster = await uploadPoster(client, file, signal);
  if (poster && poster.kind !== 'uploaded') return poster;
  const travelling = { signal, onProgress: (share: number) => onProgress(share * TRAVEL) };
  return carry(client, file, travelling, poster?.fileId);
}

async function uploadPoster(
  client: Client,
  { kind, poster, width, height, name }: PreparedFile,
  signal: AbortSignal,
): Promise<UploadOutcome | null> {
  if (!poster || kind !== 'VIDEO') return null;
  const picture: PreparedFile = {
    kind: 'IMAGE',
    name: `${name}.jpg`,
    mediaType: poster.type,
    bytes: poster,
    ...{ width, height },
  };
  return carry(client, picture, { signal, onProgress: () => {} });
}

async function carry(
  client: Client,
  { kind, name, mediaType, bytes, waveform }: PreparedFile,
  watching: Watching,
  posterId?: string,
): Promise<UploadOutcome> {
  const { signal } = watching;
  const asked = await client
    .mutation(RequestUploadMutation, { input: { kind, name, mediaType, bytes: bytes.size } })
    .toPromise();
  const requested = asked.data?.requestUpload;
  if (!requested) return unanswered(asked.error);
  if (requested.__typename !== 'RequestUploadPayload') return refusedBy(requested);
  if (signal.aborted) return { kind: 'cancelled' };
  const { id: ticketId, url, headers } = requested.ticket;
  const outcome = await putBytes({ url: uploadAddress(url), headers, bytes, ...watching });
  if (outcome === 'cancelled' || outcome === 'unreached') return { kind: outcome };
  // What storage refuses is a ticket that has run out, or bytes that are not those it was made for: confirming says which.
  const told = await client
    .mutation(ConfirmUploadMutation, {
      input: { ticketId, posterId, waveform },
    })
    .toPromise();
  const confirmed = told.data?.confirmUpload;
  if (!confirmed) return unanswered(told.error);
  // Lost on the way, or too late: with another ticket it may arrive.
  const astray =
    confirmed.__typename === 'UploadIncompleteError' || confirmed.__typename === 'NotFoundError';
  if (astray) return outcome === 'done' ? { kind: 'unreached' } : refusedByStorage;
  if (confirmed.__typename !== 'ConfirmUploadPayload') return refusedBy(confirmed);
  if (signal.aborted) return { kind: 'cancelled' };
  return { kind: 'uploaded', fileId: confirmed.media.id };
}

const refusedByStorage: UploadOutcome = {
  kind: 'refused',
  reason: { rule: 'SERVER_ERROR', message: 'The storage did not take it.' },
};

function refusedBy(answer: { __typename: string }): UploadOutcome {
  const { message, limit, size, allowed, retryAt } = answer as unknown as UploadRefusal;
  // The name of a limit says which setting it is; what it is about, the type says.
  const isLimit = answer.__typename === 'UploadLimitError';
  const rule = isLimit ? 'UPLOAD_LIMIT' : (answer as unknown as UploadRefusal).rule;
  return {
    kind: 'refused',
    reason: {
      rule,
      message,
      ...(limit !== undefined && { limit }),
      ...(size !== undefined && { size }),
      ...(allowed && { allowed }),
      ...(retryAt && { retryAt }),
    },
  };
}

/** Not signed in and asked too often pass; what else the server says of a request will not change by asking again. */
function unanswered(error: CombinedError | undefined): UploadOutcome {
  const [first] = error?.graphQLErrors ?? [];
  const code = first?.extensions.code;
  if (!first || code === 'UNAUTHENTICATED' || code === 'RATE_LIMITED') return { kind: 'unreached' };
  return { kind: 'refused', reason: { rule: 'SERVER_ERROR', message: first.message } };
}
