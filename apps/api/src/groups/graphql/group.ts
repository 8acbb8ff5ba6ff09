import type { GroupBan as GroupBanRow } from '@teahouse/db/client';
import { people, User } from '../../accounts/graphql/user.ts';
import { requireMembership } from '../../conversations/access.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { pageCost } from '../../graphql/limits.ts';
import { instantAndId, keysetConnection, splitInstantAndId } from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';
import { runsGroup } from '../access.ts';
import { listBans } from '../service/removal.ts';
import { GroupVisibility, JoinPolicy } from './preview.ts';

const GroupBan = builder.prismaObject('GroupBan', {
  description: 'Somebody who may not come back into a group.',
  fields: (t) => ({
    user: t.field({
      type: User,
      description: 'Who.',
      resolve: (ban, _args, context) => people.load(context, ban.accountId),
    }),
    by: t.field({
      type: User,
      description: 'Who banned them.',
      resolve: (ban, _args, context) => people.load(context, ban.byId),
    }),
    bannedAt: t.expose('createdAt', { type: 'DateTime', description: 'Since when.' }),
  }),
});

builder.prismaObjectFields('Conversation', (t) => ({
  description: t.exposeString('description', {
    description: 'What the group is about, at most 500 characters; empty for other conversations.',
  }),
  avatarEmoji: t.exposeString('avatarEmoji', {
    nullable: true,
    description: 'One emoji that stands for the group where a picture would.',
  }),
  visibility: t.field({
    type: GroupVisibility,
    nullable: true,
    description: 'Who can find the group; null for other conversations.',
    resolve: ({ kind, visibility }) => (kind === 'GROUP' ? visibility : null),
  }),
  joinPolicy: t.field({
    type: JoinPolicy,
    nullable: true,
    description: 'How people come into the group while it is public; null for other conversations.',
    resolve: ({ kind, joinPolicy }) => (kind === 'GROUP' ? joinPolicy : null),
  }),
  allMuted: t.exposeBoolean('allMuted', {
    description: 'Whether only the owner and administrators of the group may speak.',
  }),
  mentionAllRestricted: t.exposeBoolean('mentionAllRestricted', {
    description: 'Whether only the owner and administrators of the group may mention everyone.',
  }),
  forwardingForbidden: t.exposeBoolean('forwardingForbidden', {
    description: 'Whether what is said in the group may be neither forwarded nor saved elsewhere.',
  }),
  bans: t.connection({
    type: GroupBan,
    nullable: true,
    description:
      'Who may not come back into the group, latest first. Null unless the viewer is the owner or an administrator. Depends on the viewer.',
    complexity: pageCost,
    resolve: async ({ id: conversationId }, args, context) => {
      const viewer = requireViewer(context);
      if (!runsGroup(await requireMembership(context.backend, viewer, conversationId))) return null;
      return keysetConnection({
        args,
        key: (ban: GroupBanRow) => instantAndId(ban.createdAt, ban.accountId),
        form: INSTANT_AND_UUID_FORM,
        load: ({ after, before, limit, inverted }) =>
          listBans(context.backend, conversationId, {
            ...(after ? { after: splitInstantAndId(after) } : {}),
            ...(before ? { before: splitInstantAndId(before) } : {}),
            limit,
            inverted,
          }),
      });
    },
  }),
}));
