import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { builder } from './graphql/builder.ts';
import './graphql/scalars.ts';
import './graphql/nodes.ts';
import './graphql/events.ts';

// The domains, in the only order in which they may know each other: a later one may import an earlier one.
import './accounts/graphql.ts';
import './contacts/graphql/friend-request.ts';
import './contacts/graphql/people.ts';
import './conversations/graphql/conversation.ts';
import './conversations/graphql/membership.ts';
import './conversations/graphql/events.ts';
import './messages/graphql.ts';

/** Deny by default: a root field that does not say who may call it is a mistake, and the process must not start. */
export function checkRootFields(schema: GraphQLSchema): void {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  for (const root of roots.filter((type): type is GraphQLObjectType => type != null))
    for (const field of Object.values(root.getFields())) {
      const options = field.extensions.pothosOptions as { authScopes?: unknown } | undefined;
      if (!options?.authScopes)
        throw new Error(`${root.name}.${field.name} names no scope: add authScopes to it`);
    }
}

export const schema = builder.toSchema({ sortSchema: true });
checkRootFields(schema);
