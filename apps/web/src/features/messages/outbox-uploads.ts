import { reportProgress } from '@/features/media/progress';
import type { UploadOutcome } from '@/features/media/upload';
import type { WaitingFile, WaitingMessage } from './outbox-store';

interface Watching {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

export interface UploadsOptions {
  upload: (file: WaitingFile, watching: Watching) => Promise<UploadOutcome>;
  /** Remembers on the disk that the bytes are there. */
  keep: (clientId: string, fileId: string) => Promise<void>;
}

interface Flight {
  stop: AbortController;
  outcome: Promise<UploadOutcome>;
  settled: UploadOutcome | null;
}

/** More would only take from each other. */
const AT_ONCE = 3;
/** Files that were never sent are cleared away after a day; half of it is safe whatever the clocks say. */
const KEPT_FOR_MS = 12 * 3_600_000;

/**
 * Carries the bytes of waiting messages to the server, a few side by side and ahead of their turn, so that they only have
 * to be sent when it comes. Each file is under way once at most.
 */
export class Uploads {
  private readonly flights = new Map<string, Flight>();
  private readonly queue: (() => void)[] = [];
  private running = 0;

  constructor(private readonly options: UploadsOptions) {}

  /** Begins with what is not under way yet. */
  ahead(waiting: readonly WaitingMessage[]): void {
    for (const { clientId, file, state } of waiting)
      if (file && state === 'queued' && !uploadedId(file)) this.begin(clientId, file);
  }

  /** Once it is there, or it is known why it cannot be. */
  async of(clientId: string, file: WaitingFile): Promise<UploadOutcome> {
    const fileId = uploadedId(file);
    if (fileId) return { kind: 'uploaded', fileId };
    const flight = this.begin(clientId, file);
    const outcome = await flight.outcome;
    if (this.flights.get(clientId) === flight) this.flights.delete(clientId);
    return outcome;
  }

  /** False when there is nothing left to stop. */
  cancel(clientId: string): boolean {
    const flight = this.flights.get(clientId);
    if (!flight || flight.settled) return false;
    flight.stop.abort();
    return true;
  }

  cancelAll(): void {
    for (const { stop } of this.flights.values()) stop.abort();
  }

  private begin(clientId: string, file: WaitingFile): Flight {
    const known = this.flights.get(clientId);
    if (known) return known;
    const stop = new AbortController();
    const flight: Flight = { stop, settled: null, outcome: this.run(clientId, file, stop.signal) };
    this.flights.set(clientId, flight);
    void flight.outcome.then((outcome) => {
      flight.settled = outcome;
      // What could not be reached or was taken back says nothing about the next attempt.
      const over = outcome.kind === 'unreached' || outcome.kind === 'cancelled';
      if (over && this.flights.get(clientId) === flight) this.flights.delete(clientId);
    });
    return flight;
  }

  private async run(
    clientId: string,
    file: WaitingFile,
    signal: AbortSignal,
  ): Promise<UploadOutcome> {
    await this.place();
    try {
      if (signal.aborted) return { kind: 'cancelled' };
      const onProgress = (share: number) => reportProgress(clientId, share);
      const outcome = await this.options.upload(file, { signal, onProgress });
      if (outcome.kind === 'uploaded') await this.options.keep(clientId, outcome.fileId);
      return outcome;
    } catch {
      return { kind: 'unreached' };
    } finally {
      reportProgress(clientId, null);
      this.running -= 1;
      this.queue.shift()?.();
    }
  }

  /** Waits until fewer than the most are under way. */
  private async place(): Promise<void> {
    while (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.queue.push(resolve));
    this.running += 1;
  }
}

function uploadedId({ uploaded }: WaitingFile): string | null {
  return uploaded && Date.now() - uploaded.at < KEPT_FOR_MS ? uploaded.fileId : null;
}
