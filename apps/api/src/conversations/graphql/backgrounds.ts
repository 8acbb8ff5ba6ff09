import type {
  Background as BackgroundRow,
  Conversation as ConversationRow,
} from '@teahouse/db/client';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { requireId } from '../../graphql/nodes.ts';
import { Image } from '../../media/graphql/media.ts';
import { FACE_COST, loadPictures } from '../../media/graphql/portrait.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer as AskingViewer } from '../../platform/viewer.ts';
import { generalBackground, ownBackgrounds, setBackground } from '../backgrounds.ts';
import { Conversation } from './conversation.ts';
import { ConversationSettings } from './settings.ts';

const BackgroundPattern = builder.enumType('BackgroundPattern', {
  description: 'What every client draws by itself, in the colours of its theme.',
  values: {
    PLAIN: { description: 'Nothing at all, whatever lies behind other conversations.' },
    PAPER: { description: 'The grain of paper.' },
    LEAVES: { description: 'Tea leaves.' },
    WAVES: { description: 'Waves.' },
    MOUNTAINS: { description: 'Mountains in the mist.' },
    BAMBOO: { description: 'Bamboo.' },
  } as const,
});

const Background = builder.objectRef<BackgroundRow>('Background').implement({
  description:
    'What lies behind messages, for one person: either a pattern or a picture. Nobody else can see it.',
  fields: (t) => ({
    pattern: t.expose('pattern', {
      type: BackgroundPattern,
      nullable: true,
      description: 'The pattern; null where it is a picture.',
    }),
    image: t.loadable({
      type: Image,
      nullable: true,
      description:
        'The picture, standing still and at most 2,560 pixels wide and high; null where it is a pattern, and where it has just given way to something else.',
      complexity: FACE_COST,
      load: loadPictures,
      resolve: ({ fileId }) => fileId,
    }),
  }),
});

builder.objectField(ConversationSettings, 'background', (t) =>
  t.loadable({
    type: Background,
    nullable: true,
    description: 'What lies behind its messages; null: `Viewer.background`.',
    load: (ids: string[], context: Context) =>
      ownBackgrounds(context.backend, requireViewer(context), ids),
    resolve: ({ conversationId }) => conversationId,
  }),
);

builder.objectField(Viewer, 'background', (t) =>
  t.field({
    type: Background,
    nullable: true,
    description:
      'What lies behind the messages of conversations that have nothing of their own; null: nothing.',
    resolve: (viewer, _args, { backend }) => generalBackground(backend, viewer),
  }),
);

const SetBackgroundInput = builder.inputType('SetBackgroundInput', {
  description:
    'Where, and what: either a pattern or a picture. With neither, there lies what would otherwise.',
  fields: (t) => ({
    conversationId: t.id({
      description:
        'A `Conversation`. Null or left out: all conversations that have nothing of their own.',
    }),
    pattern: t.field({ type: BackgroundPattern, description: 'A pattern.' }),
    fileId: t.id({
      description:
        'An `Image` that the caller has uploaded, which stands still and is at most 2,560 pixels wide and high.',
    }),
  }),
});

const SetBackgroundPayload = builder
  .objectRef<{ conversation: ConversationRow | null; viewer: AskingViewer }>('SetBackgroundPayload')
  .implement({
    description: 'It lies there.',
    fields: (t) => ({
      conversation: t.expose('conversation', {
        type: Conversation,
        nullable: true,
        description: 'The one it was for, with `viewerSettings` as they are now; null: all.',
      }),
      viewer: t.expose('viewer', {
        type: Viewer,
        description: 'The caller, with `background` as it is now. Depends on the viewer.',
      }),
    }),
  });

builder.mutationField('setBackground', (t) =>
  t.field({
    type: SetBackgroundPayload,
    authScopes: { signedIn: true },
    description:
      'Puts something behind the messages of one conversation, or of all that have nothing of their own, for the caller alone, on all of their devices. A picture that gives way can be read by nobody any more, and is removed.',
    errors: { types: [NotFoundError, InvalidFieldError] },
    args: { input: t.arg({ type: SetBackgroundInput, required: true, description: 'What.' }) },
    resolve: async (_root, { input }, context) => {
      const viewer = requireViewer(context);
      const { conversationId, pattern, fileId } = input;
      const conversation = await setBackground(context.backend, viewer, {
        conversationId: conversationId
          ? requireId('Conversation', conversationId, 'conversation')
          : null,
        pattern: pattern ?? null,
        fileId: fileId ? requireId('Image', fileId, 'picture') : null,
      });
      return { conversation, viewer };
    },
  }),
);

builder.objectFields(
  loggedEvent(
    'BackgroundChanged',
    'The caller put something else behind all conversations that have nothing of their own, on one of their devices. Account stream.',
  ),
  (t) => ({
    background: t.field({
      type: Background,
      nullable: true,
      description: 'What lies there now, as `Viewer.background` says it. Depends on the viewer.',
      resolve: (_event, _args, context) =>
        generalBackground(context.backend, requireViewer(context)),
    }),
  }),
);
