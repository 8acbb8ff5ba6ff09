import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  buildSchema,
  type ExecutionArgs,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLScalarType,
  getOperationAST,
  OperationTypeNode,
  parse,
  subscribe,
  validate,
} from 'graphql';
import { handleProtocols, MessageType, type SubscribePayload, stringifyMessage } from 'graphql-ws';
import { useServer as serve } from 'graphql-ws/use/ws';
import { vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Begun, ProtocolSocket, type Running } from '../socket-protocol.ts';

const schema = buildSchema(`
  scalar Unsayable
  type Query { word: String!, missing: String, broken: String, empty: String!, unsayable: Unsayable, slow(latch: String!): String! }
  type Mutation { remember(word: String!): String! }
  type Subscription {
    count(to: Int!): Int!
    breaks(after: Int!, how: String): Int!
    fed(name: String!): Int!
    held(name: String!, breaks: Boolean): Int!
    refused: Int!
    sourceless: Int
    unsayable: Unsayable
  }
`);
// What JSON has no words for.
Object.assign(schema.getType('Unsayable') as GraphQLScalarType, { serialize: () => 1n });

interface Opening<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (reason: unknown) => void;
}

function open<Value>(): Opening<Value> {
  let resolve: Opening<Value>['resolve'] = () => {};
  let reject: Opening<Value>['reject'] = () => {};
  const promise = new Promise<Value>((settle, fail) => {
    resolve = settle;
    reject = fail;
  });
  return { promise, resolve, reject };
}

/** Values that are waited for, and no longer once nobody wants them. */
class Feed implements AsyncIterableIterator<unknown> {
  #waiting = open<IteratorResult<unknown>>();
  readonly #values: Promise<IteratorResult<unknown>>[] = [this.#waiting.promise];
  readonly #stopped: () => void;
  hear: ((value: number) => void) | null = null;

  constructor(stopped: () => void) {
    this.#stopped = stopped;
  }

  push(name: string, value: number): void {
    this.hear?.(value);
    this.#settle(({ resolve }) => resolve({ value: { [name]: value }, done: false }));
  }

  finish(): void {
    this.#settle(({ resolve }) => resolve({ value: undefined, done: true }));
  }

  fail(reason: unknown): void {
    this.#settle(({ reject }) => reject(reason));
  }

  next(): Promise<IteratorResult<unknown>> {
    return this.#values.shift() ?? Promise.resolve({ value: undefined, done: true });
  }

  async return(): Promise<IteratorResult<unknown>> {
    this.#stopped();
    this.finish();
    return { value: undefined, done: true };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #settle(how: (waiting: Opening<IteratorResult<unknown>>) => void): void {
    const settled = this.#waiting;
    this.#waiting = open();
    this.#values.push(this.#waiting.promise);
    how(settled);
    // Told to whoever asks for it, and otherwise to nobody.
    settled.promise.catch(() => {});
  }
}

/** What happens behind one socket, the same whoever speaks the protocol in front of it. */
export class Backstage {
  /** What has been asked of it, and what has failed. */
  told: string[] = [];
  /** Resolves with the code and the reason that the server's end heard. */
  readonly ended = open<string>();
  readonly #latches = new Map<string, Opening<void>>();
  readonly #feeds = new Map<string, Feed>();

  latch(name: string): Opening<void> {
    const latch = this.#latches.get(name) ?? open<void>();
    this.#latches.set(name, latch);
    return latch;
  }

  /** Null until somebody has asked for it. */
  feed(name: string): Feed | null {
    return this.#feeds.get(name) ?? null;
  }

  tell(said: string): void {
    this.told.push(said);
  }

  async letIn(params: Record<string, unknown> | undefined, socket: WebSocket): Promise<boolean> {
    this.tell(`let in ${JSON.stringify(params)}`);
    if (typeof params?.latch === 'string') await this.latch(params.latch).promise;
    if (params?.fails) throw new Error('The door is stuck');
    if (params?.closes) socket.close(4401, 'Nobody is at home');
    return !params?.refused && !params?.closes;
  }

  /** What is wrong with an operation, or what it is executed with. */
  async prepare(
    id: string,
    { query, variables, operationName, extensions }: SubscribePayload,
  ): Promise<{ errors: readonly GraphQLError[] } | ExecutionArgs> {
    this.tell(`begin ${id.slice(0, 40)}`);
    if (typeof extensions?.latch === 'string') await this.latch(extensions.latch).promise;
    if (extensions?.fails) throw new Error('The kitchen is on fire');
    if (extensions?.faultless) return { errors: [] };
    let document: ReturnType<typeof parse>;
    try {
      document = parse(query);
    } catch (error) {
      return { errors: [error as GraphQLError] };
    }
    const errors = validate(schema, document);
    if (errors.length > 0) return { errors };
    return {
      schema,
      document,
      operationName,
      variableValues: variables,
      rootValue: this.#root(),
    };
  }

  /** Waits for every value at a latch, and nothing can be done about it meanwhile. */
  async *#held(name: string, breaks: boolean): AsyncGenerator<unknown> {
    this.tell(`started ${name}`);
    try {
      for (let value = 1; value <= 3; value++) {
        await this.latch(`${name} ${value}`).promise;
        if (breaks) throw new Error('Out of patience');
        yield { held: value };
      }
    } finally {
      this.tell(`stopped ${name}`);
    }
  }

  async *#counting(field: string, to: number, how: string | null): AsyncGenerator<unknown> {
    try {
      for (let value = 1; value <= to; value++) yield { [field]: value };
      if (how === 'word') throw 'Out of words';
      if (how === 'graphql')
        throw new GraphQLError('Out of tea', { extensions: { code: 'NO_TEA' } });
      if (how) throw new Error('Out of water');
    } finally {
      this.tell(`counted to ${to}`);
    }
  }

  #root() {
    return {
      word: 'tea',
      missing: () => null,
      broken: () => {
        throw new GraphQLError('Broken cup', { extensions: { code: 'BROKEN' } });
      },
      empty: () => null,
      unsayable: () => this.#counting('unsayable', 2, null),
      slow: async ({ latch }: { latch: string }) => {
        await this.latch(latch).promise;
        return 'at last';
      },
      remember: ({ word }: { word: string }) => {
        this.tell(`remember ${word}`);
        return word;
      },
      count: ({ to }: { to: number }) => this.#counting('count', to, null),
      breaks: ({ after, how }: { after: number; how?: string }) =>
        this.#counting('breaks', after, how ?? 'error'),
      fed: ({ name }: { name: string }) => {
        const feed = new Feed(() => this.tell(`stopped ${name}`));
        this.tell(`started ${name}`);
        this.#feeds.set(name, feed);
        return feed;
      },
      held: ({ name, breaks }: { name: string; breaks?: boolean }) =>
        this.#held(name, breaks ?? false),
      sourceless: () => 1,
      refused: () => {
        throw new GraphQLError('Not for you', { extensions: { code: 'REFUSED' } });
      },
    };
  }
}

/** The server's end of the protocol as it is in use, with nothing of Teahouse behind it. */
class OwnSocket extends ProtocolSocket {
  backstage = new Backstage();

  protected override letIn(params: Record<string, unknown> | undefined): Promise<boolean> {
    return this.backstage.letIn(params, this);
  }

  protected override async begin(id: string, payload: SubscribePayload): Promise<Begun> {
    const prepared = await this.backstage.prepare(id, payload);
    if ('errors' in prepared) return prepared;
    const operation = getOperationAST(prepared.document, prepared.operationName);
    if (!operation) return { errors: [new GraphQLError('Unable to identify operation')] };
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
      return { answer: (await execute(prepared)) as ExecutionResult };
    const answers = await subscribe(prepared);
    if (!(Symbol.asyncIterator in answers)) return { answer: answers };
    const feed = this.backstage.feed(String(payload.extensions?.ownPace));
    return feed ? { running: this.#follow(id, feed, answers) } : { answers };
  }

  /** Writes to the socket by itself. */
  #follow(id: string, feed: Feed, answers: AsyncGenerator<ExecutionResult>): Running {
    feed.hear = (fed) =>
      this.send(stringifyMessage({ id, type: MessageType.Next, payload: { data: { fed } } }));
    return {
      id,
      stop: () => {
        feed.hear = null;
        return answers.return(undefined);
      },
    };
  }

  protected override failed(): void {
    this.backstage.tell('failed');
  }

  override ended(code: number, reason: string): void {
    super.ended(code, reason);
    this.backstage.ended.resolve(`${code} ${reason}`);
  }
}

/** A server on a port of its own, for one conversation. */
export interface End {
  port: number;
  backstage: Backstage;
  close(): Promise<void>;
}

const MAX_PAYLOAD = 100_000;

/** The server's end of the protocol, ours or the library's. */
export async function serveProtocol(whose: 'ours' | 'library'): Promise<End> {
  const backstage = new Backstage();
  const server = createServer().listen(0, '127.0.0.1');
  const close = whose === 'ours' ? serveOwn(server, backstage) : serveLibrary(server, backstage);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    backstage,
    close: async () => {
      close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function serveOwn(server: ReturnType<typeof createServer>, backstage: Backstage) {
  const sockets = new WebSocketServer({
    server,
    WebSocket: OwnSocket,
    handleProtocols,
    maxPayload: MAX_PAYLOAD,
  });
  sockets.on('connection', (socket) => {
    socket.backstage = backstage;
    socket.start();
  });
  return () => sockets.close();
}

function serveLibrary(server: ReturnType<typeof createServer>, backstage: Backstage) {
  const sockets = new WebSocketServer({ server, maxPayload: MAX_PAYLOAD });
  // It says there what has failed.
  const said = vi.spyOn(console, 'error').mockImplementation((text: string) => {
    if (text.includes('during message handling')) backstage.tell('failed');
  });
  serve(
    {
      isProd: true,
      connectionInitWaitTimeout: 0,
      onConnect: ({ connectionParams, extra }) => backstage.letIn(connectionParams, extra.socket),
      onSubscribe: async (_context, id, payload) => {
        const prepared = await backstage.prepare(id, payload);
        return 'errors' in prepared ? prepared.errors : prepared;
      },
      onClose: (_context, code, reason) => backstage.ended.resolve(`${code} ${reason}`),
    },
    sockets,
    0,
  );
  return () => {
    said.mockRestore();
    sockets.close();
  };
}
