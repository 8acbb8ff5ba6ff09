import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import { type CloseCode, handleProtocols, type SubscribePayload } from 'graphql-ws';
import { isAsyncIterable } from 'graphql-yoga';
import pLimit, { type LimitFunction } from 'p-limit';
import { WebSocketServer } from 'ws';
import { isSignedIn } from './accounts/access.ts';
import { bearerToken, verifyAccessToken } from './accounts/tokens.ts';
import type { Client } from './graphql/context.ts';
import { REQUEST_COST } from './graphql/limits.ts';
import type { LiveOperations } from './graphql/live.ts';
import { type Caller, type Cashier, rateLimited, refusalOf } from './graphql/spending.ts';
import { SocketKeeper } from './platform/client-sockets.ts';
import { allowedOrigins } from './platform/origins.ts';
import { createAddressReader, networkOf } from './platform/proxies.ts';
import type { Viewer } from './platform/viewer.ts';
import type { Backend } from './realtime/backend.ts';
import type { SessionWatch } from './realtime/follower.ts';
import { type Begun, ProtocolSocket } from './socket-protocol.ts';
import { LiveSubscription } from './socket-stream.ts';
import { clientOf, type Doors, type GraphQLServer } from './yoga.ts';

/** Long enough for a slow network to send the first message, and short for somebody who never will. */
const INIT_WAIT_MS = 5_000;
/** When an address with too many sockets may look again whether one has ended. */
const COME_BACK_SECONDS = 30;
const GOING_AWAY = 1001;
const UNAUTHORIZED: CloseCode.Unauthorized = 4401;
const FORBIDDEN: CloseCode.Forbidden = 4403;
const INIT_TIMEOUT: CloseCode.ConnectionInitialisationTimeout = 4408;
/** As clients know it from the sub-protocol: they do not try again by themselves. */
const TOO_MANY: CloseCode.TooManyInitialisationRequests = 4429;

/** So many sockets are let in at once: a thousand that come back together leave connections to everybody else. */
const ARRIVING_AT_ONCE = 4;

interface Serving extends Doors {
  yoga: GraphQLServer;
  live: LiveOperations;
}

/** What everything here is done with. */
interface Service extends Serving {
  backend: Backend;
  keeper: SocketKeeper;
  arrivals: LimitFunction;
}

/**
 * What is kept of a socket. Not the request that it came with, which is a hundred times what is needed of it. It ends with
 * the session by which somebody was let in.
 */
class GraphQLSocket extends ProtocolSocket implements SessionWatch {
  next: SessionWatch | null = null;
  #service: Service | null = null;
  #client: Client | null = null;
  #viewer: Viewer | null = null;
  /** Whether it is one of the account's live connections already. */
  #counted = false;

  /** Once it is open, and counted as one of its network's. */
  serve(service: Service, client: Client, wire: Duplex): void {
    this.#service = service;
    this.#client = client;
    service.keeper.keep(this, wire);
    service.keeper.expireAt(this, Date.now() + INIT_WAIT_MS);
    this.start();
  }

  get #of(): Service {
    if (!this.#service) throw new Error('A socket is used before it is served');
    return this.#service;
  }

  get viewer(): Viewer {
    if (!this.#viewer) throw new Error('Nobody has been let in on this socket yet');
    return this.#viewer;
  }

  end(): void {
    this.close(UNAUTHORIZED, 'Signed out');
  }

  override expire(): void {
    if (this.#viewer) this.close(FORBIDDEN, 'Access token expired');
    else this.close(INIT_TIMEOUT, 'Connection initialisation timeout');
  }

  override ended(code: number, reason: string): void {
    const { backend, connections, keeper } = this.#of;
    keeper.forget(this);
    connections.leave(networkOfClient(this.#client));
    if (this.#viewer) backend.hub.unwatchSession(this);
    if (this.#counted) connections.leave(this.viewer.accountId);
    super.ended(code, reason);
  }

  protected override failed(error: unknown): void {
    this.#of.backend.log.error({ err: error }, 'A socket had to be closed');
  }

  protected override letIn(params: Record<string, unknown> | undefined): Promise<boolean> {
    const { arrivals, keeper } = this.#of;
    keeper.expireAt(this, Number.POSITIVE_INFINITY);
    return arrivals(() => this.#letIn(params?.authorization));
  }

  /** By an access token; it ends with that, or with the session behind it. */
  async #letIn(authorization: unknown): Promise<boolean> {
    const { backend, connections, keeper } = this.#of;
    const { env, hub } = backend;
    // Gone again while others were let in.
    if (this.readyState !== this.OPEN) return false;
    const token = bearerToken(authorization);
    const verified = token ? await verifyAccessToken(env, token, { remember: false }) : null;
    if (!verified?.ok) {
      if (verified?.reason === 'EXPIRED') this.close(FORBIDDEN, 'Access token expired');
      else this.close(UNAUTHORIZED, verified ? 'Signed out' : 'Send an access token');
      return false;
    }
    const { viewer, expiresAt } = verified;
    if (this.readyState !== this.OPEN) return false;
    this.#viewer = viewer;
    await hub.watchSession(this);
    // Looked up behind the watching: what was revoked before is not told.
    if (!(await isSignedIn(backend, viewer))) {
      this.end();
      return false;
    }
    if (this.readyState !== this.OPEN) return false;
    this.#counted = connections.enter(viewer.accountId, env.SOCKETS_PER_ACCOUNT);
    if (!this.#counted) {
      this.close(TOO_MANY, 'You have too many live connections open');
      return false;
    }
    keeper.expireAt(this, expiresAt.getTime());
    return true;
  }

  protected override async begin(
    id: string,
    payload: SubscribePayload,
    running: number,
  ): Promise<Begun> {
    const service = this.#of;
    const { backend, cashier } = service;
    const { viewer } = this;
    const caller = { accountId: viewer.accountId, address: this.#client?.address ?? null };
    const refusal = refuseOperation(backend, cashier, running, caller);
    if (refusal) return { errors: [refusal] };
    const prepared = await prepare(service.yoga, { viewer, client: this.#client, payload });
    const operation =
      'errors' in prepared ? null : getOperationAST(prepared.document, prepared.operationName);
    const isSubscription = operation?.operation === OperationTypeNode.SUBSCRIPTION;
    // What is executed pays when it is; nonsense pays now, and so does a stream, once.
    if ('errors' in prepared || isSubscription) await cashier.charge(caller, REQUEST_COST);
    if ('errors' in prepared) return prepared;
    if (!operation) return { errors: [new GraphQLError('Unable to identify operation')] };
    const { execute, subscribe } = prepared.rootValue;
    if (!isSubscription) return answering(await execute(prepared));
    return this.#follow(id, payload, prepared.document) ?? answering(await subscribe(prepared));
  }

  /**
   * A plain subscription to `events` does not go through one iterator and one execution a socket: the hub writes finished
   * bytes to it. Null for any other operation.
   */
  #follow(id: string, payload: SubscribePayload, document: DocumentNode): Begun | null {
    const { live } = this.#of;
    const { query, operationName } = payload;
    const opened = live.open({
      document,
      query,
      operationName,
      variables: payload.variables ?? {},
    });
    if (!opened) return null;
    if (!('operation' in opened))
      return { answer: { errors: opened.map((error) => withCode(error, 'BAD_USER_INPUT')) } };
    return { running: new LiveSubscription(this.#of, { socket: this, id, ...opened }) };
  }
}

/** GraphQL over WebSocket (sub-protocol `graphql-transport-ws`), for people who are signed in. */
export function serveSockets(backend: Backend, serving: Serving, server: Server) {
  const { env } = backend;
  const { connections } = serving;
  const addressOf = createAddressReader(env);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: env.MAX_REQUEST_BYTES,
    // `SocketKeeper` knows them all.
    clientTracking: false,
    WebSocket: GraphQLSocket,
    handleProtocols,
  });
  const keeper = new SocketKeeper();
  const service = { ...serving, backend, keeper, arrivals: pLimit(ARRIVING_AT_ONCE) };
  const origins = new Set(allowedOrigins(env));
  server.on('upgrade', (req, socket, head) => {
    const refusal = refuse(req, origins);
    if (refusal) return reject(socket, refusal);
    const client = clientOf(req, addressOf);
    const network = networkOfClient(client);
    if (!connections.enter(network, env.SOCKETS_PER_ADDRESS))
      return reject(socket, '429 Too Many Requests');
    const gone = () => connections.leave(network);
    socket.once('close', gone);
    sockets.handleUpgrade(req, socket, head, (opened) => {
      // From here on it leaves by itself.
      socket.off('close', gone);
      opened.serve(service, client, socket);
    });
  });
  return {
    close: async () => {
      // Nobody can come any more either.
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
      await keeper.close(GOING_AWAY, 'Server is restarting');
    },
  };
}

/** What a socket is counted as, beside the account. */
const networkOfClient = (client: Client | null) => `address ${networkOf(client?.address ?? null)}`;

/** Why an upgrade is refused: a page of a foreign origin must not open sockets in a visitor's name. */
function refuse(req: IncomingMessage, origins: ReadonlySet<string>): string | null {
  if (req.url?.split('?')[0] !== '/graphql') return '404 Not Found';
  const { origin } = req.headers;
  return origin === undefined || origins.has(origin) ? null : '403 Forbidden';
}

function reject(socket: Duplex, status: string): void {
  // Whoever hangs up first makes the writing fail, which without a listener would end the process.
  socket.on('error', () => {});
  // Not left to the client: a connection of which it keeps its half would stay for ever, counted by nobody.
  socket.once('finish', () => socket.destroy());
  const wait = status.startsWith('429') ? `Retry-After: ${COME_BACK_SECONDS}\r\n` : '';
  socket.end(`HTTP/1.1 ${status}\r\n${wait}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** What GraphQL itself has against an operation, with the code that it has over HTTP. */
const withCode = (error: GraphQLError, code: string) =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code, ...error.extensions },
  });

/** Why an operation is not even looked at: too many at once, or too much in a minute. */
function refuseOperation(
  { env }: Backend,
  cashier: Cashier,
  running: number,
  caller: Caller,
): GraphQLError | null {
  if (running > env.SUBSCRIPTIONS_PER_SOCKET)
    return new GraphQLError(
      `At most ${env.SUBSCRIPTIONS_PER_SOCKET} operations at once on one socket. Complete one first.`,
      { extensions: { code: 'RATE_LIMITED', rule: 'SUBSCRIPTIONS_PER_SOCKET' } },
    );
  const refusal = refusalOf(cashier.turnAway(caller));
  return refusal && rateLimited(refusal);
}

interface Enveloped {
  execute: (args: unknown) => Promise<Answered>;
  subscribe: (args: unknown) => Promise<Answered>;
}

type Answered = ExecutionResult | AsyncIterable<ExecutionResult>;

const answering = (answered: Answered): Begun =>
  isAsyncIterable(answered)
    ? { answers: answered as AsyncIterable<ExecutionResult> }
    : { answer: answered as ExecutionResult };

interface Request {
  viewer: Viewer;
  client: Client | null;
  payload: SubscribePayload;
}

/** Parses and validates an operation the same way as over HTTP. */
async function prepare(
  yoga: GraphQLServer,
  { viewer, client, payload }: Request,
): Promise<{ errors: GraphQLError[] } | (ExecutionArgs & { rootValue: Enveloped })> {
  const enveloped = yoga.getEnveloped({ viewer, client, params: payload } as never);
  const { execute, subscribe, contextFactory, parse, validate } = enveloped;
  let document: ReturnType<typeof parse>;
  try {
    document = parse(payload.query);
  } catch (error) {
    return { errors: [withCode(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')] };
  }
  const errors = validate(enveloped.schema, document);
  if (errors.length > 0)
    return {
      errors: errors.map((error: GraphQLError) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')),
    };
  return {
    schema: enveloped.schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
    contextValue: await contextFactory(),
    rootValue: { execute, subscribe },
  } as ExecutionArgs & { rootValue: Enveloped };
}
