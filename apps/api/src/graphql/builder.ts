import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { getDatamodel, type PrismaTypes } from '@teahouse/db/client';
import { GraphQLError } from 'graphql';
import type { Position } from '../realtime/cursor.ts';
import type { Context } from './context.ts';
import { COST_LIMIT, DEPTH_LIMIT } from './limits.ts';

interface Types {
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  AuthScopes: { public: boolean; signedIn: boolean };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date | string };
    UUID: { Input: string; Output: string };
    Cursor: { Input: Position; Output: string };
  };
}

const capitalise = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * The one builder. It knows no domain; domains add their types to it. Scope checks come first, so that "not signed in"
 * is a top-level error and never a member of a result union. A root field without a scope does not build (schema.ts).
 */
export const builder = new SchemaBuilder<Types>({
  plugins: [
    ScopeAuthPlugin,
    ComplexityPlugin,
    ErrorsPlugin,
    RelayPlugin,
    PrismaPlugin,
    DataloaderPlugin,
  ],
  defaultFieldNullability: false,
  scopeAuth: {
    authScopes: (context) => ({ public: true, signedIn: context.signedIn }),
    authorizeOnSubscribe: true,
    unauthorizedError: () =>
      new GraphQLError('Sign in first: send `Authorization: Bearer <access token>`.', {
        extensions: { code: 'UNAUTHENTICATED' },
      }),
  },
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 1,
    limit: { depth: DEPTH_LIMIT, complexity: COST_LIMIT },
    complexityError: (_kind, { depth, maxDepth, complexity, maxComplexity }) =>
      new GraphQLError(
        depth > (maxDepth ?? DEPTH_LIMIT)
          ? `This operation is ${depth} levels deep; at most ${maxDepth ?? DEPTH_LIMIT} are allowed. Ask for less at once.`
          : `This operation costs ${complexity}; at most ${maxComplexity ?? COST_LIMIT} is allowed. Ask for shorter pages or fewer fields.`,
        { extensions: { code: 'OPERATION_TOO_COMPLEX' } },
      ),
  },
  errors: {
    directResult: true,
    defaultUnionOptions: { name: ({ fieldName }) => `${capitalise(fieldName)}Result` },
  },
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    cursorType: 'String',
    edgesFieldOptions: { nullable: false },
    nodeFieldOptions: { nullable: false },
  },
  prisma: {
    client: (context) => context.backend.db,
    dmmf: getDatamodel(),
    onUnusedQuery: null,
  },
});

builder.queryType({
  description: 'Everything that can be read. All of it needs a signed-in caller.',
});
builder.mutationType({
  description:
    'Everything that can be done. What a person can get wrong is a member of the result union and implements `Error`.',
});
builder.subscriptionType({ description: 'One live stream: everything that concerns the caller.' });
