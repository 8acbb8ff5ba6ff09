import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Somebody, and where they speak. */
export interface Speaker {
  token: string;
  conversationIds: readonly string[];
}

export interface Order {
  url: string;
  transport: 'http' | 'websocket';
  /** So many messages are in flight at once: each of them sends the next when the last has been taken. */
  speakers: readonly Speaker[];
  milliseconds: number;
}

/** How long each message took until the server said that it is stored, and all of them together. */
export interface Taken {
  times: number[];
  milliseconds: number;
}

/** Sends as ordered, from a process of its own. */
export async function send(order: Order): Promise<Taken> {
  const file = fileURLToPath(new URL('./sender.ts', import.meta.url));
  const child = fork(file, { execArgv: ['--import', 'tsx'] });
  child.send(order);
  const [taken] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`The senders ended with ${code}`);
    }),
  ])) as [Taken];
  return taken;
}
