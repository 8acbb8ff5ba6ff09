interface Transfer {
  url: string;
  headers: readonly { name: string; value: string }[];
  bytes: Blob;
  signal: AbortSignal;
  /** The share that has travelled, between 0 and 1. */
  onProgress: (share: number) => void;
}

/** `refused`: storage has an answer, and it is no. `unreached`: nobody knows what became of it. */
export type TransferOutcome = 'done' | 'refused' | 'unreached' | 'cancelled';

/** A connection that moves nothing for so long has been lost without a word. */
const STALLED_MS = 30_000;

/** Puts bytes where a ticket says. Not `fetch`: that cannot tell how much has travelled. */
export function putBytes({ url, headers, bytes, signal, onProgress }: Transfer) {
  return new Promise<TransferOutcome>((resolve) => {
    if (signal.aborted) return resolve('cancelled');
    const request = new XMLHttpRequest();
    let stalled: ReturnType<typeof setTimeout>;
    const listen = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_MS);
    };
    const settle = (outcome: TransferOutcome) => {
      clearTimeout(stalled);
      signal.removeEventListener('abort', cancel);
      resolve(outcome);
    };
    const cancel = () => request.abort();
    signal.addEventListener('abort', cancel);
    request.upload.onprogress = ({ loaded, total }) => {
      listen();
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.onload = () => settle(outcomeOf(request.status));
    request.onerror = () => settle('unreached');
    request.onabort = () => settle(signal.aborted ? 'cancelled' : 'unreached');
    request.open('PUT', url);
    // The length the browser says itself, and lets nobody else say.
    for (const { name, value } of headers)
      if (name.toLowerCase() !== 'content-length') request.setRequestHeader(name, value);
    listen();
    request.send(bytes);
  });
}

function outcomeOf(status: number): TransferOutcome {
  if (status >= 200 && status < 300) return 'done';
  return status >= 500 || status === 429 || status === 408 ? 'unreached' : 'refused';
}
