import type { OpenStream } from './pump';
import { betterThan, type Transport, TransportChoice } from './transport-choice';
import { rememberedTransport, rememberTransport } from './transport-memory';

/** Nothing at all for so long: something between here and the server holds the stream back. */
const HUNG_MS = 10_000;
/** When a better way is tried again while a lesser one works; the last again and again. */
const SEEK_AFTER_MS = [0, 60_000, 5 * 60_000, 15 * 60_000];

interface TransportOptions {
  ways: Readonly<Record<Transport, OpenStream>>;
  /** A better way works: open the stream anew. */
  reopen: () => void;
}

/**
 * One stream over whichever way the network allows. A lesser way is never the end of it: while it works, the better ones
 * are tried beside it, at once and then less and less often.
 */
export class LiveTransport {
  private readonly choice = new TransportChoice(rememberedTransport());
  /** A page that begins with what another one found out need not ask the same again at once. */
  private known = this.choice.current() !== 'socket';

  constructor(private readonly options: TransportOptions) {}

  readonly open: OpenStream = async (after, onResult, signal) => {
    const transport = this.choice.current();
    const since = performance.now();
    const over = new AbortController();
    const hang = setTimeout(() => over.abort(), HUNG_MS);
    let heard = false;
    const end = await this.options.ways[transport](
      after,
      (result) => {
        clearTimeout(hang);
        if (!heard) void this.works(transport, AbortSignal.any([signal, over.signal]));
        heard = true;
        onResult(result);
      },
      AbortSignal.any([signal, over.signal]),
    );
    clearTimeout(hang);
    const hung = over.signal.aborted;
    over.abort();
    // An answer is an answer, be it a refusal; and without a network no way is worse than another.
    if (end === 'lost' && !signal.aborted && navigator.onLine) {
      const lastedMs = performance.now() - since;
      this.choice.ended({ transport, heard, hung, lastedMs });
    }
    return end;
  };

  private async works(transport: Transport, signal: AbortSignal): Promise<void> {
    if (transport === 'socket') {
      rememberTransport('socket');
      return;
    }
    for (let turn = this.known ? 1 : 0; !signal.aborted; turn += 1) {
      await waitFor(SEEK_AFTER_MS[Math.min(turn, SEEK_AFTER_MS.length - 1)] ?? 0, signal);
      for (const better of betterThan(transport)) {
        if (signal.aborted || !(await this.isOpen(better, signal))) continue;
        this.choice.prefer(better);
        this.options.reopen();
        return;
      }
      if (!signal.aborted) rememberTransport(transport);
    }
  }

  /** Tries a way out to the first word that comes through, beside the stream that flows. */
  private async isOpen(transport: Transport, signal: AbortSignal): Promise<boolean> {
    const enough = new AbortController();
    const hang = setTimeout(() => enough.abort(), HUNG_MS);
    let heard = false;
    const onResult = () => {
      heard = true;
      enough.abort();
    };
    await this.options.ways[transport](null, onResult, AbortSignal.any([signal, enough.signal]));
    clearTimeout(hang);
    return heard;
  }
}

/** Unlike waiting for a chance to send, this is not cut short by looking at the page. */
function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
