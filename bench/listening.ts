import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How a server is listened to: Teahouse and plain graphql-ws speak the same, the others have nothing to say first. */
export type Protocol = 'graphql-ws' | 'ws' | 'socket.io';

export interface Listen {
  url: string;
  protocol: Protocol;
  /** One socket for each. */
  tokens: readonly string[];
  /** Subscribed to by each, where the protocol asks for it; with the variable `$after`. */
  document: string;
}

/** What the listening process says. Instants are of the machine's monotonic clock, in milliseconds. */
export type Heard =
  | { kind: 'ready' }
  | { kind: 'closed'; code: number; reason: string }
  | { kind: 'heard'; count: number; sample: string; delays: number[] };

/** Milliseconds of a clock that all processes of the machine share. */
export const clock = () => Number(process.hrtime.bigint()) / 1e6;

/** Sockets in a process of their own, whose time is nobody's but theirs. */
export class Listeners {
  readonly #child: ChildProcess;
  #take: ((heard: Heard) => void) | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (heard: Heard) => {
      if (heard.kind === 'closed')
        throw new Error(`A socket was closed: ${heard.code} ${heard.reason}`);
      this.#take?.(heard);
    });
  }

  static async open(listen: Listen): Promise<Listeners> {
    const file = fileURLToPath(new URL('./listener.ts', import.meta.url));
    const child = fork(file, { execArgv: ['--import', 'tsx'] });
    const listeners = new Listeners(child);
    const ready = listeners.#next();
    child.send(listen);
    await ready;
    return listeners;
  }

  /** Resolves once so many messages have come in, on all sockets together, since the last time. */
  async hear(count: number): Promise<{ count: number; sample: string; delays: number[] }> {
    const next = this.#next();
    this.#child.send({ expect: count });
    const heard = await next;
    if (heard.kind !== 'heard') throw new Error(`Not what was asked for: ${heard.kind}`);
    return heard;
  }

  /** Ends all connections without a word, as a network does that breaks down. */
  async cut(): Promise<void> {
    await this.#order('cut');
  }

  /** All of them come again, and go on from where they were. Resolves once the last has caught up. */
  async comeBack(): Promise<void> {
    await this.#order('come back');
  }

  async #order(order: 'cut' | 'come back'): Promise<void> {
    const done = this.#next();
    this.#child.send(order);
    await done;
  }

  close(): void {
    this.#child.removeAllListeners('message');
    this.#child.kill('SIGKILL');
  }

  #next(): Promise<Heard> {
    return new Promise((resolve) => {
      this.#take = resolve;
    });
  }
}
