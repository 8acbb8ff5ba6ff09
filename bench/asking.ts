import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { cpuOf } from './house.ts';
import { shareOf } from './measure.ts';

/** In an operation: another one each time it is asked. */
export const NEW_ID = '<a new id>';

/** Somebody who asks one thing after the other, and the first again behind the last. */
export interface Asker {
  token: string;
  /** Requests as JSON. */
  operations: readonly string[];
}

export interface Order {
  url: string;
  transport: 'http' | 'websocket';
  /** Each has one request in flight at any time. */
  askers: readonly Asker[];
  /** Stands in every answer that is a good one. */
  expected: string;
  milliseconds: number;
}

/** How long each answer took in milliseconds, all of them together, and how long an answer is. */
export interface Taken {
  times: number[];
  milliseconds: number;
  characters: number;
}

let asker: ChildProcess | undefined;

/** Asks as ordered, from a process of its own, which is the same every time. */
async function ask(order: Order): Promise<Taken> {
  const file = fileURLToPath(new URL('./asker.ts', import.meta.url));
  asker ??= fork(file, { execArgv: ['--import', 'tsx'] });
  const child = asker;
  child.ref();
  child.channel?.ref();
  child.send(order);
  const over = new AbortController();
  const { signal } = over;
  const [taken] = (await Promise.race([
    once(child, 'message', { signal }),
    once(child, 'exit', { signal }).then(([code]) => {
      throw new Error(`The asking process ended with ${code}`);
    }),
  ]).finally(() => over.abort())) as [Taken];
  // It ends with the benchmark.
  child.unref();
  child.channel?.unref();
  return taken;
}

export interface SideFigures {
  /** Answers a second. */
  rate: number;
  p50: number;
  p99: number;
  /** Milliseconds of the server's processor time for an answer. */
  cpu: number;
  characters: number;
}

/** One of those that are compared: what it has been asked so far, and what that took. */
export class Side {
  readonly #pid: number;
  readonly #order: Omit<Order, 'milliseconds'>;
  readonly #times: number[] = [];
  #elapsed = 0;
  #cpu = 0;
  #characters = 0;

  /** `pid`: of the server that is asked. */
  constructor(pid: number, order: Omit<Order, 'milliseconds'>) {
    this.#pid = pid;
    this.#order = order;
  }

  /** What does not count warms up. */
  async ask(seconds: number, counts: boolean): Promise<void> {
    const before = cpuOf(this.#pid);
    const taken = await ask({ ...this.#order, milliseconds: seconds * 1_000 });
    if (!counts) return;
    this.#cpu += cpuOf(this.#pid) - before;
    this.#elapsed += taken.milliseconds;
    this.#characters = taken.characters;
    for (const time of taken.times) this.#times.push(time);
  }

  /** How many answers count so far. */
  get answers(): number {
    return this.#times.length;
  }

  get figures(): SideFigures {
    return {
      rate: this.#times.length / (this.#elapsed / 1_000),
      p50: shareOf(this.#times, 0.5),
      p99: shareOf(this.#times, 0.99),
      cpu: this.#cpu / this.#times.length,
      characters: this.#characters,
    };
  }
}
