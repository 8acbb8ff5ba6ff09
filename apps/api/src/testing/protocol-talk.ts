import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { type Backstage, serveProtocol } from './protocol-ends.ts';

export const PROTOCOL = 'graphql-transport-ws';

/** Words or a message, or whatever else can be done with a socket. */
export type Said = string | object | ((client: WebSocket) => void);
/** What is said at once, in one piece of data, or what happens behind the socket meanwhile. */
export type Turn = { says: Said[] } | { does: (backstage: Backstage) => void };

export const say = (...says: Said[]): Turn => ({ says });
export const act = (does: (backstage: Backstage) => void): Turn => ({ does });
export const unlatch = (name: string) => act((backstage) => backstage.latch(name).resolve());
export const push = (name: string, value: number) =>
  act((backstage) => backstage.feed(name)?.push('fed', value));

export const INIT = { type: 'connection_init' };
export const PING = { type: 'ping' };
export const subscribe = (id: string, query: string, more: object = {}) => ({
  id,
  type: 'subscribe',
  payload: { query, ...more },
});
export const fed = (id: string, name: string, extensions: object = {}) =>
  subscribe(id, `subscription { fed(name: "${name}") }`, { extensions });
export const complete = (id: string) => ({ id, type: 'complete' });

/** What one turn has led to: what the client heard, and what was asked of what is behind the socket. */
interface Outcome {
  heard: string[];
  told: string[];
}

/** A client that speaks by hand. */
class Client {
  heard: string[] = [];
  closing: string | null = null;
  readonly #client: WebSocket;
  readonly #ended: Promise<unknown>;
  #wire: Socket | null = null;
  #marks = 0;
  #marked = () => {};

  constructor(port: number, protocols: string[]) {
    this.#client = new WebSocket(`ws://127.0.0.1:${port}`, protocols, {
      createConnection: () => {
        this.#wire = connect(port, '127.0.0.1');
        return this.#wire;
      },
    });
    this.#client.on('message', (data: RawData) => this.#hear(String(data)));
    this.#ended = new Promise<void>((resolve) => {
      this.#client.on('close', (code, reason) => {
        this.closing = `${code} ${reason}`;
        resolve();
      });
    });
  }

  opened(): Promise<unknown> {
    return once(this.#client, 'open');
  }

  say(says: Said[]): void {
    this.#wire?.cork();
    for (const said of says)
      if (typeof said === 'function') said(this.#client);
      else this.#client.send(typeof said === 'string' ? said : JSON.stringify(said));
    this.#wire?.uncork();
  }

  /** The second answer comes behind everything that the server had to say before the first. */
  async settle(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      const answered = new Promise<void>((resolve) => {
        this.#marked = resolve;
      });
      if (this.#client.readyState === WebSocket.OPEN)
        this.say([{ type: 'ping', payload: { mark: ++this.#marks } }]);
      await Promise.race([answered, this.#ended]);
    }
  }

  async leave(): Promise<void> {
    this.#client.close(1000, 'Goodbye');
    await this.#ended;
  }

  #hear(text: string): void {
    if (text === `{"type":"pong","payload":{"mark":${this.#marks}}}`) this.#marked();
    else this.heard.push(text);
  }
}

/** Answers to different operations come in either order; those to one do not. */
const byOperation = (heard: string[]): string[] => {
  const idOf = (text: string): string => JSON.parse(text).id ?? '';
  return heard.toSorted((one, other) => idOf(one).localeCompare(idOf(other)));
};

export async function converse(whose: 'ours' | 'library', turns: Turn[], protocols = [PROTOCOL]) {
  const end = await serveProtocol(whose);
  const { backstage } = end;
  const outcomes: Outcome[] = [];
  const client = new Client(end.port, protocols);
  const note = (together: boolean) => {
    outcomes.push({
      heard: together ? byOperation(client.heard) : client.heard,
      told: backstage.told.toSorted(),
    });
    client.heard = [];
    backstage.told = [];
  };
  try {
    await client.opened();
    for (const turn of turns) {
      if ('does' in turn) turn.does(backstage);
      else if (client.closing === null) client.say(turn.says);
      await client.settle();
      note('says' in turn && turn.says.length > 1);
    }
    await client.leave();
    const ended = await backstage.ended.promise;
    // What is stopped when a socket ends has been by the next turn of the loop.
    await new Promise(setImmediate);
    note(false);
    return { outcomes, closing: client.closing, ended };
  } finally {
    await end.close();
  }
}

/** That ours and the library's do the same, and what that is. */
export async function same(turns: Turn[], protocols?: string[], about = '') {
  const theirs = await converse('library', turns, protocols);
  expect(await converse('ours', turns, protocols), about).toEqual(theirs);
  const heard = theirs.outcomes.flatMap((outcome) => outcome.heard);
  const told = theirs.outcomes.flatMap((outcome) => outcome.told);
  return { ...theirs, heard, told };
}
