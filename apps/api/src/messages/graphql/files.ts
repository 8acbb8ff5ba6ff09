import type { StoredFile } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { File, Image, requireMediaId, Video, Voice } from '../../media/graphql/media.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { ClientIdReusedError, ReplyTargetMissingError } from '../errors.ts';
import { sendFile } from '../service/files.ts';
import { registerContent, type Said } from './content.ts';
import { messagePayload } from './message.ts';
import { newMessageFields, SENDING_ERRORS } from './sending.ts';

/** Whoever sees what was said sees the file in it. */
async function loadFiles(ids: string[], { backend }: Context): Promise<(StoredFile | Error)[]> {
  const files = await backend.db.storedFile.findMany({ where: { id: { in: ids } } });
  return ids.map((id) => files.find((file) => file.id === id) ?? new NotFoundError('file'));
}

const fileOf = ({ fileId }: Said) => fileId ?? '';

const ImageContent = builder.objectRef<Said>('ImageContent').implement({
  description: 'A picture.',
  fields: (t) => ({
    image: t.loadable({
      type: Image,
      description: 'The picture.',
      load: loadFiles,
      resolve: fileOf,
    }),
  }),
});

const FileContent = builder.objectRef<Said>('FileContent').implement({
  description: 'Something to save.',
  fields: (t) => ({
    file: t.loadable({ type: File, description: 'The file.', load: loadFiles, resolve: fileOf }),
  }),
});

const VideoContent = builder.objectRef<Said>('VideoContent').implement({
  description: 'A film.',
  fields: (t) => ({
    video: t.loadable({ type: Video, description: 'The film.', load: loadFiles, resolve: fileOf }),
  }),
});

const VoiceContent = builder.objectRef<Said>('VoiceContent').implement({
  description: 'Something that was spoken.',
  fields: (t) => ({
    voice: t.loadable({
      type: Voice,
      description: 'The recording.',
      load: loadFiles,
      resolve: fileOf,
    }),
  }),
});

registerContent({
  IMAGE: ImageContent,
  FILE: FileContent,
  VIDEO: VideoContent,
  VOICE: VoiceContent,
});

const SendFileInput = builder.inputType('SendFileInput', {
  description: 'Something uploaded, to send.',
  fields: (t) => ({
    ...newMessageFields(t),
    fileId: t.id({
      required: true,
      description: 'An `Image`, `File`, `Video` or `Voice` that the caller has uploaded.',
    }),
    replyToId: t.id({ description: 'A `Message` of the same conversation that this answers.' }),
    forwardingForbidden: t.boolean({
      defaultValue: false,
      description: 'Whether others may neither forward nor save it.',
    }),
  }),
});

const SendFilePayload = messagePayload(
  'SendFilePayload',
  'sent',
  'It is stored, has its place, and will reach every member.',
);

builder.mutationField('sendFile', (t) =>
  t.field({
    type: SendFilePayload,
    authScopes: { signedIn: true },
    description:
      'Sends a picture, a file, a video or a recording. Repeating a `clientId` returns the first result.',
    errors: { types: [...SENDING_ERRORS, ClientIdReusedError, ReplyTargetMissingError] },
    args: { input: t.arg({ type: SendFileInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      sendFile(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'conversation'),
        clientId: input.clientId,
        fileId: requireMediaId(input.fileId),
        replyToId: input.replyToId ? requireId('Message', input.replyToId, 'message') : null,
        forwardingForbidden: input.forwardingForbidden ?? false,
      }),
  }),
);
