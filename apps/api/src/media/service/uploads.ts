import { randomBytes } from 'node:crypto';
import type { FileKind, FileVariant, Prisma, StoredFile } from '@teahouse/db/client';
import { fileTypeFromBuffer } from 'file-type';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import type { SignedUpload } from '../../platform/storage.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import {
  FileRefusedError,
  FileTooLargeError,
  FileTypeError,
  UploadIncompleteError,
  UploadLimitError,
} from '../errors.ts';
import { safeName } from '../names.ts';
import { PICTURE_TYPES, type PictureType, renderPicture } from '../pictures.ts';
import { keepFilm, keepVoice, type Readable, VIDEO_TYPES, VOICE_TYPES } from '../recordings.ts';

export interface NewUpload {
  kind: FileKind;
  name: string;
  mediaType: string;
  bytes: number;
}

/** A file that may be uploaded, and how. */
export interface Ticket {
  file: StoredFile;
  upload: SignedUpload;
}

export interface Confirmation {
  fileId: string;
  /** For a video: an uploaded picture that stands for it. */
  posterId?: string | null;
  /** For a recording: its peaks, 0 to 100. */
  waveform?: readonly number[] | null;
}

const TICKET_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
/** What an upload counts at least, so that a day has an end for empty ones as well. */
const COUNTED_AT_LEAST = 64 * 1024;
const WAVEFORM_MAX = 128;
/** Longer than looking into the largest file takes; whoever dies over it is succeeded after that. */
const CLAIM_SECONDS = 120;
/** Of a content, what tells its type. */
const HEAD_BYTES = 4_100;
const UNKNOWN_TYPE = 'application/octet-stream';
const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]{1,127}\/[a-z0-9!#$&^_.+-]{1,127}$/;

const SHOWN: Record<Exclude<FileKind, 'FILE'>, readonly string[]> = {
  IMAGE: PICTURE_TYPES,
  VIDEO: VIDEO_TYPES,
  VOICE: VOICE_TYPES,
};

const randomKey = (beneath: string) => `${beneath}/${randomBytes(20).toString('hex')}`;
export const variantKey = ({ storageKey }: Pick<StoredFile, 'storageKey'>, variant: FileVariant) =>
  `${storageKey}/${variant.toLowerCase()}`;

/** Lets somebody upload one content of one size and one type, within the hour. */
export async function requestUpload(
  backend: Backend,
  { accountId }: Viewer,
  { kind, name, mediaType: declared, bytes }: NewUpload,
): Promise<Ticket> {
  const { env, rates, db, storage } = backend;
  const limit = kind === 'IMAGE' ? env.IMAGE_MAX_BYTES : env.FILE_MAX_BYTES;
  if (bytes < 1) throw new InvalidFieldError('bytes', 'There is nothing in it.');
  if (bytes > limit) throw new FileTooLargeError(limit, bytes);
  const mediaType = checkType(kind, declared);
  const rate = {
    rule: 'UPLOADS_BYTES_PER_DAY',
    times: env.UPLOADS_BYTES_PER_DAY,
    seconds: DAY_SECONDS,
  };
  const retryAt = await rates.take(rate, accountId, Math.max(bytes, COUNTED_AT_LEAST));
  if (retryAt) throw new UploadLimitError(rate.rule, retryAt);
  const uploadKey = randomKey('incoming');
  const file = await db.storedFile.create({
    data: {
      ...{ kind, mediaType, bytes, uploadKey },
      ownerId: accountId,
      name: safeName(name),
      storageKey: randomKey('files'),
      expiresAt: new Date(Date.now() + TICKET_SECONDS * 1_000),
    },
  });
  const upload = await storage.signUpload(uploadKey, { mediaType, bytes, seconds: TICKET_SECONDS });
  return { file, upload };
}

/** The type by what the caller says; what counts in the end is the content. */
function checkType(kind: FileKind, declared: string): string {
  const mediaType = declared.toLowerCase().split(';')[0]?.trim() ?? '';
  if (kind === 'FILE') return MEDIA_TYPE.test(mediaType) ? mediaType : UNKNOWN_TYPE;
  if (!SHOWN[kind].includes(mediaType)) throw new FileTypeError(SHOWN[kind]);
  return mediaType;
}

/**
 * Looks into what has been uploaded and makes it ready. From then on it is what was looked at: a copy, out of reach of
 * whoever holds the ticket. Doing it twice answers with the same file.
 */
export async function confirmUpload(
  backend: Backend,
  viewer: Viewer,
  given: Confirmation,
): Promise<StoredFile> {
  const waveform = checkWaveform(given.waveform ?? []);
  const file = await claim(backend, viewer, given.fileId);
  if (file.state === 'READY') return file;
  try {
    const found = await inspect(backend, viewer, file, given);
    return await backend.db.$transaction(async (tx) => {
      await tx.storedVariant.deleteMany({ where: { fileId: file.id } });
      await tx.storedVariant.createMany({
        data: found.variants.map((variant) => ({ ...variant, fileId: file.id })),
      });
      return tx.storedFile.update({
        where: { id: file.id, state: 'TICKETED' },
        data: {
          ...found.file,
          ...(file.kind === 'VOICE' ? { waveform } : {}),
          state: 'READY',
          claimedUntil: null,
        },
      });
    });
  } catch (error) {
    await letGo(backend, file, error instanceof FileRefusedError);
    throw error;
  }
}

function checkWaveform(waveform: readonly number[]): number[] {
  if (waveform.length > WAVEFORM_MAX || waveform.some((peak) => peak < 0 || peak > 100))
    throw new InvalidFieldError('waveform', `At most ${WAVEFORM_MAX} peaks, each from 0 to 100.`);
  return [...waveform];
}

/** A file of the viewer’s, which nobody else looks into for now; or one that has been looked into already. */
async function claim({ pool, db }: Backend, viewer: Viewer, id: string): Promise<StoredFile> {
  const where = { id, ownerId: viewer.accountId, state: { not: 'DELETING' } } as const;
  for (;;) {
    const { rowCount } = await pool.query(
      `UPDATE stored_file SET claimed_until = clock_timestamp() + $3 * interval '1 s'
       WHERE id = $1 AND owner_id = $2 AND state = 'TICKETED' AND expires_at > clock_timestamp()
         AND (claimed_until IS NULL OR claimed_until < clock_timestamp())`,
      [id, viewer.accountId, CLAIM_SECONDS],
    );
    const file = await db.storedFile.findFirst({ where });
    const now = new Date();
    const claimed = (file?.claimedUntil ?? now) > now;
    if (!file || (file.state === 'TICKETED' && file.expiresAt <= now && !claimed))
      throw new NotFoundError('upload');
    if (rowCount === 1 || file.state === 'READY') return file;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** What is no good stays no good; anything else may be tried again. */
async function letGo({ db }: Backend, { id }: StoredFile, refused: boolean): Promise<void> {
  await db.storedFile.updateMany({
    where: { id, state: 'TICKETED' },
    data: { claimedUntil: null, ...(refused ? { state: 'DELETING' } : {}) },
  });
}

type Variant = Omit<Prisma.StoredVariantCreateManyInput, 'fileId'>;
interface Found {
  file: Prisma.StoredFileUpdateInput;
  variants: Variant[];
}

async function inspect(
  backend: Backend,
  viewer: Viewer,
  file: StoredFile,
  { posterId }: Confirmation,
): Promise<Found> {
  const { storage } = backend;
  const { uploadKey } = file;
  if (!uploadKey || (await storage.size(uploadKey)) !== file.bytes)
    throw new UploadIncompleteError();
  if (file.kind === 'IMAGE') return inspectPicture(backend, file, await storage.read(uploadKey));
  if (file.kind === 'FILE') return inspectFile(backend, file, uploadKey);
  const uploaded: Readable = {
    bytes: file.bytes,
    read: (stretch) => storage.read(uploadKey, stretch),
  };
  const whole = { storage, key: variantKey(file, 'FULL') };
  if (file.kind === 'VOICE') {
    const longest = backend.env.VOICE_MAX_SECONDS * 1_000 + 1_000;
    const voice = await keepVoice(whole, uploaded, longest);
    const { mediaType, bytes } = voice;
    return { file: voice, variants: [{ variant: 'FULL', mediaType, bytes }] };
  }
  const film = await keepFilm(whole, uploaded);
  const poster = posterId ? await posterOf(backend, viewer, file, posterId) : null;
  const { mediaType, width, height, bytes } = film;
  return {
    file: { ...film, ...(poster && { placeholder: poster.placeholder }) },
    variants: [
      { variant: 'FULL', mediaType, width, height, bytes },
      ...(poster ? [poster.variant] : []),
    ],
  };
}

async function inspectPicture(
  { env, storage }: Backend,
  file: StoredFile,
  content: Buffer,
): Promise<Found> {
  // By its beginning: of an archive it would unpack what tells its type.
  const type = await fileTypeFromBuffer(content.subarray(0, HEAD_BYTES));
  const found = type?.mime.replace('image/apng', 'image/png');
  if (!PICTURE_TYPES.includes(found as PictureType)) throw new FileRefusedError('IMAGE_BROKEN');
  const picture = await renderPicture(env, content, found as PictureType);
  const { full, preview, thumbnail, placeholder, animated } = picture;
  const rendered = { FULL: full, PREVIEW: preview, THUMBNAIL: thumbnail };
  const variants: Variant[] = [];
  for (const [name, { content: made, ...described }] of Object.entries(rendered)) {
    const variant = name as FileVariant;
    await storage.write(variantKey(file, variant), made);
    variants.push({ variant, ...described, bytes: made.length });
  }
  const { mediaType, width, height } = full;
  const bytes = full.content.length;
  return { file: { mediaType, width, height, bytes, placeholder, animated }, variants };
}

/** Nobody looks into a file any further than to know it by its beginning; least of all into an archive. */
async function inspectFile(
  { storage }: Backend,
  file: StoredFile,
  uploadKey: string,
): Promise<Found> {
  const { bytes } = file;
  const key = variantKey(file, 'FULL');
  await storage.copy(uploadKey, key);
  if ((await storage.size(key)) !== bytes) throw new UploadIncompleteError();
  const head = await storage.read(key, { start: 0, end: Math.min(bytes, HEAD_BYTES) });
  const mediaType = (await fileTypeFromBuffer(head))?.mime ?? UNKNOWN_TYPE;
  return { file: { mediaType }, variants: [{ variant: 'FULL', mediaType, bytes }] };
}

/** The preview of a picture that the viewer has uploaded, as the poster of their video. */
async function posterOf(
  { db, storage }: Backend,
  { accountId }: Viewer,
  file: StoredFile,
  posterId: string,
) {
  const poster = await db.storedFile.findFirst({
    where: { id: posterId, ownerId: accountId, state: 'READY', kind: 'IMAGE' },
    include: { variants: { where: { variant: 'PREVIEW' } } },
  });
  const [preview] = poster?.variants ?? [];
  if (!poster || !preview) throw new NotFoundError('picture');
  await storage.copy(variantKey(poster, 'PREVIEW'), variantKey(file, 'POSTER'));
  const { mediaType, bytes, width, height } = preview;
  const variant: Variant = { variant: 'POSTER', mediaType, bytes, width, height };
  return { variant, placeholder: poster.placeholder };
}
