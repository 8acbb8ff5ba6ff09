import { builder } from '../../graphql/builder.ts';
import { Node, registerNode } from '../../graphql/nodes.ts';
import { requireUser } from '../access.ts';

export const User = builder.prismaObject('Account', {
  name: 'User',
  description: 'A person, as everyone signed in may see them.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.globalID({
      description: 'Global id.',
      resolve: (account) => ({ type: 'User', id: account.id }),
    }),
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
registerNode('User', (backend, _viewer, id) => requireUser(backend, id));
