import type { FriendRequest as FriendRequestRow } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { hintEvent } from '../../graphql/events.ts';
import { searchCost } from '../../graphql/limits.ts';
import { offsetConnection } from '../../graphql/pages.ts';
import { withoutBlocked } from '../access.ts';
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
  const [friendships, requests] = await Promise.all([
    db.friendship.findMany({ where: { accountId: me, friendId: { in: accountIds } } }),
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
  const friends = new Set(friendships.map((row) => row.friendId));
  return { me, friends, requests };
}

const requestWith = (requests: FriendRequestRow[], accountId: string) =>
  requests.find((request) => request.fromId === accountId || request.toId === accountId);

const PresenceState = builder.enumType('PresenceState', {
  description: 'Whether a person is there.',
  values: {
    ONLINE: { description: 'At least one of their devices is connected.' },
    OFFLINE: { description: 'None is.' },
  } as const,
});

const Presence = builder
  .objectRef<{ online: boolean; lastSeenAt: Date | null }>('Presence')
  .implement({
    description: 'Whether a person is there now, and when they last were.',
    fields: (t) => ({
      state: t.field({
        type: PresenceState,
        description: 'Several devices count as one person.',
        resolve: ({ online }) => (online ? 'ONLINE' : 'OFFLINE'),
      }),
      lastSeenAt: t.expose('lastSeenAt', {
        type: 'DateTime',
        nullable: true,
        description: 'Null when they have never been connected.',
      }),
    }),
  });

async function loadPresences(accountIds: string[], context: Context) {
  const { backend } = context;
  const { me, friends } = await loadRelations(accountIds, context);
  const near = accountIds.filter((id) => id === me || friends.has(id));
  const shown = await withoutBlocked(backend, me, near);
  const [online, accounts] = await Promise.all([
    backend.presence.online(shown),
    backend.db.account.findMany({
      where: { id: { in: shown } },
      select: { id: true, lastSeenAt: true },
    }),
  ]);
  const lastSeen = new Map(accounts.map((account) => [account.id, account.lastSeenAt]));
  return accountIds.map((id) =>
    lastSeen.has(id) ? { online: online.has(id), lastSeenAt: lastSeen.get(id) ?? null } : null,
  );
}

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
  presence: t.loadable({
    type: Presence,
    nullable: true,
    description:
      'Null unless this is the viewer, or a friend with no block between the two. Depends on the viewer.',
    load: loadPresences,
    resolve: (account) => account.id,
  }),
}));

builder.queryField('searchUsers', (t) =>
  t.connection({
    type: User,
    authScopes: { signedIn: true },
    description:
      'People whose username or nickname contains the words, and friends whose remark does; exact usernames first. Neither the viewer nor anybody who has blocked them is among them.',
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

builder.objectFields(
  hintEvent('PresenceChanged', 'A friend came or went. Not logged: ask again after a reconnect.'),
  (t) => ({
    user: t.prismaField({
      type: User,
      description: 'The friend, with `presence` as it is now.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
  }),
);
