import type { Announcement as AnnouncementRow, Member, Message } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { Conversation } from '../../conversations/graphql/conversation.ts';
import { ConversationMember } from '../../conversations/graphql/member.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId, toGlobalId } from '../../graphql/nodes.ts';
import {
  instantAndId,
  keysetConnection,
  newestFirst,
  splitInstantAndId,
} from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { requireAnnouncement, visibleAnnouncements } from '../access.ts';
import { MemberMutedError, RoleRequiredError } from '../errors.ts';
import {
  countReaders,
  listReaders,
  markAnnouncementRead,
  publishAnnouncement,
  readByViewer,
  removeAnnouncement,
} from '../service/announcements.ts';

export const Announcement = builder.prismaObject('Announcement', {
  description:
    'What the owner or an administrator wants every member of a group to know. Its members can see it, also those who came later.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('Announcement')),
    conversation: t.relation('conversation', { description: 'The group.' }),
    text: t.exposeString('text', { description: 'Plain text, 1 to 2,000 code points.' }),
    author: t.relation('author', { description: 'Who published it.' }),
    publishedAt: t.expose('createdAt', { type: 'DateTime', description: 'When.' }),
    readCount: t.loadable({
      type: 'Int',
      description: 'Members who have read it, its author among them. Who has left does not count.',
      load: async (announcementIds: string[], { backend }: Context) => {
        const counts = await countReaders(backend, announcementIds);
        return announcementIds.map((id) => counts.get(id) ?? 0);
      },
      resolve: (announcement) => announcement.id,
    }),
    readers: t.connection({
      type: ConversationMember,
      description: 'Members who have read it or who have not, oldest members first.',
      args: {
        read: t.arg.boolean({
          required: true,
          description: 'True: those who have. False: those who have not.',
        }),
      },
      complexity: pageCost,
      resolve: (announcement, { read, ...args }, { backend }) =>
        keysetConnection({
          args,
          key: (member: Member) => instantAndId(member.joinedAt, member.accountId),
          form: INSTANT_AND_UUID_FORM,
          load: ({ after, before, ...page }) =>
            listReaders(backend, announcement, read, {
              ...page,
              ...(after ? { after: splitInstantAndId(after) } : {}),
              ...(before ? { before: splitInstantAndId(before) } : {}),
            }),
        }),
    }),
    viewerHasRead: t.loadable({
      type: 'Boolean',
      description: 'Whether the viewer has read it. Depends on the viewer.',
      load: async (announcementIds: string[], context: Context) => {
        const read = await readByViewer(context.backend, requireViewer(context), announcementIds);
        return announcementIds.map((id) => read.has(id));
      },
      resolve: (announcement) => announcement.id,
    }),
  }),
});
registerNode('Announcement', requireAnnouncement);

/** An announcement that stands; whoever asks is known to be a member. */
const standing = (id: string, { backend }: Context) =>
  backend.db.announcement.findFirst({ where: { id, removedAt: null } });

builder.prismaObjectFields('Conversation', (t) => ({
  announcements: t.connection({
    type: Announcement,
    description: 'A group’s announcements, newest first.',
    complexity: pageCost,
    resolve: ({ id: conversationId }, args, { backend }) =>
      newestFirst(args, ({ id, ...page }) =>
        backend.db.announcement.findMany({
          ...page,
          where: { conversationId, removedAt: null, id },
        }),
      ),
  }),
  latestAnnouncement: t.loadable({
    type: Announcement,
    nullable: true,
    description: 'The newest announcement; null when there is none.',
    load: async (conversationIds: string[], { backend }: Context) => {
      const announcements = await backend.db.announcement.findMany({
        where: { conversationId: { in: conversationIds }, removedAt: null },
        distinct: 'conversationId',
        orderBy: [{ conversationId: 'asc' }, { id: 'desc' }],
      });
      return conversationIds.map(
        (id) => announcements.find((row) => row.conversationId === id) ?? null,
      );
    },
    resolve: (conversation) => conversation.id,
  }),
}));

/** The content of the notice that an announcement leaves among the messages. */
export const AnnouncementNotice = builder.objectRef<Message>('AnnouncementNotice').implement({
  description: 'The message’s sender published an announcement.',
  fields: (t) => ({
    announcement: t.field({
      type: Announcement,
      nullable: true,
      description: 'The announcement; null when it has been removed.',
      resolve: ({ data }, _args, context) => {
        const { announcementId } = data as { announcementId: string };
        return standing(announcementId, context);
      },
    }),
  }),
});

const announcementId = { required: true, description: 'An `Announcement`.' } as const;

const PublishAnnouncementInput = builder.inputType('PublishAnnouncementInput', {
  description: 'Something to announce.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'A group, as a `Conversation`.' }),
    text: t.string({
      required: true,
      description: '1 to 2,000 code points, without the white space around.',
    }),
    clientId: t.field({
      type: 'UUID',
      required: true,
      description:
        'Chosen by the client. Announcing again with the same one answers with the announcement there was, so a retry is safe.',
    }),
  }),
});
const RemoveAnnouncementInput = builder.inputType('RemoveAnnouncementInput', {
  description: 'An announcement to take down.',
  fields: (t) => ({ announcementId: t.id(announcementId) }),
});
const MarkAnnouncementReadInput = builder.inputType('MarkAnnouncementReadInput', {
  description: 'An announcement that the caller has read.',
  fields: (t) => ({ announcementId: t.id(announcementId) }),
});

const announcementPayload = (name: string, description: string) =>
  builder.objectRef<AnnouncementRow>(name).implement({
    description,
    fields: (t) => ({
      announcement: t.field({
        type: Announcement,
        description: 'The announcement as it stands now.',
        resolve: (announcement) => announcement,
      }),
    }),
  });
const PublishAnnouncementPayload = announcementPayload(
  'PublishAnnouncementPayload',
  'The announcement stands, and every member is told.',
);
const MarkAnnouncementReadPayload = announcementPayload(
  'MarkAnnouncementReadPayload',
  'The caller counts among its readers.',
);
const RemoveAnnouncementPayload = builder
  .objectRef<AnnouncementRow>('RemoveAnnouncementPayload')
  .implement({
    description: 'The announcement is down.',
    fields: (t) => ({
      announcementId: t.id({
        description: 'Id of the `Announcement` that is gone.',
        resolve: ({ id }) => toGlobalId('Announcement', id),
      }),
      conversation: t.field({
        type: Conversation,
        description: 'The group as it stands now.',
        resolve: ({ conversationId }, _args, { backend }) =>
          backend.db.conversation.findUniqueOrThrow({ where: { id: conversationId } }),
      }),
    }),
  });

const requireAnnouncementId = (id: string) => requireId('Announcement', id, 'announcement');

builder.mutationFields((t) => ({
  publishAnnouncement: t.field({
    type: PublishAnnouncementPayload,
    authScopes: { signedIn: true },
    description:
      'Announces something to a group. It leaves a notice that mentions everyone. For the owner and administrators.',
    errors: { types: [NotFoundError, RoleRequiredError, MemberMutedError, InvalidFieldError] },
    args: {
      input: t.arg({ type: PublishAnnouncementInput, required: true, description: 'What.' }),
    },
    resolve: (_root, { input }, context) =>
      publishAnnouncement(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'group'),
        text: input.text,
        clientId: input.clientId,
      }),
  }),
  removeAnnouncement: t.field({
    type: RemoveAnnouncementPayload,
    authScopes: { signedIn: true },
    description:
      'Takes an announcement down for everyone, whoever published it. For the owner and administrators.',
    errors: { types: [NotFoundError, RoleRequiredError] },
    args: {
      input: t.arg({ type: RemoveAnnouncementInput, required: true, description: 'Which.' }),
    },
    resolve: (_root, { input }, context) =>
      removeAnnouncement(
        context.backend,
        requireViewer(context),
        requireAnnouncementId(input.announcementId),
      ),
  }),
  markAnnouncementRead: t.field({
    type: MarkAnnouncementReadPayload,
    authScopes: { signedIn: true },
    description: 'The caller has read an announcement. Saying so again changes nothing.',
    errors: { types: [NotFoundError] },
    args: {
      input: t.arg({ type: MarkAnnouncementReadInput, required: true, description: 'Which.' }),
    },
    resolve: (_root, { input }, context) =>
      markAnnouncementRead(
        context.backend,
        requireViewer(context),
        requireAnnouncementId(input.announcementId),
      ),
  }),
}));

builder.objectFields(
  loggedEvent('AnnouncementPublished', 'Something was announced. Conversation stream.'),
  (t) => ({
    announcement: t.field({
      type: Announcement,
      nullable: true,
      description: 'The announcement; null when it has been removed since.',
      resolve: (event, _args, context) => standing(event.payload.announcementId, context),
    }),
  }),
);

builder.objectFields(
  loggedEvent('AnnouncementRemoved', 'An announcement was taken down. Conversation stream.'),
  (t) => ({
    announcementId: t.id({
      description: 'Id of the `Announcement` that is gone.',
      resolve: (event) => toGlobalId('Announcement', event.payload.announcementId),
    }),
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'Where.',
      resolve: (event, _args, { backend }) =>
        backend.db.conversation.findUnique({ where: { id: event.streamId } }),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'AnnouncementRead',
    'Somebody read an announcement. Conversation stream, in groups of up to RECEIPT_BROADCAST_MEMBERS (50) members.',
  ),
  (t) => ({
    announcement: t.field({
      type: Announcement,
      nullable: true,
      description:
        'The announcement with `readCount` as it is now; null when it has been removed since.',
      resolve: (event, _args, context) => standing(event.payload.announcementId, context),
    }),
    user: t.prismaField({
      type: User,
      description: 'Who.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'AnnouncementMarkedRead',
    'The caller read an announcement, on one of their devices. Account stream.',
  ),
  (t) => ({
    announcement: t.field({
      type: Announcement,
      nullable: true,
      description:
        'The announcement; null when it has been removed, or the caller has left, since. Depends on the viewer.',
      resolve: (event, _args, context) =>
        context.backend.db.announcement.findFirst({
          where: {
            id: event.payload.announcementId,
            ...visibleAnnouncements(requireViewer(context)),
          },
        }),
    }),
  }),
);
