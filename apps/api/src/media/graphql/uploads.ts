import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { requireId, toGlobalId } from '../../graphql/nodes.ts';
import type { Env } from '../../platform/env.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import {
  FileRefusedError,
  FileTooLargeError,
  FileTypeError,
  UploadIncompleteError,
  UploadLimitError,
} from '../errors.ts';
import { confirmUpload, requestUpload, type Ticket } from '../service/uploads.ts';
import { Media } from './media.ts';

builder.objectType(FileTooLargeError, {
  name: 'FileTooLargeError',
  description: 'It has more bytes than it may have.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'Bytes allowed for its kind.' }),
    size: t.exposeInt('size', { description: 'Bytes given.' }),
  }),
});
builder.objectType(FileTypeError, {
  name: 'FileTypeError',
  description: 'Its type cannot be shown as its kind. It can be sent as a FILE.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    allowed: t.exposeStringList('allowed', {
      description: 'Types that its kind may have; at most 10.',
    }),
  }),
});
builder.objectType(UploadIncompleteError, {
  name: 'UploadIncompleteError',
  description: 'The content has not arrived, or not as announced. It can still be uploaded.',
  interfaces: [ErrorInterface],
});
builder.objectType(FileRefusedError, {
  name: 'FileRefusedError',
  description:
    'The content is not what it was to be. `rule` says why: IMAGE_BROKEN, IMAGE_TOO_MANY_PIXELS, VIDEO_BROKEN, VOICE_BROKEN or VOICE_TOO_LONG. The ticket is spent.',
  interfaces: [ErrorInterface],
});
builder.objectType(UploadLimitError, {
  name: 'UploadLimitError',
  description: 'The caller has uploaded as much as a day takes (UPLOADS_BYTES_PER_DAY).',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'When it will be taken.' }),
  }),
});

const FileKind = builder.enumType('FileKind', {
  description: 'As what something is uploaded.',
  values: {
    IMAGE: {
      description: 'A picture: JPEG, PNG, GIF or WebP, at most IMAGE_MAX_BYTES (5 MiB).',
    },
    FILE: { description: 'Anything at all, at most FILE_MAX_BYTES (20 MiB).' },
    VIDEO: { description: 'MP4, WebM or QuickTime, at most FILE_MAX_BYTES (20 MiB).' },
    VOICE: {
      description:
        'A recording of at most VOICE_MAX_SECONDS (60): WebM, MP4, Ogg, MP3 or WAV, at most FILE_MAX_BYTES (20 MiB).',
    },
  } as const,
});

const RequestUploadInput = builder.inputType('RequestUploadInput', {
  description: 'What is to be uploaded.',
  fields: (t) => ({
    kind: t.field({ type: FileKind, required: true, description: 'As what.' }),
    name: t.string({
      required: true,
      description:
        'What the file is called. Kept without its path, without line breaks and direction characters, at most 255 bytes.',
    }),
    mediaType: t.string({
      required: true,
      description: 'What it is said to be: `image/jpeg`. What counts in the end is the content.',
    }),
    bytes: t.int({ required: true, description: 'How large it is, exactly.' }),
  }),
});

const HttpHeader = builder.objectRef<{ name: string; value: string }>('HttpHeader').implement({
  description: 'A line of a request’s head.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name.' }),
    value: t.exposeString('value', { description: 'What it must say.' }),
  }),
});

const UploadTicket = builder.objectRef<Ticket>('UploadTicket').implement({
  description:
    'Lets its holder upload one content, once it is announced. Only the caller can confirm it.',
  fields: (t) => ({
    id: t.id({
      description: 'For `confirmUpload`.',
      resolve: ({ file }) => toGlobalId('UploadTicket', file.id),
    }),
    url: t.string({
      description: 'Where to send the content to, without any token.',
      resolve: ({ upload }, _args, { backend }) => new URL(upload.url, backend.env.PUBLIC_URL).href,
    }),
    method: t.string({ description: 'How: `PUT`.', resolve: ({ upload }) => upload.method }),
    headers: t.field({
      type: [HttpHeader],
      description: 'What the request must say besides, exactly so; at most 10.',
      resolve: ({ upload }) =>
        Object.entries(upload.headers).map(([name, value]) => ({ name, value })),
    }),
    expiresAt: t.field({
      type: 'DateTime',
      description: 'Until when it can be uploaded and confirmed.',
      resolve: ({ file }) => file.expiresAt,
    }),
  }),
});

const RequestUploadPayload = builder.objectRef<Ticket>('RequestUploadPayload').implement({
  description: 'It may be uploaded.',
  fields: (t) => ({
    ticket: t.field({
      type: UploadTicket,
      description: 'How.',
      resolve: (ticket) => ticket,
    }),
  }),
});

const ConfirmUploadInput = builder.inputType('ConfirmUploadInput', {
  description: 'What has been uploaded.',
  fields: (t) => ({
    ticketId: t.id({ required: true, description: 'An `UploadTicket` of the caller’s.' }),
    posterId: t.id({
      description: 'For a video: an uploaded `Image` of the caller’s that stands for it.',
    }),
    waveform: t.intList({
      description: 'For a recording: its peaks from beginning to end, each 0 to 100, at most 128.',
    }),
  }),
});

const ConfirmUploadPayload = builder
  .objectRef<Awaited<ReturnType<typeof confirmUpload>>>('ConfirmUploadPayload')
  .implement({
    description: 'The content has been looked into, and can be sent.',
    fields: (t) => ({
      media: t.field({ type: Media, description: 'What it is.', resolve: (file) => file }),
    }),
  });

builder.mutationFields((t) => ({
  requestUpload: t.field({
    type: RequestUploadPayload,
    authScopes: { signedIn: true },
    description:
      'Asks for a ticket to upload something with. It is to be used within the hour, and nobody sees anything of it before `confirmUpload`.',
    errors: { types: [FileTooLargeError, FileTypeError, UploadLimitError, InvalidFieldError] },
    args: { input: t.arg({ type: RequestUploadInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      requestUpload(context.backend, requireViewer(context), input),
  }),
  confirmUpload: t.field({
    type: ConfirmUploadPayload,
    authScopes: { signedIn: true },
    description:
      'Has what was uploaded looked into. Doing it twice answers with the same file. What is not given to anything within a day is removed.',
    errors: {
      types: [NotFoundError, UploadIncompleteError, FileRefusedError, InvalidFieldError],
    },
    args: { input: t.arg({ type: ConfirmUploadInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      confirmUpload(context.backend, requireViewer(context), {
        fileId: requireId('UploadTicket', input.ticketId, 'upload'),
        posterId: input.posterId ? requireId('Image', input.posterId, 'picture') : null,
        waveform: input.waveform ?? null,
      }),
  }),
}));

const UploadLimits = builder
  .objectRef<Pick<Env, 'IMAGE_MAX_BYTES' | 'FILE_MAX_BYTES' | 'VOICE_MAX_SECONDS'>>('UploadLimits')
  .implement({
    description: 'How much may be uploaded at once, as the installation is set up.',
    fields: (t) => ({
      imageBytes: t.exposeInt('IMAGE_MAX_BYTES', { description: 'Bytes of the largest picture.' }),
      fileBytes: t.exposeInt('FILE_MAX_BYTES', {
        description: 'Bytes of the largest file, video or recording.',
      }),
      voiceSeconds: t.exposeInt('VOICE_MAX_SECONDS', {
        description: 'How long a recording may be: 1 to 3,600 seconds.',
      }),
    }),
  });

builder.queryField('uploadLimits', (t) =>
  t.field({
    type: UploadLimits,
    authScopes: { signedIn: true },
    description: 'What may be uploaded, so that nobody sends in vain what would be refused.',
    resolve: (_root, _args, { backend }) => backend.env,
  }),
);
