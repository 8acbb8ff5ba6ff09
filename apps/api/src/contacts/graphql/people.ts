import type { FriendRequest as FriendRequestRow } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { searchCost } from '../../graphql/limits.ts';
import { offsetConnection } from '../../graphql/pages.ts';
import { friendsAmong } from '../access.ts';
import { searchPeople } from '../search.ts';
import { FriendRequest } from './friend-request.ts';

const Relation = builder.enumType('Relation', {
  description: 'What a person is to the viewer.',
  values: {
    SELF: { description: 'The viewer.' },
    FRIEND: { description: 'A friend.' },
    REQUEST_SENT: { description: 'The viewer has asked and waits for the answer.' },
    REQUEST_RECEIVED: { description: 'Has asked the viewer, who has not answered.' },
    STRANGER: { description: 'None of these.' },
  } as const,
});

/** The friendships and pending requests between the viewer and some people, in two reads. */
async function loadRelations(accountIds: string[], context: Context) {
  const me = requireViewer(context).accountId;
  const { db } = context.backend;
  const [friends, requests] = await Promise.all([
    friendsAmong(context.backend, me, accountIds),
    db.friendRequest.findMany({
      where: {
        status: 'PENDING',
        OR: [
          { fromId: me, toId: { in: accountIds } },
          { toId: me, fromId: { in: accountIds } },
        ],
      },
    }),
  ]);
  return { me, friends, requests };
}

const requestWith = (requests: FriendRequestRow[], accountId: string) =>
  requests.find((request) => request.fromId === accountId || request.toId === accountId);

builder.prismaObjectFields('Account', (t) => ({
  relation: t.loadable({
    type: Relation,
    description: 'What this person is to the viewer. Depends on the viewer.',
    load: async (accountIds: string[], context) => {
      const { me, friends, requests } = await loadRelations(accountIds, context);
      return accountIds.map((id) => {
        if (id === me) return 'SELF';
        if (friends.has(id)) return 'FRIEND';
        const request = requestWith(requests, id);
        if (!request) return 'STRANGER';
        return request.fromId === me ? 'REQUEST_SENT' : 'REQUEST_RECEIVED';
      });
    },
    resolve: (account) => account.id,
  }),
  pendingFriendRequest: t.loadable({
    type: FriendRequest,
    nullable: true,
    description:
      'The unanswered request between this person and the viewer, in either direction. Depends on the viewer.',
    load: async (accountIds: string[], context) => {
      const { requests } = await loadRelations(accountIds, context);
      return accountIds.map((id) => requestWith(requests, id) ?? null);
    },
    resolve: (account) => account.id,
  }),
}));

builder.queryField('searchUsers', (t) =>
  t.connection({
    type: User,
    authScopes: { signedIn: true },
    description:
      'People whose username or nickname contains the words, and friends whose remark does; whose name is typed so in Latin letters (pinyin in full, by initials or mixed), sounds so, or is so but for a slip; and whoever lets themselves be found so by their whole e-mail address or phone number. What is exactly so comes first, slips last, friends before others. Neither the viewer nor anybody with whom they have a block is among them, nor strangers who do not want to be found.',
    args: {
      query: t.arg.string({ required: true, description: '1 to 100 characters.' }),
    },
    complexity: searchCost,
    resolve: (_root, { query, ...args }, context) =>
      offsetConnection(args, (page) =>
        searchPeople(context.backend, requireViewer(context), query, page),
      ),
  }),
);

builder.queryField('searchAllUsers', (t) =>
  t.connection({
    type: User,
    authScopes: { administrator: true },
    description:
      'For administrators, who appoint people and give them positions: everybody whom `searchUsers` would find, and with them the caller, whoever does not want to be found by name, and those with whom the caller has a block. By e-mail address and phone number only whoever lets themselves be found so.',
    args: {
      query: t.arg.string({ required: true, description: '1 to 100 characters.' }),
    },
    complexity: searchCost,
    resolve: (_root, { query, ...args }, context) =>
      offsetConnection(args, (page) =>
        searchPeople(context.backend, requireViewer(context), query, { ...page, everybody: true }),
      ),
  }),
);
