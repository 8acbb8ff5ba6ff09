import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ExecutionArgs, GraphQLError, getOperationAST, OperationTypeNode } from 'graphql';
import type { CloseCode, Context as SocketContext, SubscribePayload } from 'graphql-ws';
import { type Extra, useServer as serveProtocol } from 'graphql-ws/use/ws';
import pLimit from 'p-limit';
import { type WebSocket, WebSocketServer } from 'ws';
import { authenticate } from './accounts/access.ts';
import { bearerToken } from './accounts/tokens.ts';
import type { LiveOperations } from './graphql/live.ts';
import {
  type Caller,
  type Cashier,
  REQUEST_COST,
  rateLimited,
  refusalOf,
} from './graphql/spending.ts';
import type { Connections } from './platform/connections.ts';
import { FramePress } from './platform/frames.ts';
import { allowedOrigins } from './platform/origins.ts';
import { createAddressReader, networkOf } from './platform/proxies.ts';
import type { Viewer } from './platform/viewer.ts';
import type { Backend } from './realtime/backend.ts';
import { follow } from './realtime/reading.ts';
import type { Doors, GraphQLServer } from './yoga.ts';

/** Long enough for a slow network to send the first message, and short for somebody who never will. */
const INIT_WAIT_MS = 5_000;
/** When an address with too many sockets may look again whether one has ended. */
const COME_BACK_SECONDS = 30;
/** RFC 6455: the server asks to come back; clients of graphql-ws do, with their cursor. */
const TRY_AGAIN_LATER = 1013;
const GOING_AWAY = 1001;
const UNAUTHORIZED: CloseCode.Unauthorized = 4401;
const FORBIDDEN: CloseCode.Forbidden = 4403;
/** As clients know it from the sub-protocol: they do not try again by themselves. */
const TOO_MANY: CloseCode.TooManyInitialisationRequests = 4429;

/** So many sockets are let in at once: a thousand that come back together leave connections to everybody else. */
const ARRIVING_AT_ONCE = 4;

interface Session {
  viewer?: Viewer;
  pace?: Pace;
  leave?: () => void;
}

interface Serving extends Doors {
  yoga: GraphQLServer;
  live: LiveOperations;
}

type ConnectionContext = SocketContext<Record<string, unknown>, Extra & Partial<Session>>;

/** What `subscribe` is handed: the operation, and how it came. */
interface SocketExecutionArgs extends ExecutionArgs {
  socket: WebSocket;
  viewer: Viewer;
  pace: Pace;
  wire: Duplex;
  id: string;
  payload: SubscribePayload;
}

/** GraphQL over WebSocket (sub-protocol `graphql-transport-ws`), for people who are signed in. */
export function serveSockets(
  backend: Backend,
  { yoga, live, cashier, connections }: Serving,
  server: Server,
) {
  const { env } = backend;
  const addressOf = createAddressReader(env);
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: env.MAX_REQUEST_BYTES,
  });
  const arrivals = pLimit(ARRIVING_AT_ONCE);
  const disposable = serveProtocol<Record<string, unknown>, Partial<Session>>(
    {
      onConnect: (context) => arrivals(() => connect(backend, connections, context)),
      onDisconnect: (context) => context.extra.leave?.(),
      onClose: (context) => context.extra.leave?.(),
      onSubscribe: async (context, id, payload) => {
        const { extra } = context;
        const caller = {
          accountId: extra.viewer?.accountId ?? null,
          address: addressOf(extra.request),
        };
        const refusal = refuseOperation(backend, cashier, context, caller);
        if (refusal) return refusal;
        const prepared = await prepare(yoga, context, id, payload);
        // What is executed pays when it is; nonsense pays now, and so does a stream, once.
        if (Array.isArray(prepared) || isSubscription(prepared))
          await cashier.charge(caller, REQUEST_COST);
        return prepared;
      },
      execute: (args: unknown) => rootOf(args).execute(args),
      subscribe: (args: unknown) =>
        subscribeLive(backend, live, args as SocketExecutionArgs) ?? rootOf(args).subscribe(args),
      connectionInitWaitTimeout: INIT_WAIT_MS,
      isProd: env.NODE_ENV === 'production',
    } as Parameters<typeof serveProtocol<Record<string, unknown>, Partial<Session>>>[0],
    sockets,
  );
  const origins = new Set(allowedOrigins(env));
  server.on('upgrade', (req, socket, head) => {
    const refusal = refuse(req, origins);
    if (refusal) return reject(socket, refusal);
    const network = `address ${networkOf(addressOf(req))}`;
    const leave = connections.enter(network, env.SOCKETS_PER_ADDRESS);
    if (!leave) return reject(socket, '429 Too Many Requests');
    socket.once('close', leave);
    sockets.handleUpgrade(req, socket, head, (ws) => sockets.emit('connection', ws, req));
  });
  return {
    close: async () => {
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'Server is restarting');
      await disposable.dispose();
    },
  };
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
  backend: Backend,
  connections: Connections,
  { connectionParams, extra }: ConnectionContext,
) {
  const { socket } = extra;
  // Gone again while others were let in.
  if (socket.readyState !== socket.OPEN) return false;
  const token = bearerToken(connectionParams?.authorization);
  const claimed = token ? await authenticate(backend, token) : null;
  if (!claimed?.ok) {
    const expired = claimed?.reason === 'EXPIRED';
    if (expired) socket.close(FORBIDDEN, 'Access token expired');
    else socket.close(UNAUTHORIZED, claimed ? 'Signed out' : 'Send an access token');
    return false;
  }
  const { viewer, expiresAt } = claimed;
  const end = connections.enter(viewer.accountId, backend.env.SOCKETS_PER_ACCOUNT);
  if (!end) {
    socket.close(TOO_MANY, 'You have too many live connections open');
    return false;
  }
  // Counted from here on, whatever happens next.
  socket.once('close', end);
  const unwatch = await backend.hub.watchSession({
    ...viewer,
    end: () => socket.close(UNAUTHORIZED, 'Signed out'),
  });
  const expiry = setTimeout(
    () => socket.close(FORBIDDEN, 'Access token expired'),
    expiresAt.getTime() - Date.now(),
  );
  extra.leave = () => {
    clearTimeout(expiry);
    unwatch();
  };
  // Revoked between the first look and the watching: nothing would tell again.
  const still = token && (await authenticate(backend, token)).ok;
  if (!still || socket.readyState !== socket.OPEN) {
    extra.leave();
    socket.close(UNAUTHORIZED, 'Signed out');
    return false;
  }
  extra.viewer = viewer;
  extra.pace = paceOf(socket, extra.request.socket, backend.env.SOCKET_BUFFER_BYTES * READ_AHEAD);
  return true;
}

/** What a reader missed is written while less than this part of the buffer waits: the rest is for what happens live. */
const READ_AHEAD = 1 / 8;

/** Resolves once less waits for the reader than may, or the reader is gone. */
type Pace = () => Promise<void>;

const paceOf =
  (socket: WebSocket, wire: Duplex, most: number): Pace =>
  async () => {
    if (socket.readyState === socket.CLOSED || socket.bufferedAmount <= most) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        wire.off('drain', go);
        wire.off('close', go);
        resolve();
      };
      wire.once('drain', go);
      wire.once('close', go);
    });
  };

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
  { extra }: ConnectionContext,
  id: string,
  payload: SubscribePayload,
) {
  const { viewer, pace, socket, request: req } = extra;
  if (!viewer || !pace) throw new Error('An operation came before the connection was acknowledged');
  const enveloped = yoga.getEnveloped({ viewer, req, params: payload } as never);
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
    pace,
    wire: req.socket,
    id,
    payload,
  } as ExecutionArgs;
}

const PRESS = new FramePress('}');

/**
 * A plain subscription to `events` does not go through one iterator and one execution a socket: the hub writes finished
 * bytes to it. What is returned here only tells graphql-ws when the subscription is over. Null for any other operation.
 */
function subscribeLive(backend: Backend, live: LiveOperations, args: SocketExecutionArgs) {
  const { socket, viewer, pace, wire, id, payload, document } = args;
  const opened = live.open({
    document,
    query: payload.query,
    operationName: payload.operationName,
    variables: payload.variables ?? {},
  });
  if (!opened) return null;
  if (!('operation' in opened))
    return { errors: opened.map((error) => withCode(error, 'BAD_USER_INPUT')) };
  const { operation, after, release } = opened;
  const opening = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  const comeAgain = () => socket.close(TRY_AGAIN_LATER, 'Resume with your cursor');
  // Past the library, which would turn the text into bytes again for each socket. It keeps nothing back that would have to
  // come first: nothing here is compressed.
  const write = (responses: readonly string[]) => {
    if (socket.readyState !== socket.OPEN) return;
    if (responses.length > 1) wire.cork();
    for (const json of responses) wire.write(PRESS.press(opening, json));
    if (responses.length > 1) wire.uncork();
    // Whoever reads too slowly is cut off before the backlog hurts others; nothing is lost, it comes back by cursor.
    if (socket.bufferedAmount > backend.env.SOCKET_BUFFER_BYTES) comeAgain();
  };
  const output = { kind: 'responses' as const, operation, write, room: pace };
  const leave = follow(backend, viewer, after, output, comeAgain);
  forget(args);
  return untilReturned(() => {
    leave();
    release();
  });
}

/** What the library would keep for as long as the subscription lasts, though nobody asks for it any more. */
function forget(args: SocketExecutionArgs): void {
  Object.assign(args.payload, { query: '' });
  args.contextValue = null;
  args.rootValue = null;
  args.variableValues = null;
}

/** An iterator that yields nothing and ends when it is told to. */
function untilReturned(finish: () => void): AsyncGenerator<never> {
  let over: (() => void) | undefined;
  const ended = new Promise<IteratorResult<never>>((resolve) => {
    over = () => resolve({ value: undefined as never, done: true });
  });
  const stop = async () => {
    over?.();
    finish();
    return ended;
  };
  const iterator = {
    next: () => ended,
    return: stop,
    throw: stop,
    [Symbol.asyncIterator]: () => iterator,
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
  return iterator as AsyncGenerator<never>;
}
