import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Answering,
  answerAtOnce,
  answerPlain,
  type Exchange,
  plainOperation,
} from './answering.ts';
import { isForFiles, serveFiles } from './files.ts';
import { presentError } from './graphql/errors.ts';
import { REQUEST_COST } from './graphql/limits.ts';
import { LiveOperations } from './graphql/live.ts';
import {
  type Caller,
  Cashier,
  rateLimited,
  rateLimitHeaders,
  refusalOf,
} from './graphql/spending.ts';
import { OUTBOX_PATH, serveOutbox } from './outbox.ts';
import { Connections } from './platform/connections.ts';
import { createAddressReader } from './platform/proxies.ts';
import type { Backend } from './realtime/backend.ts';
import { schema } from './schema.ts';
import { serveSockets } from './sockets.ts';
import { createGraphQL, viewerOf } from './yoga.ts';

export interface RunningServer {
  port: number;
  close(): Promise<void>;
}

/** GraphQL over HTTP, WebSocket and SSE, and the health of the process, on one port. */
export async function startServer(backend: Backend): Promise<RunningServer> {
  const { env, log } = backend;
  const addressOf = createAddressReader(env);
  const live = new LiveOperations(schema, backend);
  const doors = { cashier: new Cashier(backend), connections: new Connections() };
  const yoga = createGraphQL(backend, live, doors);
  const server = createServer((req, res) => {
    handle({ backend, yoga, cashier: doors.cashier, addressOf }, req, res).catch((error: Error) => {
      // The caller went away in the middle of their request: nobody is there to be told.
      if (!req.complete) return;
      log.error({ err: error }, 'Request failed outside of GraphQL');
      if (!res.headersSent) sendJson(res, 500, problem('Something went wrong on our side.'));
      else res.destroy();
    });
  });
  // Longer than the idle time of proxies and load balancers in front (60 s is usual), so that it is never this side that
  // closes a connection which the other is about to use again.
  server.keepAliveTimeout = 75_000;
  const sockets = serveSockets(backend, { yoga, live, ...doors }, server);
  await listen(server, env.API_PORT, env.API_HOST);
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await sockets.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/**
 * Connections that wait to be accepted. When all come back at once, whoever finds no room among them is not turned away but
 * tries again after one, three and seven seconds. Linux takes as many by default (`net.core.somaxconn`); Node 511.
 */
const BACKLOG = 4_096;

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, resolve);
  });
}

/** Nothing else: what a form of a foreign page can send without asking first is no request. */
const JSON_TYPE = /^application\/json\s*(;|$)/;

async function handle(
  answering: Answering,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { backend, cashier, addressOf } = answering;
  const requestId = randomUUID();
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.setHeader('X-Request-Id', requestId);
  const path = (req.url ?? '/').split('?')[0];
  if (path === '/health/live') return sendJson(res, 200, { status: 'live' });
  if (path === '/health/ready') return sendReadiness(backend, res);
  if (path === OUTBOX_PATH && (await serveOutbox(backend, req, res))) return;
  if (isForFiles(path)) return serveFiles({ backend, cashier, addressOf }, req, res);
  if (path !== '/graphql')
    return sendJson(res, 404, problem('There is nothing here. GraphQL answers at /graphql.'));
  if (req.method === 'POST' && !JSON_TYPE.test(req.headers['content-type'] ?? '')) {
    const rule = 'Send an operation as JSON, with `Content-Type: application/json`.';
    return sendJson(res, 415, problem(rule, 'UNSUPPORTED_MEDIA_TYPE'));
  }
  const body = await readBody(req, backend.env.MAX_REQUEST_BYTES);
  if (body === null) {
    const rule = `A request has at most ${backend.env.MAX_REQUEST_BYTES} bytes. Send less at once.`;
    res.setHeader('Connection', 'close');
    return sendJson(res, 413, problem(rule, 'REQUEST_TOO_LARGE'));
  }
  await answer(answering, body, { req, res, requestId });
}

/** Answers an operation of whoever sends it. */
async function answer(answering: Answering, body: string, exchange: Exchange): Promise<void> {
  const { backend, yoga, cashier, addressOf } = answering;
  const { req, res, requestId } = exchange;
  const operation = objectOf(body);
  const plain = plainOperation(answering, operation, req);
  if (plain && (await answerAtOnce(answering, plain, exchange))) return;
  const viewer = await viewerOf(backend, req.headers.authorization).catch((error: Error) => error);
  if (viewer instanceof Error)
    return sendJson(res, 500, { errors: [presentError(viewer, requestId, backend.log)] });
  const caller = { accountId: viewer?.accountId ?? null, address: addressOf(req) };
  if (turnAway(cashier, caller, res)) return;
  if (plain) return answerPlain(answering, plain, { ...exchange, viewer });
  const toll = { paid: false };
  const transport = { ...exchange, viewer, toll };
  await yoga.handle(Object.assign(req, { body: operation ?? body }), res, transport);
  if (!toll.paid) await cashier.charge(caller, REQUEST_COST);
}

/** Answers those who have asked for too much, before anything is done for them. */
function turnAway(cashier: Cashier, caller: Caller, res: ServerResponse): boolean {
  const balances = cashier.turnAway(caller);
  const refusal = refusalOf(balances);
  if (!refusal) return false;
  for (const [name, value] of Object.entries(rateLimitHeaders(balances)))
    res.setHeader(name, value);
  sendJson(res, 429, { errors: [rateLimited(refusal)] });
  return true;
}

/** The whole body as text, or null when it is too large. */
function readBody(req: IncomingMessage, most: number): Promise<string | null> {
  if (Number(req.headers['content-length'] ?? 0) > most) return Promise.resolve(null);
  // By hand: iterating over the chunks takes several turns for the one that there mostly is.
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length <= most) return chunks.push(chunk);
      // The rest is not read: the connection ends with the answer.
      req.off('data', take).pause();
      return resolve(null);
    };
    req.on('data', take);
    req.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    req.once('error', reject);
  });
}

/**
 * What Yoga takes as it is. From a text it would first make a list of the places of all its letters, which takes longer
 * than reading it. Whatever is no operation stays a text, for Yoga to say so.
 */
function objectOf(body: string): object | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && Object.keys(value).length > 0
      ? value
      : null;
  } catch {
    return null;
  }
}

async function sendReadiness({ pool, bus }: Backend, res: ServerResponse): Promise<void> {
  const database = await pool.query('SELECT 1').then(
    () => 'connected',
    () => 'disconnected',
  );
  // Redis only carries hints: without it the process still does its work, a second slower.
  const ready = database === 'connected';
  sendJson(res, ready ? 200 : 503, {
    status: ready ? 'ready' : 'not ready',
    database,
    bus: bus.state(),
  });
}

const problem = (message: string, code = 'BAD_REQUEST') => ({
  errors: [{ message, extensions: { code } }],
});

function sendJson(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  res.end(JSON.stringify(body));
}
