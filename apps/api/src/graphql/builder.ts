import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { getDatamodel, type PrismaTypes } from '@teahouse/db/client';
import { GraphQLError } from 'graphql';
import { isAdministrator } from '../platform/viewer.ts';
import type { Position } from '../realtime/cursor.ts';
import type { Context } from './context.ts';
import { COST_LIMIT, DEPTH_LIMIT, PAGE_DEFAULT, PAGE_MAX, refuseSize } from './limits.ts';

/** Of an account the graph knows what everyone may see. The rest is its owner’s, and read by whoever needs it. */
type Profile = Pick<
  PrismaTypes['Account']['Shape'],
  'id' | 'username' | 'nickname' | 'bio' | 'avatarFileId' | 'createdAt' | 'deletedAt'
>;
type Models = Omit<PrismaTypes, 'Account'> & {
  Account: Omit<PrismaTypes['Account'], 'Shape'> & { Shape: Profile };
};

interface Types {
  Context: Context;
  PrismaTypes: Models;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  AuthScopes: { public: boolean; signedIn: boolean; administrator: boolean };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date | string };
    UUID: { Input: string; Output: string };
    Cursor: { Input: Position; Output: string };
  };
}

/** What the Relay plugin adds to the schema, in words. */
const describedConnections = {
  nodeTypeOptions: { description: 'Anything that has an id and can be fetched by it.' },
  idFieldOptions: { description: 'Global id: the same for everyone and for good.' },
  defaultConnectionTypeOptions: { description: 'A page of a list.' },
  defaultEdgeTypeOptions: { description: 'An entry of a page.' },
  edgesFieldOptions: { nullable: false, description: 'The entries of the page.' },
  nodeFieldOptions: { nullable: false, description: 'What the entry is.' },
  cursorFieldOptions: { description: 'Its place in the list, to be handed back as it is.' },
  pageInfoFieldOptions: { description: 'What lies before and behind the page.' },
  pageInfoTypeOptions: { description: 'What lies before and behind a page.' },
  hasNextPageFieldOptions: { description: 'Whether more may be had with `after: endCursor`.' },
  hasPreviousPageFieldOptions: {
    description: 'Whether more may be had with `before: startCursor`.',
  },
  startCursorFieldOptions: { description: 'Place of the first entry; null when there is none.' },
  endCursorFieldOptions: { description: 'Place of the last entry; null when there is none.' },
  firstArgOptions: {
    description: `At most so many, from the beginning or behind \`after\`: 1 to ${PAGE_MAX}, ${PAGE_DEFAULT} when left out.`,
  },
  lastArgOptions: {
    description: `At most so many, from the end or before \`before\`: 1 to ${PAGE_MAX}.`,
  },
  afterArgOptions: { description: 'Only what comes behind this cursor.' },
  beforeArgOptions: { description: 'Only what comes before this cursor.' },
} as const;

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
    authScopes: (context) => ({
      public: true,
      signedIn: context.signedIn,
      administrator: async () =>
        context.viewer !== null && isAdministrator(context.backend, context.viewer.accountId),
    }),
    authorizeOnSubscribe: true,
    unauthorizedError: (_parent, { signedIn }) =>
      signedIn
        ? new GraphQLError('Only administrators of this installation may do this.', {
            extensions: { code: 'FORBIDDEN' },
          })
        : new GraphQLError('Sign in first: send `Authorization: Bearer <access token>`.', {
            extensions: { code: 'UNAUTHENTICATED' },
          }),
  },
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 1,
    limit: ({ fits }) => (fits ? {} : { depth: DEPTH_LIMIT, complexity: COST_LIMIT }),
    complexityError: (_kind, size) => refuseSize(size) ?? 'This operation is too much.',
  },
  errors: {
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${capitalise(fieldName)}Result`,
      description: 'What was done, or the rule that stood in the way.',
    },
  },
  relay: {
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    cursorType: 'String',
    ...describedConnections,
  },
  prisma: {
    client: (context) => context.backend.db,
    dmmf: getDatamodel(),
    onUnusedQuery: null,
  },
});

builder.queryType({
  description: 'Everything that can be read. All but what the doors show needs a signed-in caller.',
});
builder.mutationType({
  description:
    'Everything that can be done. What a person can get wrong is a member of the result union and implements `Error`.',
});
builder.subscriptionType({ description: 'One live stream: everything that concerns the caller.' });
