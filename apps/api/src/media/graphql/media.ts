import type { StoredFile } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { requireFile } from '../access.ts';
import { type Address, addressOf } from '../serving.ts';

/** What a READY file has of its kind: the table sees to it. */
const known = <Value>(value: Value | null): Value => {
  if (value === null) throw new Error('A file lacks what its kind needs');
  return value;
};

const urlDescription =
  'Where it is read: the same for everybody and for good. It asks each time whether the caller may, by an access token or `SignedIn.fileToken` as `Authorization: Bearer …`, and leads on to an address that lives FILE_ADDRESS_SECONDS (300). With `?download=1` it is offered for saving.';
const mediaTypeDescription = 'What its content is, whatever it was sent as: `image/jpeg`.';
const placeholderDescription =
  'A ThumbHash in Base64: what to show until it has been loaded. Null where there is none.';
const boxDescription = 'In pixels, the right way up.';

const asBase64 = ({ placeholder }: StoredFile) =>
  placeholder && Buffer.from(placeholder).toString('base64');

const kindRef = (name: string) => builder.objectRef<StoredFile>(name);

const of = (kind: StoredFile['kind']) => (file: unknown) => (file as StoredFile).kind === kind;
const url =
  (file: StoredFile, variant: Address) => (context: { backend: Parameters<typeof addressOf>[0] }) =>
    addressOf(context.backend, file, variant);

export const Image = kindRef('Image').implement({
  description: 'A picture. Nothing is left in it of where, when and with what it was taken.',
  interfaces: [Node],
  isTypeOf: of('IMAGE'),
  fields: (t) => ({
    id: t.field(idField('Image')),
    fileName: t.exposeString('name', {
      description: 'As its sender called it, at most 255 bytes.',
    }),
    mediaType: t.exposeString('mediaType', { description: mediaTypeDescription }),
    bytes: t.exposeInt('bytes', { description: 'Of its full size.' }),
    width: t.int({ description: boxDescription, resolve: ({ width }) => known(width) }),
    height: t.int({ description: boxDescription, resolve: ({ height }) => known(height) }),
    placeholder: t.string({
      nullable: true,
      description: placeholderDescription,
      resolve: asBase64,
    }),
    animated: t.exposeBoolean('animated', { description: 'Whether it moves, in full size.' }),
    url: t.string({
      description: `${urlDescription} In full size and in its own format; what moves, moves.`,
      resolve: (file, _args, context) => url(file, 'FULL')(context),
    }),
    previewUrl: t.string({
      description:
        'The same, at most 1,280 pixels wide and high, standing still, as WebP; read like `url`.',
      resolve: (file, _args, context) => url(file, 'PREVIEW')(context),
    }),
    thumbnailUrl: t.string({
      description:
        'The same, at most 320 pixels wide and high, standing still, as WebP; read like `url`.',
      resolve: (file, _args, context) => url(file, 'THUMBNAIL')(context),
    }),
  }),
});

export const File = kindRef('File').implement({
  description: 'Something to save. It is never shown where it was sent.',
  interfaces: [Node],
  isTypeOf: of('FILE'),
  fields: (t) => ({
    id: t.field(idField('File')),
    fileName: t.exposeString('name', {
      description: 'As its sender called it, in any script, at most 255 bytes.',
    }),
    mediaType: t.exposeString('mediaType', {
      description: `${mediaTypeDescription} \`application/octet-stream\` where that is not known.`,
    }),
    bytes: t.exposeInt('bytes', { description: 'How large it is.' }),
    url: t.string({
      description: urlDescription,
      resolve: (file, _args, context) => url(file, 'FULL')(context),
    }),
  }),
});

export const Video = kindRef('Video').implement({
  description: 'A film.',
  interfaces: [Node],
  isTypeOf: of('VIDEO'),
  fields: (t) => ({
    id: t.field(idField('Video')),
    fileName: t.exposeString('name', {
      description: 'As its sender called it, at most 255 bytes.',
    }),
    mediaType: t.exposeString('mediaType', {
      description: 'What its content is: `video/mp4`, `video/webm` or `video/quicktime`.',
    }),
    bytes: t.exposeInt('bytes', { description: 'How large it is.' }),
    width: t.int({ description: boxDescription, resolve: ({ width }) => known(width) }),
    height: t.int({ description: boxDescription, resolve: ({ height }) => known(height) }),
    durationMs: t.int({
      description: 'How long it takes, in milliseconds.',
      resolve: ({ durationMs }) => known(durationMs),
    }),
    placeholder: t.string({
      nullable: true,
      description: placeholderDescription,
      resolve: asBase64,
    }),
    posterUrl: t.string({
      nullable: true,
      description:
        'A picture that stands for it, at most 1,280 pixels wide and high, read like `url`; null without one.',
      // Its placeholder is made from the poster: one is there exactly where the other is.
      resolve: (file, _args, context) => (file.placeholder ? url(file, 'POSTER')(context) : null),
    }),
    url: t.string({
      description: `${urlDescription} Parts of it can be asked for.`,
      resolve: (file, _args, context) => url(file, 'FULL')(context),
    }),
  }),
});

export const Voice = kindRef('Voice').implement({
  description: 'Something that was spoken.',
  interfaces: [Node],
  isTypeOf: of('VOICE'),
  fields: (t) => ({
    id: t.field(idField('Voice')),
    mediaType: t.exposeString('mediaType', {
      description: 'What its content is: `audio/webm`, `audio/mp4`, `audio/ogg` and the like.',
    }),
    bytes: t.exposeInt('bytes', { description: 'How large it is.' }),
    durationMs: t.int({
      description: 'How long it takes, in milliseconds.',
      resolve: ({ durationMs }) => known(durationMs),
    }),
    waveform: t.intList({
      description: 'Its peaks from beginning to end, each 0 to 100, at most 128; perhaps none.',
      resolve: ({ waveform }) => waveform,
    }),
    url: t.string({
      description: `${urlDescription} Parts of it can be asked for.`,
      resolve: (file, _args, context) => url(file, 'FULL')(context),
    }),
  }),
});

const TYPES = { IMAGE: Image, FILE: File, VIDEO: Video, VOICE: Voice } as const;

/** The UUID within the global id of anything that was uploaded. */
export const requireMediaId = (globalId: string): string =>
  requireId(MEDIA_TYPES, globalId, 'file');
const MEDIA_TYPES = Object.values(TYPES).map(({ name }) => name);

export const Media = builder.unionType('Media', {
  description: 'Something that was uploaded.',
  types: Object.values(TYPES),
  resolveType: ({ kind }) => TYPES[kind],
});

for (const [kind, { name }] of Object.entries(TYPES))
  registerNode(name, async (backend, viewer, id) => {
    const file = await requireFile(backend, viewer, id);
    if (file.kind !== kind) throw new NotFoundError('file');
    return file;
  });
