import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { freePort, LOOPBACK } from '../../../../scripts/services/ports.ts';

/**
 * What becomes of one HTTP request: `lose request` before the server has it, `hang up` while the server is at it, `lose
 * answer` once it is done and the caller will never know, `tear answer` in the middle of telling.
 */
export type Fate = 'pass' | 'lose request' | 'hang up' | 'lose answer' | 'tear answer';

interface Link {
  near: Socket;
  far: Socket;
  /** Of the request under way. */
  fate: Fate;
}

const REQUEST = Buffer.from('POST ');

/** The network in front of a server: passes bytes on until it is cut, or does with them what networks do. */
export class Cable {
  readonly #links = new Set<Link>();
  readonly #server: Server;
  #decide: () => Fate = () => 'pass';
  #still: Promise<void> | null = null;

  private constructor(
    server: Server,
    readonly port: number,
    private target: number,
  ) {
    this.#server = server;
    server.on('connection', (near) => this.#join(near));
  }

  static async lay(target: number): Promise<Cable> {
    // A half-closed connection is passed on as one.
    const server = createServer({ allowHalfOpen: true });
    server.listen(await freePort(), LOOPBACK);
    await once(server, 'listening');
    return new Cable(server, (server.address() as AddressInfo).port, target);
  }

  get url(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  /** Leads somewhere else from the next connection on. */
  lead(target: number): void {
    this.target = target;
  }

  /** Decides what becomes of each HTTP request (POST) from now on. */
  decide(decide: () => Fate): void {
    this.#decide = decide;
  }

  /** Whatever is under way is lost, and nothing new comes through. */
  async cut(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.drop();
    await closed;
  }

  async mend(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.port, LOOPBACK);
    await once(this.#server, 'listening');
  }

  /** Whatever is under way is lost; new connections come through. */
  drop(): void {
    for (const link of this.#links) reset(link);
  }

  /** One side is told that the other has no more to say, while that one knows nothing of it. */
  halfClose(side: 'near' | 'far'): void {
    for (const link of this.#links) link[side].end();
  }

  /** Nothing passes for so long; nothing is lost. */
  stall(milliseconds: number): void {
    const still = new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
    this.#still = still;
    void still.then(() => {
      if (this.#still === still) this.#still = null;
    });
  }

  #join(near: Socket): void {
    const far = connect({ port: this.target, host: LOOPBACK, allowHalfOpen: true });
    const link: Link = { near, far, fate: 'pass' };
    this.#links.add(link);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      end.setNoDelay(true);
      end.on('error', () => other.destroy());
      end.on('close', () => {
        this.#links.delete(link);
        other.destroy();
      });
    }
    near.pipe(this.#way((chunk) => this.#request(link, chunk))).pipe(far);
    far.pipe(this.#way((chunk) => answer(link, chunk))).pipe(near);
  }

  /** Passes on what `treat` leaves of each chunk, when the cable is not stalled. */
  #way(treat: (chunk: Buffer) => Buffer | null): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        const pass = () => done(null, treat(chunk));
        if (this.#still) void this.#still.then(pass);
        else pass();
      },
    });
  }

  #request(link: Link, chunk: Buffer): Buffer | null {
    if (!chunk.subarray(0, REQUEST.length).equals(REQUEST)) return chunk;
    link.fate = this.#decide();
    if (link.fate === 'lose request') return reset(link);
    if (link.fate === 'hang up') setImmediate(() => reset(link));
    return chunk;
  }
}

function answer(link: Link, chunk: Buffer): Buffer | null {
  if (link.fate === 'lose answer') return reset(link);
  if (link.fate !== 'tear answer') return chunk;
  setImmediate(() => reset(link));
  return chunk.subarray(0, chunk.length / 2);
}

function reset({ near, far }: Link): null {
  near.resetAndDestroy();
  far.resetAndDestroy();
  return null;
}
