import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import {
  type CloseCode,
  handleProtocols,
  makeServer,
  type Context as ProtocolContext,
  type WebSocket as ProtocolSocket,
  type SubscribePayload,
} from 'graphql-ws';
import pLimit from 'p-limit';
import { type WebSocket, WebSocketServer } from 'ws';
import { authenticate } from './accounts/access.ts';
import { bearerToken, verifyAccessToken } from './accounts/tokens.ts';
import type { Client } from './graphql/context.ts';
import type { LiveOperations } from './graphql/live.ts';
import {
  type Caller,
  type Cashier,
  REQUEST_COST,
  rateLimited,
  refusalOf,
} from './graphql/spending.ts';
import { ClientSocket, SocketKeeper } from './platform/client-sockets.ts';
import { allowedOrigins } from './platform/origins.ts';
import { createAddressReader, networkOf } from './platform/proxies.ts';
import type { Viewer } from './platform/viewer.ts';
import type { Backend } from './realtime/backend.ts';
import type { SessionWatch } from './realtime/follower.ts';
import { LiveSubscription } from './socket-stream.ts';
import { clientOf, type Doors, type GraphQLServer } from './yoga.ts';

/** Long enough for a slow network to send the first message, and short for somebody who never will. */
const INIT_WAIT_MS = 5_000;
/** When an address with too many sockets may look again whether one has ended. */
const COME_BACK_SECONDS = 30;
const GOING_AWAY = 1001;
const UNAUTHORIZED: CloseCode.Unauthorized = 4401;
const FORBIDDEN: CloseCode.Forbidden = 4403;
const INTERNAL_SERVER_ERROR: CloseCode.InternalServerError = 4500;
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
}

/** Somebody who has been let in, by a session that the socket ends with. */
class Session implements SessionWatch {
  readonly viewer: Viewer;
  readonly #socket: GraphQLSocket;
  /** Whether it is one of the account's live connections already. */
  counted = false;

  constructor(viewer: Viewer, socket: GraphQLSocket) {
    this.viewer = viewer;
    this.#socket = socket;
  }

  end(): void {
    this.#socket.close(UNAUTHORIZED, 'Signed out');
  }
}

/** What is kept of a socket. Not the request that it came with, which is a hundred times what is needed of it. */
class GraphQLSocket extends ClientSocket {
  client: Client | null = null;
  /** What it is counted as, beside the account. */
  network = '';
  session: Session | null = null;
  /** Has the library for the sub-protocol let go of it. */
  closed: ((code: number, reason: string) => Promise<void>) | null = null;

  override expire(): void {
    if (this.session) this.close(FORBIDDEN, 'Access token expired');
    else this.close(INIT_TIMEOUT, 'Connection initialisation timeout');
  }
}

/** A socket as the library for the sub-protocol wants to have it. */
class ProtocolEnd implements ProtocolSocket {
  readonly #socket: GraphQLSocket;
  readonly #failed: (error: unknown) => void;

  constructor(socket: GraphQLSocket, failed: (error: unknown) => void) {
    this.#socket = socket;
    this.#failed = failed;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  send(text: string): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve, reject) => {
      if (socket.readyState !== socket.OPEN) return resolve();
      socket.send(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  onMessage(take: (text: string) => Promise<void>): void {
    this.#socket.take = (text) =>
      take(text).catch((error: unknown) => {
        this.#failed(error);
        this.#socket.close(INTERNAL_SERVER_ERROR, 'Internal server error');
      });
  }
}

type ConnectionContext = ProtocolContext<Record<string, unknown>, GraphQLSocket>;

/** What `subscribe` is handed: the operation, and how it came. */
interface SocketExecutionArgs extends ExecutionArgs {
  socket: GraphQLSocket;
  viewer: Viewer;
  id: string;
  payload: SubscribePayload;
}

/** GraphQL over WebSocket (sub-protocol `graphql-transport-ws`), for people who are signed in. */
export function serveSockets(backend: Backend, serving: Serving, server: Server) {
  const { env, log } = backend;
  const { connections } = serving;
  const addressOf = createAddressReader(env);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: env.MAX_REQUEST_BYTES,
    WebSocket: GraphQLSocket,
    handleProtocols,
  });
  const keeper = new SocketKeeper(sockets.clients);
  const service = { ...serving, backend, keeper };
  const protocol = serveProtocol(service);
  const failed = (error: unknown) => log.error({ err: error }, 'A socket had to be closed');
  // One for all of them.
  const closed = function (this: WebSocket, code: number, reason: Buffer) {
    if (!(this instanceof GraphQLSocket)) return;
    leave(service, this);
    this.closed?.(code, String(reason)).catch(failed);
  };
  sockets.on('connection', (socket: GraphQLSocket) => {
    keeper.expireAt(socket, Date.now() + INIT_WAIT_MS);
    socket.closed = protocol.opened(new ProtocolEnd(socket, failed), socket);
    socket.on('close', closed);
  });
  const origins = new Set(allowedOrigins(env));
  server.on('upgrade', (req, socket, head) => {
    const refusal = refuse(req, origins);
    if (refusal) return reject(socket, refusal);
    const network = `address ${networkOf(addressOf(req))}`;
    if (!connections.enter(network, env.SOCKETS_PER_ADDRESS))
      return reject(socket, '429 Too Many Requests');
    const gone = () => connections.leave(network);
    socket.once('close', gone);
    sockets.handleUpgrade(req, socket, head, (opened) => {
      // From here on `leave` sees to it.
      socket.off('close', gone);
      opened.network = network;
      opened.client = clientOf(req, addressOf);
      keeper.keep(opened, socket);
      sockets.emit('connection', opened, req);
    });
  });
  return {
    close: async () => {
      keeper.stop();
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'Server is restarting');
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

/** The sub-protocol, over whichever sockets it is handed. */
function serveProtocol(service: Service) {
  const { backend, cashier, live } = service;
  const arrivals = pLimit(ARRIVING_AT_ONCE);
  return makeServer<Record<string, unknown>, GraphQLSocket>({
    // `SocketKeeper` sees to it, for all sockets at once.
    connectionInitWaitTimeout: 0,
    onConnect: (context) => {
      const { extra: socket, connectionParams } = context;
      // A token is long, and looked at once.
      Object.assign(context, { connectionParams: undefined });
      service.keeper.expireAt(socket, Number.POSITIVE_INFINITY);
      return arrivals(() => connect(service, socket, connectionParams?.authorization));
    },
    onSubscribe: async (context, id, payload) => {
      const { session, client } = context.extra;
      const caller = {
        accountId: session?.viewer.accountId ?? null,
        address: client?.address ?? null,
      };
      const refusal = refuseOperation(backend, cashier, context, caller);
      if (refusal) return refusal;
      const prepared = await prepare(service.yoga, context.extra, id, payload);
      // What is executed pays when it is; nonsense pays now, and so does a stream, once.
      if (Array.isArray(prepared) || isSubscription(prepared))
        await cashier.charge(caller, REQUEST_COST);
      return prepared;
    },
    execute: (args: unknown) => rootOf(args).execute(args),
    subscribe: (args: unknown) =>
      subscribeLive(backend, live, args as SocketExecutionArgs) ?? rootOf(args).subscribe(args),
  } as Parameters<typeof makeServer<Record<string, unknown>, GraphQLSocket>>[0]);
}

/** Why an upgrade is refused: a page of a foreign origin must not open sockets in a visitor's name. */
function refuse(req: IncomingMessage, origins: ReadonlySet<string>): string | null {
  if (req.url?.split('?')[0] !== '/graphql') return '404 Not Found';
  const { origin } = req.headers;
  return origin === undefined || origins.has(origin) ? null : '403 Forbidden';
}

function reject(socket: Duplex, status: string): void {
  // Whoever hangs up first makes the writing fail, which without a listener would end the process.
  socket.on('error', () => {});
  const wait = status.startsWith('429') ? `Retry-After: ${COME_BACK_SECONDS}\r\n` : '';
  socket.end(`HTTP/1.1 ${status}\r\n${wait}Connection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Lets a socket in by its access token, and sees to it that it ends with the token or with the session behind it. */
async function connect(
  { backend, connections, keeper }: Service,
  socket: GraphQLSocket,
  authorization: unknown,
): Promise<boolean> {
  const { env, hub } = backend;
  // Gone again while others were let in.
  if (socket.readyState !== socket.OPEN) return false;
  const token = bearerToken(authorization);
  const verified = token ? await verifyAccessToken(env, token) : null;
  if (!token || !verified?.ok) {
    if (verified && !verified.ok && verified.reason === 'EXPIRED')
      socket.close(FORBIDDEN, 'Access token expired');
    else socket.close(UNAUTHORIZED, verified ? 'Signed out' : 'Send an access token');
    return false;
  }
  const { viewer, expiresAt } = verified;
  if (socket.readyState !== socket.OPEN) return false;
  const session = new Session(viewer, socket);
  socket.session = session;
  await hub.watchSession(session);
  // Looked up behind the watching: what was revoked before is not told.
  const { ok: signedIn } = await authenticate(backend, token);
  if (!signedIn) {
    session.end();
    return false;
  }
  if (socket.readyState !== socket.OPEN) return false;
  session.counted = connections.enter(viewer.accountId, env.SOCKETS_PER_ACCOUNT);
  if (!session.counted) {
    socket.close(TOO_MANY, 'You have too many live connections open');
    return false;
  }
  keeper.expireAt(socket, expiresAt.getTime());
  return true;
}

/** Once for each socket that was open. */
function leave({ backend, connections }: Service, { network, session }: GraphQLSocket): void {
  connections.leave(network);
  if (!session) return;
  backend.hub.unwatchSession(session);
  if (session.counted) connections.leave(session.viewer.accountId);
}

/** What GraphQL itself has against an operation, with the code that it has over HTTP. */
const withCode = (error: GraphQLError, code: string) =>
  new GraphQLError(error.message, {
    nodes: error.nodes,
    source: error.source,
    positions: error.positions,
    extensions: { code, ...error.extensions },
  });

interface EnvelopedRoot {
  execute: (args: unknown) => never;
  subscribe: (args: unknown) => never;
}

const rootOf = (args: unknown) => (args as { rootValue: EnvelopedRoot }).rootValue;

/** Why an operation is not even looked at: too many at once, or too much in a minute. */
function refuseOperation(
  { env }: Backend,
  cashier: Cashier,
  { subscriptions }: ConnectionContext,
  caller: Caller,
): readonly GraphQLError[] | undefined {
  if (Object.keys(subscriptions).length > env.SUBSCRIPTIONS_PER_SOCKET)
    return [
      new GraphQLError(
        `At most ${env.SUBSCRIPTIONS_PER_SOCKET} operations at once on one socket. Complete one first.`,
        { extensions: { code: 'RATE_LIMITED', rule: 'SUBSCRIPTIONS_PER_SOCKET' } },
      ),
    ];
  const refusal = refusalOf(cashier.turnAway(caller));
  return refusal ? [rateLimited(refusal)] : undefined;
}

const isSubscription = ({ document, operationName }: ExecutionArgs): boolean =>
  getOperationAST(document, operationName)?.operation === OperationTypeNode.SUBSCRIPTION;

/** Parses and validates an operation the same way as over HTTP. */
async function prepare(
  yoga: GraphQLServer,
  socket: GraphQLSocket,
  id: string,
  payload: SubscribePayload,
) {
  const viewer = socket.session?.viewer;
  if (!viewer) throw new Error('An operation came before the connection was acknowledged');
  const { client } = socket;
  const enveloped = yoga.getEnveloped({ viewer, client, params: payload } as never);
  const { execute, subscribe, contextFactory, parse, validate } = enveloped;
  let document: ReturnType<typeof parse>;
  try {
    document = parse(payload.query);
  } catch (error) {
    return [withCode(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')];
  }
  const errors = validate(enveloped.schema, document);
  if (errors.length > 0)
    return errors.map((error: GraphQLError) => withCode(error, 'GRAPHQL_VALIDATION_FAILED'));
  return {
    schema: enveloped.schema,
    document,
    operationName: payload.operationName,
    variableValues: payload.variables,
    contextValue: await contextFactory(),
    rootValue: { execute, subscribe },
    socket,
    viewer,
    id,
    payload,
  } as ExecutionArgs;
}

/**
 * A plain subscription to `events` does not go through one iterator and one execution a socket: the hub writes finished
 * bytes to it. Null for any other operation.
 */
function subscribeLive(backend: Backend, live: LiveOperations, args: SocketExecutionArgs) {
  const { socket, viewer, id, payload, document } = args;
  const opened = live.open({
    document,
    query: payload.query,
    operationName: payload.operationName,
    variables: payload.variables ?? {},
  });
  if (!opened) return null;
  if (!('operation' in opened))
    return { errors: opened.map((error) => withCode(error, 'BAD_USER_INPUT')) };
  return new LiveSubscription(backend, live, { socket, viewer, id, ...opened });
}
