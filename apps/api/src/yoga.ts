import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import {
  createYoga,
  handleStreamOrSingleExecutionResult,
  isAsyncIterable,
  type Plugin,
  type YogaServerInstance,
} from 'graphql-yoga';
import { authenticate } from './accounts/access.ts';
import { bearerToken } from './accounts/tokens.ts';
import { type Client, type Context, createContext } from './graphql/context.ts';
import { presentError } from './graphql/errors.ts';
import type { Logger } from './platform/log.ts';
import { allowedOrigins } from './platform/origins.ts';
import type { Viewer } from './platform/viewer.ts';
import type { Backend } from './realtime/backend.ts';
import { schema } from './schema.ts';

/** What the transport knows of a request before GraphQL sees it. */
export interface Transport {
  viewer?: Viewer;
  req?: IncomingMessage;
  /** Set over HTTP: where a stream that has to end is cut off. */
  res?: ServerResponse;
  requestId?: string;
}

export type GraphQLServer = YogaServerInstance<Transport, Context>;

/** GraphQL over HTTP and SSE to the letter of its specification; sockets parse and validate through it too. */
export function createGraphQL(backend: Backend): GraphQLServer {
  const { env, log } = backend;
  const origins = allowedOrigins(env);
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
    renderGraphiQL,
    context: async ({ viewer, req, request, requestId }) => {
      const known = viewer ?? (await viewerOf(backend, request?.headers.get('authorization')));
      return createContext(backend, known, req ? clientOf(req) : undefined, requestId);
    },
    maskedErrors: { maskError: (error) => presentError(error, randomUUID(), log) },
    plugins: [presentErrors(log), endWithSession(backend), explainRefusals()],
  });
}

type Served = Plugin<Context & Transport>;

/** Shows callers what they can put right and masks the rest, under the id that the response carries. */
function presentErrors(log: Logger): Served {
  const present: Parameters<typeof handleStreamOrSingleExecutionResult<Context>>[1] = ({
    args: { contextValue },
    result,
    setResult,
  }) => {
    if (!result.errors) return;
    const errors = result.errors.map((error) => presentError(error, contextValue.requestId, log));
    setResult({ ...result, errors });
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
 * A stream over SSE ends with its response, also where that was refused before it began; and the response with its token
 * and with the session behind it, as a socket does. It can be resumed by cursor.
 */
function endWithSession(backend: Backend): Served {
  return {
    onSubscribe: async ({ args: { contextValue } }) => {
      const { viewer, request, res } = contextValue;
      const token = bearerToken(request?.headers.get('authorization'));
      if (!res || !viewer || !token) return;
      const end = () => res.destroy();
      const unwatch = await backend.hub.watchSession({ ...viewer, end });
      // Revoked between the first look and the watching: nothing would tell again.
      const still = await authenticate(backend, token);
      const lifeMs = still.ok ? still.expiresAt.getTime() - Date.now() : 0;
      const expiry = setTimeout(end, lifeMs);
      const release = () => {
        clearTimeout(expiry);
        unwatch();
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
async function viewerOf(
  backend: Backend,
  authorization: string | null | undefined,
): Promise<Viewer | null> {
  const token = bearerToken(authorization);
  if (!token) return null;
  const authentication = await authenticate(backend, token);
  return authentication.ok ? authentication.viewer : null;
}

function clientOf(req: IncomingMessage): Client {
  const forwarded = req.headers['x-forwarded-for'];
  const first = (Array.isArray(forwarded) ? forwarded[0] : forwarded)?.split(',')[0]?.trim();
  return {
    address: first || req.socket.remoteAddress || null,
    userAgent: req.headers['user-agent'] ?? null,
  };
}
