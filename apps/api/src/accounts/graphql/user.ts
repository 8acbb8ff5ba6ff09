import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { type Along, createLoader } from '../../graphql/loading.ts';
import { idField, Node, registerNode } from '../../graphql/nodes.ts';
import { jsonProfiles, type Profile, readProfiles, requireUser, toProfiles } from '../access.ts';

export const User = builder.prismaObject('Account', {
  name: 'User',
  description: 'A person, as everyone signed in may see them.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('User')),
    deleted: t.boolean({
      description:
        'Whether the person has deleted their account: what they wrote to others stays with those, and nothing tells who it was. Nobody finds them or writes to them any more.',
      resolve: ({ deletedAt }) => deletedAt !== null,
    }),
    username: t.string({
      description:
        'Unique without regard to case: 3 to 30 letters, digits, `_` or `.`. Empty for a deleted account.',
      resolve: ({ deletedAt, username }) => (deletedAt ? '' : username),
    }),
    nickname: t.exposeString('nickname', {
      description: 'What others see: 1 to 40 characters. Empty for a deleted account.',
    }),
    bio: t.exposeString('bio', { description: 'What the person says of themself; may be empty.' }),
    joinedAt: t.field({
      type: 'DateTime',
      description: 'When the account was made.',
      resolve: (account) => account.createdAt,
    }),
  }),
});
/** People by their ids. */
export const people = createLoader<Profile>((ids, { backend }) => readProfiles(backend, ids));

/** Makes people known that were found in a statement about something else. */
export function primePeople(context: Context, found: unknown): void {
  for (const profile of toProfiles(found)) people.prime(context, profile.id, profile);
}

/** The people whose ids a query finds, for a page on which they stand. */
export const peopleAlong = (ids: string): Along => ({
  sql: jsonProfiles(ids),
  take: primePeople,
});

registerNode('User', (backend, _viewer, id) => requireUser(backend, id));
