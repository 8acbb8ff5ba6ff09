import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

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

/** Asks as ordered, from a process of its own. */
export async function ask(order: Order): Promise<Taken> {
  const file = fileURLToPath(new URL('./asker.ts', import.meta.url));
  const child = fork(file, { execArgv: ['--import', 'tsx'] });
  child.send(order);
  const [taken] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The asking process ended with ${code}`);
    }),
  ])) as [Taken];
  return taken;
}
