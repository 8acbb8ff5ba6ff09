import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type ExecutionResult, GraphQLError } from 'graphql';
import {
  createYoga,
  handleStreamOrSingleExecutionResult,
  isAsyncIterable,
  type Plugin,
  type YogaServerInstance,
  type YogaServerOptions,
} from 'graphql-yoga';
import { authenticate } from './accounts/access.ts';
import { bearerToken } from './accounts/tokens.ts';
import { type Client, type Context, createContext } from './graphql/context.ts';
import { isPresentable, presentError } from './graphql/errors.ts';
import {
  boundDocuments,
  endSlowOperations,
  hideSchema,
  withoutSuggestion,
} from './graphql/guards.ts';
import type { LiveOperations } from './graphql/live.ts';
import { type Cashier, chargeOperations } from './graphql/spending.ts';
import type { Connections } from './platform/connections.ts';
import type { Env } from './platform/env.ts';
import { languageOf } from './platform/languages.ts';
import type { Logger } from './platform/log.ts';
import { allowedOrigins } from './platform/origins.ts';
import { type AddressReader, createAddressReader } from './platform/proxies.ts';
import type { Viewer } from './platform/viewer.ts';
import type { Backend } from './realtime/backend.ts';
import type { SessionWatch } from './realtime/follower.ts';
import { followAsResponses } from './realtime/reading.ts';
import { schema } from './schema.ts';

/** What the transport knows of a request before GraphQL sees it. */
export interface Transport {
  viewer?: Viewer | null;
  req?: IncomingMessage;
  /** Whose request it is, where that is known already; else it is read from `req`. */
  client?: Client;
  /** Set over HTTP: where a stream that has to end is cut off. */
  res?: ServerResponse;
  requestId?: string;
  /** Noted once the request has been paid for. */
  toll?: { paid: boolean };
}

export type GraphQLServer = YogaServerInstance<Transport, Context>;

/** What everybody passes on the way in: each pays, and the live connections of each are counted. */
export interface Doors {
  cashier: Cashier;
  connections: Connections;
}

/** GraphQL over HTTP and SSE to the letter of its specification; sockets parse and validate through it too. */
export function createGraphQL(
  backend: Backend,
  live: LiveOperations,
  { cashier, connections }: Doors,
): GraphQLServer {
  const { env, log } = backend;
  const origins = allowedOrigins(env);
  const addressOf = createAddressReader(env);
  return createYoga<Transport, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    logging: false,
    cors: (request) =>
      env.ALLOWED_ORIGINS && origins.includes(request.headers.get('origin') ?? '')
        ? { origin: origins, credentials: false }
        : false,
    graphiql: env.NODE_ENV === 'development' && {
      title: 'Teahouse',
      subscriptionsProtocol: 'WS',
    },
    // Thirty megabytes, which are there for developers alone.
    ...(env.NODE_ENV === 'development' && { renderGraphiQL: renderPlayground }),
    context: ({ viewer, client, req, requestId }) =>
      createContext(
        backend,
        viewer ?? null,
        client ?? (req && clientOf(req, addressOf)),
        requestId,
      ),
    maskedErrors: { maskError: (error) => presentError(error, randomUUID(), log) },
    plugins: [
      boundDocuments(),
      hideSchema(env),
      chargeOperations(cashier),
      endSlowOperations(env),
      presentErrors(log),
      serveLive(backend, live),
      endAtFailure(log),
      endWithSession(backend, connections),
      explainRefusals(),
    ],
  });
}

const renderPlayground: YogaServerOptions<Transport, Context>['renderGraphiQL'] = async (
  options,
) => {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL(options ?? {});
};

type Served = Plugin<Context & Transport>;

/** Shows callers what they can put right and masks the rest, under the id that the response carries. */
export function presentResult(
  result: ExecutionResult,
  { requestId, viewer }: Pick<Context, 'requestId' | 'viewer'>,
  log: Logger,
): ExecutionResult {
  if (!result.errors) return result;
  const presented = result.errors.map((error) => presentError(error, requestId, log));
  return { ...result, errors: viewer ? presented : presented.map(withoutSuggestion) };
}

function presentErrors(log: Logger): Served {
  const present: Parameters<typeof handleStreamOrSingleExecutionResult<Context>>[1] = ({
    args: { contextValue },
    result,
    setResult,
  }) => {
    if (result.errors) setResult(presentResult(result, contextValue, log));
  };
  return {
    onPluginInit: ({ registerContextErrorHandler }) =>
      registerContextErrorHandler(({ context, error, setError }) =>
        setError(presentError(error, String(context.requestId ?? randomUUID()), log)),
      ),
    onExecute: () => ({
      onExecuteDone: (payload) => handleStreamOrSingleExecutionResult(payload, present),
    }),
    onSubscribe: () => ({
      onSubscribeResult: (payload) => handleStreamOrSingleExecutionResult(payload, present),
    }),
  };
}

/**
 * A plain subscription to `events` over SSE takes the same way as over a socket: an event is executed once for all who
 * ask the same, and comes to everybody as it comes to others.
 */
function serveLive(backend: Backend, live: LiveOperations): Served {
  return {
    onSubscribe: ({
      args: { document, operationName, variableValues, contextValue },
      setSubscribeFn,
    }) => {
      const { viewer, res, params } = contextValue;
      if (!viewer || !res || !params.query) return;
      const opened = live.open({
        document,
        operationName,
        query: params.query,
        variables: variableValues ?? {},
      });
      if (!opened || !('operation' in opened)) return;
      const { operation, after } = opened;
      res.once('close', () => live.release(operation));
      setSubscribeFn(() => asResults(followAsResponses(backend, viewer, after, operation)));
    },
  };
}

/** Results that are written as they stand (see Yoga's `stringify`). */
function asResults(responses: AsyncGenerator<string>): AsyncIterableIterator<ExecutionResult> {
  const toResult = ({ done, value }: IteratorResult<string>): IteratorResult<ExecutionResult> =>
    done ? { done, value: undefined } : { value: { stringify: () => value } as ExecutionResult };
  const iterator: AsyncIterableIterator<ExecutionResult> = {
    next: async () => toResult(await responses.next()),
    return: async () => toResult(await responses.return(undefined)),
    throw: async (error) => toResult(await responses.throw(error)),
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/**
 * An event that could not be executed has to come again. So a stream ends before it, and is resumed by its cursor; the
 * next event's would pass over it.
 */
function endAtFailure(log: Logger): Served {
  return {
    onSubscribe: ({ args: { contextValue } }) => ({
      onSubscribeResult: ({ result, setResult }) => {
        if (!isAsyncIterable(result)) return;
        const failed = ({ errors = [] }: ExecutionResult) => {
          const ours = errors.filter((error) => !isPresentable(error));
          for (const error of ours) presentError(error, contextValue.requestId, log);
          return ours.length > 0;
        };
        setResult(untilFailed(result, failed));
      },
    }),
  };
}

/** Not a generator: that could not be returned from while it waits. */
function untilFailed(
  results: AsyncIterableIterator<ExecutionResult>,
  failed: (result: ExecutionResult) => boolean,
): AsyncIterableIterator<ExecutionResult> {
  const end = async (): Promise<IteratorResult<ExecutionResult>> => {
    await results.return?.();
    return { done: true, value: undefined };
  };
  const iterator: AsyncIterableIterator<ExecutionResult> = {
    next: async () => {
      const next = await results.next();
      return next.done || !failed(next.value) ? next : end();
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

/**
 * A stream over SSE ends with its response, also where that was refused before it began; and the response with its token
 * and with the session behind it, as a socket does. It can be resumed by cursor.
 */
function endWithSession(backend: Backend, connections: Connections): Served {
  return {
    onSubscribe: async ({ args: { contextValue }, setResultAndStopExecution }) => {
      const { viewer, request, res } = contextValue;
      const token = bearerToken(request?.headers.get('authorization'));
      if (!res || !viewer || !token) return;
      if (!connections.enter(viewer.accountId, backend.env.SOCKETS_PER_ACCOUNT))
        return setResultAndStopExecution({ errors: [tooManyConnections(backend.env)] });
      const leave = () => connections.leave(viewer.accountId);
      if (res.closed) leave();
      else res.once('close', leave);
      const end = () => res.destroy();
      const watch: SessionWatch = { viewer, end, next: null };
      await backend.hub.watchSession(watch);
      // Revoked between the first look and the watching: nothing would tell again.
      const still = await authenticate(backend, token);
      const lifeMs = still.ok ? still.expiresAt.getTime() - Date.now() : 0;
      const expiry = setTimeout(end, lifeMs);
      const release = () => {
        clearTimeout(expiry);
        backend.hub.unwatchSession(watch);
      };
      if (res.closed) release();
      else res.once('close', release);
      return {
        onSubscribeResult: ({ result }) => {
          if (isAsyncIterable(result)) res.once('close', () => void result.return?.());
        },
      };
    },
  };
}

/** One more than a person may have; a stream that is open has to be closed first. */
const tooManyConnections = ({ SOCKETS_PER_ACCOUNT }: Env) =>
  new GraphQLError(
    `You have ${SOCKETS_PER_ACCOUNT} live connections open, and there may be no more. Close one first.`,
    { extensions: { code: 'RATE_LIMITED', rule: 'SOCKETS_PER_ACCOUNT', http: { status: 429 } } },
  );

/** Yoga answers 406 without a word. */
function explainRefusals(): Served {
  return {
    onResponse: ({ response, setResponse, fetchAPI }) => {
      if (response.status !== 406) return;
      const message =
        'What this operation answers cannot be had as `Accept` asks: subscriptions come as text/event-stream, the rest as application/graphql-response+json or application/json.';
      const errors = [{ message, extensions: { code: 'NOT_ACCEPTABLE' } }];
      setResponse(fetchAPI.Response.json({ errors }, { status: 406 }));
    },
  };
}

/** Who a request's bearer token stands for. One that is not good is as none: fields then ask to sign in. */
export async function viewerOf(
  backend: Backend,
  authorization: string | null | undefined,
): Promise<Viewer | null> {
  const token = bearerToken(authorization);
  if (!token) return null;
  const authentication = await authenticate(backend, token);
  return authentication.ok ? authentication.viewer : null;
}

export function clientOf(req: IncomingMessage, addressOf: AddressReader): Client {
  return {
    address: addressOf(req),
    userAgent: req.headers['user-agent'] ?? null,
    language: languageOf(req.headers['accept-language']),
  };
}
