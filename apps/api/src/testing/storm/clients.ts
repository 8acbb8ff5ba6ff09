import { setTimeout as sleep } from 'node:timers/promises';
import { print } from 'graphql';
import { Events } from '../events.ts';
import { bySocket, type Reading, type Told } from '../transports.ts';
import type { Person } from '../world.ts';

/** With everything that a client shows of an event. */
const EVENTS = print(Events);

/** As the web client waits (apps/web/src/lib/backoff.ts): exponential, with full jitter. */
const backoffMs = (attempt: number) => Math.random() * Math.min(10_000, 500 * 2 ** attempt);

/** One client of many: follows its person's stream, and comes back with its cursor when it is cut off. */
export class Client {
  /** Places received in each stream in the order of their coming, each once. */
  readonly received = new Map<string, number[]>();
  readonly complaints: string[] = [];
  caughtUp = false;
  /** Connections that ended before the client was caught up. */
  attempt = 0;
  #cursor: string;
  #connection = new AbortController();
  #away = true;
  #running: Promise<void> = Promise.resolve();

  constructor(
    readonly person: Person,
    cursor: string,
  ) {
    this.#cursor = cursor;
  }

  /** After the usual pause. */
  comeBack(): void {
    this.#away = false;
    this.#running = this.#run();
  }

  /** Loses the connection without a word, and is not to be seen until `comeBack`. */
  stayAway(): void {
    this.#away = true;
    this.caughtUp = false;
    this.#connection.abort();
  }

  /** Loses the connection without a word. */
  cut(): void {
    this.caughtUp = false;
    this.#connection.abort();
  }

  async stop(): Promise<void> {
    this.stayAway();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#away) {
      await sleep(backoffMs(this.attempt));
      this.attempt += 1;
      this.#connection = new AbortController();
      if (!this.#away) await bySocket(this.#reading(), this.#connection.signal);
      this.caughtUp = false;
    }
  }

  #reading(): Reading {
    return {
      url: this.person.url,
      token: this.person.token,
      document: EVENTS,
      after: this.#cursor,
      first: 1,
      take: (event) => this.#take(event),
      moveTo: () => {},
      caughtUp: () => {
        this.caughtUp = true;
        this.attempt = 0;
      },
      complain: (what) => this.complaints.push(what),
    };
  }

  #take(event: Told): void {
    if (event.__typename === 'Reset') this.complaints.push(`Reset (${event.reason})`);
    if ('seq' in event) {
      const places = this.received.get(event.streamId) ?? [];
      if (!places.includes(event.seq)) places.push(event.seq);
      this.received.set(event.streamId, places);
    }
    this.#cursor = event.cursor;
  }
}

/** How long answers took, in milliseconds, and how many were none. */
export interface Times {
  count: number;
  failed: number;
  p50: number;
  p95: number;
  most: number;
}

const TICK_MS = 10;

/** How long this process has stood still itself, which is no time that anybody else has kept it waiting. */
function stillness(): { sum(): number; stop(): void } {
  let sum = 0;
  let last = performance.now();
  const late = () => Math.max(0, performance.now() - last - TICK_MS);
  const timer = setInterval(() => {
    sum += late();
    last = performance.now();
  }, TICK_MS);
  return { sum: () => sum + late(), stop: () => clearInterval(timer) };
}

/**
 * Asks again and again, whatever the answers take, until it is called to tell how long they took. The clients of a storm
 * are in this process as well, and keep it busy: that is left out.
 */
export function sample(ask: () => Promise<boolean>, everyMs: number): () => Promise<Times> {
  const taken: number[] = [];
  let failed = 0;
  const asking = new Set<Promise<void>>();
  const still = stillness();
  const clock = () => performance.now() - still.sum();
  const once = async () => {
    const from = clock();
    const well = await ask().catch(() => false);
    taken.push(clock() - from);
    if (!well) failed += 1;
  };
  const timer = setInterval(() => {
    const one = once().finally(() => asking.delete(one));
    asking.add(one);
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await Promise.all(asking);
    still.stop();
    taken.sort((one, other) => one - other);
    const at = (share: number) =>
      Math.round(taken[Math.min(taken.length - 1, Math.floor(taken.length * share))] ?? 0);
    return { count: taken.length, failed, p50: at(0.5), p95: at(0.95), most: at(1) };
  };
}
