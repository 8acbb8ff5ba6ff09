import type { Conversation as ConversationRow, Member } from '@teahouse/db/client';
import { memberCountOf } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { toGlobalId } from '../../graphql/nodes.ts';

export const GroupVisibility = builder.enumType('GroupVisibility', {
  description: 'Who can find a group.',
  values: {
    PUBLIC: { description: 'Everyone signed in, by its name.' },
    PRIVATE: { description: 'Nobody. One comes in with a token only.' },
  } as const,
});

export const JoinPolicy = builder.enumType('JoinPolicy', {
  description: 'How people come into a public group. A token opens the door either way.',
  values: {
    OPEN: { description: 'They walk in.' },
    REQUEST: { description: 'They ask, and the owner or an administrator decides.' },
  } as const,
});

async function loadOwnPlaces(groupIds: string[], context: Context) {
  const members = await context.backend.db.member.findMany({
    where: {
      accountId: requireViewer(context).accountId,
      conversationId: { in: groupIds },
    },
    select: { conversationId: true },
  });
  const own = new Set(members.map(({ conversationId }) => conversationId));
  return groupIds.map((id) => own.has(id));
}

/** A group, and what of it somebody outside is shown. */
type Previewed = ConversationRow & {
  /** The viewer’s own place in it, where there is one. */
  members?: readonly Member[];
  /** By an invite that is open, which the viewer may see. */
  invited?: boolean;
};

/** Whoever hands one out has made sure that the viewer may know of the group. */
export const GroupPreview = builder.objectRef<Previewed>('GroupPreview').implement({
  description:
    'What somebody outside may know of a group: nothing of who is in it and what is said. Public groups show it to everyone, private ones to their members and to whoever holds a token that is good.',
  fields: (t) => ({
    id: t.id({
      description: 'Id of the `Conversation`, which only members can fetch.',
      resolve: (group) => toGlobalId('Conversation', group.id),
    }),
    name: t.string({
      description: '1 to 50 characters.',
      resolve: (group) => group.name ?? '',
    }),
    description: t.exposeString('description', { description: 'What it is for; may be empty.' }),
    avatarEmoji: t.exposeString('avatarEmoji', {
      nullable: true,
      description: 'One emoji that stands for it; null when none was chosen.',
    }),
    memberCount: t.int({
      description: 'How many people are in it.',
      resolve: (group, _args, context) => memberCountOf(context, group.id),
    }),
    visibility: t.expose('visibility', { type: GroupVisibility, description: 'Who can find it.' }),
    joinPolicy: t.expose('joinPolicy', {
      type: JoinPolicy,
      description: 'How people come in while it is public.',
    }),
    viewerIsMember: t.loadable({
      type: 'Boolean',
      description: 'Whether the viewer is in it. Depends on the viewer.',
      load: loadOwnPlaces,
      resolve: (group) => group.id,
    }),
  }),
});
