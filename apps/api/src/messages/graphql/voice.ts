import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { requireId } from '../../graphql/nodes.ts';
import { TranscriptionLimitError, TranscriptionUnavailableError } from '../../media/errors.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { visibleMessagesById } from '../access.ts';
import { MessageGoneError } from '../errors.ts';
import { markVoiceHeard, readHeard, transcribeVoice } from '../service/voice.ts';
import { Message, messageEvent, messagePayload } from './message.ts';

async function loadHeard(messageIds: string[], context: Context) {
  const heard = await readHeard(context.backend, requireViewer(context), messageIds);
  return messageIds.map((id) => heard.has(id));
}

builder.prismaObjectField('Message', 'heard', (t) =>
  t.loadable({
    type: 'Boolean',
    description:
      'False for a voice message of somebody else’s that the viewer has played on none of their devices. Depends on the viewer.',
    load: loadHeard,
    resolve: (message) => message.id,
  }),
);

const messageId = { required: true, description: 'A `Message` that holds a `Voice`.' } as const;

const MarkVoiceHeardInput = builder.inputType('MarkVoiceHeardInput', {
  description: 'A voice message that the caller has played.',
  fields: (t) => ({ messageId: t.id(messageId) }),
});
const TranscribeVoiceInput = builder.inputType('TranscribeVoiceInput', {
  description: 'A voice message to turn into text.',
  fields: (t) => ({ messageId: t.id(messageId) }),
});
const MarkVoiceHeardPayload = messagePayload(
  'MarkVoiceHeardPayload',
  'heardVoice',
  'It counts as heard on all of the caller’s devices.',
);
const TranscribeVoicePayload = messagePayload(
  'TranscribeVoicePayload',
  'transcribed',
  'The text is there, or is being made: VoiceTranscribed tells everybody who sees the message.',
);

builder.mutationFields((t) => ({
  markVoiceHeard: t.field({
    type: MarkVoiceHeardPayload,
    authScopes: { signedIn: true },
    description: 'Keeps that the caller has played a voice message. Nobody else is told.',
    errors: { types: [NotFoundError, MessageGoneError, InvalidFieldError] },
    args: { input: t.arg({ type: MarkVoiceHeardInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      markVoiceHeard(
        context.backend,
        requireViewer(context),
        requireId('Message', input.messageId, 'message'),
      ),
  }),
  transcribeVoice: t.field({
    type: TranscribeVoicePayload,
    authScopes: { signedIn: true },
    description:
      'Turns a voice message into text, once for everybody who sees it; one that failed is tried again. At most TRANSCRIPTIONS_PER_HOUR (60) by one person. Who asked is not told.',
    errors: {
      types: [
        NotFoundError,
        MessageGoneError,
        InvalidFieldError,
        TranscriptionLimitError,
        TranscriptionUnavailableError,
      ],
    },
    args: { input: t.arg({ type: TranscribeVoiceInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      transcribeVoice(
        context.backend,
        requireViewer(context),
        requireId('Message', input.messageId, 'message'),
      ),
  }),
}));

messageEvent(
  'VoiceTranscribed',
  'A voice message is being turned into text, has been, or could not be: `Voice.transcription` says which. Conversation stream.',
);

builder.objectField(
  loggedEvent(
    'VoiceHeard',
    'The caller has played a voice message, on one of their devices. Account stream.',
  ),
  'heardVoice',
  (t) =>
    t.field({
      type: Message,
      nullable: true,
      description:
        'The message as it stands now; null when the caller can no longer see it. (Not `message`, which other events never answer with null.) Depends on the viewer.',
      resolve: async ({ payload }, _args, context) =>
        (
          await visibleMessagesById(context.backend, requireViewer(context), [payload.messageId])
        ).at(0),
    }),
);
