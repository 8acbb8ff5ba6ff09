import { builder } from '../../graphql/builder.ts';
import { QUERY_COST, searchCost } from '../../graphql/limits.ts';
import { requireId } from '../../graphql/nodes.ts';
import { offsetConnection } from '../../graphql/pages.ts';
import { requirePublicGroup } from '../access.ts';
import { searchGroups } from '../service/search.ts';
import { GroupPreview } from './preview.ts';

builder.queryField('searchGroups', (t) =>
  t.connection({
    type: GroupPreview,
    authScopes: { signedIn: true },
    description:
      'Public groups by name, without regard to case: the name itself first, then names that begin with the words, that contain them, and that are nearly so. Among equals, the largest first.',
    args: {
      query: t.arg.string({
        required: true,
        description: '1 to 100 characters; one is enough. Slips are forgiven from 4 on.',
      }),
    },
    complexity: searchCost,
    resolve: (_root, { query, ...args }, { backend }) =>
      offsetConnection(args, (page) => searchGroups(backend, query, page)),
  }),
);

builder.queryField('publicGroup', (t) =>
  t.field({
    type: GroupPreview,
    nullable: true,
    authScopes: { signedIn: true },
    complexity: QUERY_COST,
    description: 'One public group. One that does not exist, or is private, is a NOT_FOUND error.',
    args: { id: t.arg.id({ required: true, description: 'Its `Conversation`.' }) },
    resolve: (_root, { id }, { backend }) =>
      requirePublicGroup(backend, requireId('Conversation', id, 'group')),
  }),
);
