import type { Favourite as FavouriteRow, Message as MessageRow, Prisma } from '@teahouse/db/client';
import { Viewer } from '../accounts/graphql/viewer.ts';
import { builder } from '../graphql/builder.ts';
import { type Context, requireViewer } from '../graphql/context.ts';
import { loggedEvent } from '../graphql/events.ts';
import { pageCost } from '../graphql/limits.ts';
import { idField, Node, registerNode, requireId, toGlobalId } from '../graphql/nodes.ts';
import { newestFirst } from '../graphql/pages.ts';
import { visibleMessagesById } from '../messages/access.ts';
import { ClientIdReusedError, ForwardingForbiddenError } from '../messages/errors.ts';
import { MessageContent } from '../messages/graphql/content.ts';
import { Message } from '../messages/graphql/message.ts';
import { SENDING_ERRORS } from '../messages/graphql/sending.ts';
import { InvalidFieldError, NotFoundError } from '../platform/errors.ts';
import { escapeLike, tidy } from '../platform/text.ts';
import { requireFavourite } from './access.ts';
import { addFavourites, forwardFavourite, removeFavourite } from './service.ts';

const Favourite = builder.prismaObject('Favourite', {
  description:
    'A message that the viewer has saved: a copy, which stays whatever becomes of the original. Only they can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('Favourite')),
    content: t.field({
      type: MessageContent,
      description: 'What it holds, as it was when it was saved.',
      resolve: ({ kind, text, data, bundleId, fileId }) => ({ kind, text, data, bundleId, fileId }),
    }),
    sender: t.relation('sender', { description: 'Who wrote it.' }),
    senderName: t.exposeString('senderName', {
      description: 'What its sender was called when it was saved.',
    }),
    conversationName: t.exposeString('conversationName', {
      nullable: true,
      description: 'What the group was called when it was saved; null for other conversations.',
    }),
    sentAt: t.expose('sentAt', { type: 'DateTime', description: 'When it was said.' }),
    savedAt: t.expose('savedAt', { type: 'DateTime', description: 'When it was saved.' }),
    source: t.loadable({
      type: Message,
      nullable: true,
      description:
        'The original; null when the viewer cannot see it any more. Depends on the viewer.',
      load: async (messageIds: string[], context: Context) => {
        const viewer = requireViewer(context);
        const messages = await visibleMessagesById(context.backend, viewer, messageIds);
        return messageIds.map((id) => messages.find((message) => message.id === id) ?? null);
      },
      resolve: (favourite) => favourite.messageId,
    }),
  }),
});
registerNode('Favourite', requireFavourite);

const FavouriteKind = builder.enumType('FavouriteKind', {
  description: 'A sort of thing that is saved.',
  values: {
    TEXT: { description: 'What somebody wrote, plain or in Markdown.' },
    LINK: { description: 'What somebody wrote with an http or https address in it.' },
    CARD: { description: 'The card of a person or a group.' },
    BUNDLE: { description: 'A forwarded chat history.' },
    MEDIA: { description: 'A picture or a video.' },
    FILE: { description: 'A file, found by its name.' },
    VOICE: { description: 'A voice message.' },
  } as const,
});

const containing = (words: string) => ({
  contains: escapeLike(words),
  mode: 'insensitive' as const,
});

const WRITTEN = { in: ['TEXT' as const, 'MARKDOWN' as const] };
const OF_KIND: Record<typeof FavouriteKind.$inferType, Prisma.FavouriteWhereInput> = {
  TEXT: { kind: WRITTEN },
  LINK: {
    kind: WRITTEN,
    OR: ['http://', 'https://'].map((scheme) => ({ text: containing(scheme) })),
  },
  CARD: { kind: { in: ['CONTACT_CARD', 'GROUP_CARD'] } },
  BUNDLE: { kind: 'BUNDLE' },
  MEDIA: { kind: { in: ['IMAGE', 'VIDEO'] } },
  FILE: { kind: 'FILE' },
  VOICE: { kind: 'VOICE' },
};

builder.objectField(Viewer, 'favourites', (t) =>
  t.connection({
    type: Favourite,
    description: 'What the viewer has saved, the newest first.',
    complexity: pageCost,
    args: {
      query: t.arg.string({
        description:
          'Only what contains these words in its text, or in the name of its sender or group, without regard to case.',
      }),
      kinds: t.arg({
        type: [FavouriteKind],
        description: 'Only what is of one of these kinds; all of them when left out or empty.',
      }),
    },
    resolve: ({ accountId }, { query, kinds, ...args }, { backend }) => {
      const words = query && tidy(query) && containing(tidy(query));
      const found = words && {
        OR: [{ text: words }, { senderName: words }, { conversationName: words }],
      };
      return newestFirst(args, ({ id, ...page }) =>
        backend.db.favourite.findMany({
          ...page,
          where: {
            accountId,
            id,
            AND: [found || {}, kinds?.length ? { OR: kinds.map((kind) => OF_KIND[kind]) } : {}],
          },
        }),
      );
    },
  }),
);

builder.prismaObjectField('Message', 'viewerFavourite', (t) =>
  t.loadable({
    type: Favourite,
    nullable: true,
    description: 'What the viewer has saved of it; null when nothing. Depends on the viewer.',
    load: async (messageIds: string[], context: Context) => {
      const { accountId } = requireViewer(context);
      const favourites = await context.backend.db.favourite.findMany({
        where: { accountId, messageId: { in: messageIds } },
      });
      return messageIds.map((id) => favourites.find(({ messageId }) => messageId === id) ?? null);
    },
    resolve: (message) => message.id,
  }),
);

const AddFavouritesInput = builder.inputType('AddFavouritesInput', {
  description: 'Messages to save.',
  fields: (t) => ({
    messageIds: t.idList({
      required: true,
      description: '1 to 100 `Message`s that the caller can see.',
    }),
  }),
});
const RemoveFavouriteInput = builder.inputType('RemoveFavouriteInput', {
  description: 'What is not to be kept any longer.',
  fields: (t) => ({ favouriteId: t.id({ required: true, description: 'A `Favourite`.' }) }),
});
const ForwardFavouriteInput = builder.inputType('ForwardFavouriteInput', {
  description: 'Something saved, to be sent.',
  fields: (t) => ({
    clientId: t.field({
      type: 'UUID',
      required: true,
      description:
        'Made by the client, once for each message. Repeating it answers with the first message.',
    }),
    conversationId: t.id({ required: true, description: 'The `Conversation` it goes to.' }),
    favouriteId: t.id({ required: true, description: 'A `Favourite`.' }),
  }),
});

const AddFavouritesPayload = builder
  .objectRef<{ favourites: FavouriteRow[] }>('AddFavouritesPayload')
  .implement({
    description: 'The messages are saved.',
    fields: (t) => ({
      favourites: t.field({
        type: [Favourite],
        description: 'What is kept of them, in the order in which they were said.',
        resolve: ({ favourites }) => favourites,
      }),
    }),
  });
const RemoveFavouritePayload = builder
  .objectRef<{ favouriteId: string }>('RemoveFavouritePayload')
  .implement({
    description: 'It is not kept any longer.',
    fields: (t) => ({
      favouriteId: t.exposeID('favouriteId', { description: 'The `Favourite` that is gone.' }),
    }),
  });
const ForwardFavouritePayload = builder.objectRef<MessageRow>('ForwardFavouritePayload').implement({
  description: 'The message is stored, has its place, and will reach every member.',
  fields: (t) => ({
    sent: t.field({ type: Message, description: 'The message.', resolve: (message) => message }),
  }),
});

const favouriteIdOf = (id: string) => requireId('Favourite', id, 'favourite');

builder.mutationFields((t) => ({
  addFavourites: t.field({
    type: AddFavouritesPayload,
    authScopes: { signedIn: true },
    description:
      'Saves copies of messages for the caller alone. What is saved already stays as it is. Notices and what was recalled or deleted cannot be saved.',
    errors: { types: [NotFoundError, InvalidFieldError, ForwardingForbiddenError] },
    args: { input: t.arg({ type: AddFavouritesInput, required: true, description: 'What.' }) },
    resolve: async (_root, { input }, context) => ({
      favourites: await addFavourites(
        context.backend,
        requireViewer(context),
        input.messageIds.map((id) => requireId('Message', id, 'message')),
      ),
    }),
  }),
  removeFavourite: t.field({
    type: RemoveFavouritePayload,
    authScopes: { signedIn: true },
    description: 'Removes something that the caller has saved, on all of their devices.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: RemoveFavouriteInput, required: true, description: 'What.' }) },
    resolve: async (_root, { input: { favouriteId } }, context) => {
      await removeFavourite(context.backend, requireViewer(context), favouriteIdOf(favouriteId));
      return { favouriteId };
    },
  }),
  forwardFavourite: t.field({
    type: ForwardFavouritePayload,
    authScopes: { signedIn: true },
    description:
      'Sends what the caller has saved. Repeating a `clientId` returns the first result.',
    errors: { types: [...SENDING_ERRORS, ClientIdReusedError] },
    args: { input: t.arg({ type: ForwardFavouriteInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      forwardFavourite(context.backend, requireViewer(context), {
        clientId: input.clientId,
        conversationId: requireId('Conversation', input.conversationId, 'conversation'),
        favouriteId: favouriteIdOf(input.favouriteId),
      }),
  }),
}));

builder.objectFields(
  loggedEvent('FavouriteAdded', 'The caller saved something. Account stream.'),
  (t) => ({
    favourite: t.prismaField({
      type: Favourite,
      nullable: true,
      description: 'What; null when it has been removed since. Depends on the viewer.',
      resolve: (query, { payload }, _args, context) =>
        context.backend.db.favourite.findFirst({
          ...query,
          where: { id: payload.favouriteId, accountId: requireViewer(context).accountId },
        }),
    }),
  }),
);

builder.objectFields(
  loggedEvent('FavouriteRemoved', 'The caller removed something saved. Account stream.'),
  (t) => ({
    favouriteId: t.id({
      description: 'The `Favourite` that is gone.',
      resolve: (event) => toGlobalId('Favourite', event.payload.favouriteId),
    }),
  }),
);
