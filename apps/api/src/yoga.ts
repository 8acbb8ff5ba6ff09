import type { IncomingMessage } from 'node:http';
import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import { authenticate } from './accounts/access.ts';
import { bearerToken } from './accounts/tokens.ts';
import { type Client, type Context, createContext } from './graphql/context.ts';
import { presentError } from './graphql/errors.ts';
import { allowedOrigins } from './platform/origins.ts';
import type { Viewer } from './platform/viewer.ts';
import type { Backend } from './realtime/backend.ts';
import { schema } from './schema.ts';

/** What the transport knows of a request before GraphQL sees it. */
export interface Transport {
  viewer?: Viewer;
  req?: IncomingMessage;
}

export type GraphQLServer = YogaServerInstance<Transport, Context>;

/** GraphQL over HTTP and SSE to the letter of its specification; sockets parse and validate through it too. */
export function createGraphQL(backend: Backend): GraphQLServer {
  const { env, log } = backend;
  const requestIds = new WeakMap<Request, string>();
  return createYoga<Transport, Context>({
    schema,
    graphqlEndpoint: '/graphql',
    landingPage: false,
    logging: false,
    cors: env.ALLOWED_ORIGINS ? { origin: allowedOrigins(env), credentials: false } : false,
    graphiql: env.NODE_ENV === 'development' && {
      title: 'Teahouse',
      subscriptionsProtocol: 'WS',
    },
    renderGraphiQL,
    context: async ({ viewer, req, request }) => {
      const known = viewer ?? (await viewerOf(backend, request?.headers.get('authorization')));
      const context = createContext(backend, known, req ? clientOf(req) : undefined);
      if (request) requestIds.set(request, context.requestId);
      return context;
    },
    maskedErrors: {
      maskError: (error) => presentError(error, crypto.randomUUID(), log),
    },
    plugins: [
      {
        onResponse: ({ request, response }) => {
          const id = requestIds.get(request);
          if (id) response.headers.set('x-request-id', id);
        },
      },
    ],
  });
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
