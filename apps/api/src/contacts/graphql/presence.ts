import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { hintEvent } from '../../graphql/events.ts';
import type { Attendance } from '../../realtime/presence.ts';
import { friendsAmong, showingPresence } from '../access.ts';

const PresenceState = builder.enumType('PresenceState', {
  description: 'Whether a person is there.',
  values: {
    ONLINE: { description: 'At least one of their devices is connected and in use.' },
    AWAY: { description: 'Their devices that are connected are all idle: see `setIdle`.' },
    OFFLINE: { description: 'None is connected.' },
  } as const,
});

const Presence = builder
  .objectRef<{ attendance: Attendance | null; lastSeenAt: Date | null }>('Presence')
  .implement({
    description: 'Whether a person is there now, and when they last were.',
    fields: (t) => ({
      state: t.field({
        type: PresenceState,
        description: 'Several devices count as one person.',
        resolve: ({ attendance }) => attendance ?? 'OFFLINE',
      }),
      lastSeenAt: t.expose('lastSeenAt', {
        type: 'DateTime',
        nullable: true,
        description:
          'When one of their devices was last connected; while one is, up to a minute old. Null when none ever was.',
      }),
    }),
  });

async function loadPresences(accountIds: string[], context: Context) {
  const { backend } = context;
  const me = requireViewer(context).accountId;
  const friends = await friendsAmong(backend, me, accountIds);
  const near = accountIds.filter((id) => id === me || friends.has(id));
  const shown = await showingPresence(backend, me, near);
  const [attending, accounts] = await Promise.all([
    backend.presence.attending(shown),
    backend.db.account.findMany({
      where: { id: { in: shown } },
      select: { id: true, lastSeenAt: true },
    }),
  ]);
  const lastSeen = new Map(accounts.map((account) => [account.id, account.lastSeenAt]));
  return accountIds.map((id) =>
    lastSeen.has(id)
      ? { attendance: attending.get(id) ?? null, lastSeenAt: lastSeen.get(id) ?? null }
      : null,
  );
}

builder.prismaObjectField('Account', 'presence', (t) =>
  t.loadable({
    type: Presence,
    nullable: true,
    description:
      'Null unless this is the viewer, or a friend with no block between the two who both show theirs to friends. Depends on the viewer.',
    load: loadPresences,
    resolve: (account) => account.id,
  }),
);

const SetIdleInput = builder.inputType('SetIdleInput', {
  description: 'Whether anybody uses the asking device.',
  fields: (t) => ({
    idle: t.boolean({
      required: true,
      description: 'True when nobody has touched it for some minutes, false once somebody does.',
    }),
  }),
});

const SetIdlePayload = builder.objectRef<{ idle: boolean }>('SetIdlePayload').implement({
  description: 'The device has been heard.',
  fields: (t) => ({ idle: t.exposeBoolean('idle', { description: 'As it said.' }) }),
});

builder.mutationField('setIdle', (t) =>
  t.field({
    type: SetIdlePayload,
    authScopes: { signedIn: true },
    description:
      'Says whether the asking device is in use, as long as it has a live subscription: the person is away when all such devices are idle. Not kept: a device that comes back after more than a few seconds counts as in use until it says otherwise.',
    args: { input: t.arg({ type: SetIdleInput, required: true, description: 'Which of both.' }) },
    resolve: (_root, { input: { idle } }, context) => {
      context.backend.presence.setIdle(requireViewer(context), idle);
      return { idle };
    },
  }),
);

builder.objectFields(
  hintEvent(
    'PresenceChanged',
    'A friend came, went, left their devices alone or took them up, or does not show it any more. Not logged: ask again after a reconnect.',
  ),
  (t) => ({
    user: t.prismaField({
      type: User,
      description: 'The friend, with `presence` as it is now.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
  }),
);
