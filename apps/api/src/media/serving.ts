import type { FileVariant, StoredFile } from '@teahouse/db/client';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { requireFile } from './access.ts';
import { dispositionOf } from './names.ts';
import { isPortrait, requirePortraitByToken } from './portraits.ts';
import { variantKey } from './service/uploads.ts';

/** Where files are asked for: one address for each of their forms, which never changes. */
export const FILES_PATH = '/files/';

export type Address = FileVariant;

const PATH = new RegExp(
  `^${FILES_PATH}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/(full|preview|thumbnail|poster)$`,
);

export const addressOf = (
  { env }: Pick<Backend, 'env'>,
  { id }: StoredFile,
  variant: Address,
): string => new URL(`${FILES_PATH}${id}/${variant.toLowerCase()}`, env.PUBLIC_URL).href;

/** How long before its end an address of the storage is no longer handed out by anybody’s cache. */
const MARGIN = 0.8;

export interface Lead {
  /** Where the content is, for a while: absolute, or beneath the address that was asked. */
  location: string;
  /** For how long this answer may be kept by whoever asked. */
  seconds: number;
}

/** A small content itself. */
export interface Handed {
  content: Buffer;
  mediaType: string;
  /** For how long this answer may be kept by whoever asked. */
  seconds: number;
}

/** Longer than any address of the storage lives: a picture that stands for somebody is shown wherever they are named. */
const PORTRAIT_SECONDS = 86_400;

/** Where a file’s content is for somebody who may read it now; or the content, of what is small and asked for all the time. */
export async function leadToFile(
  backend: Backend,
  viewer: Viewer,
  { pathname, searchParams }: URL,
): Promise<Lead | Handed> {
  const [, id, form] = PATH.exec(pathname) ?? [];
  if (!id || !form) throw new NotFoundError('file');
  const token = searchParams.get('invite');
  const file = token
    ? await requirePortraitByToken(backend, token, id)
    : await requireFile(backend, viewer, id);
  const variant = form.toUpperCase() as FileVariant;
  const stored = await backend.db.storedVariant.findUnique({
    where: { fileId_variant: { fileId: id, variant } },
  });
  if (!stored) throw new NotFoundError('file');
  if (variant === 'THUMBNAIL' && !token && (await isPortrait(backend, viewer, id))) {
    const content = await backend.storage.read(variantKey(file, variant));
    return { content, mediaType: stored.mediaType, seconds: PORTRAIT_SECONDS };
  }
  const seconds = backend.env.FILE_ADDRESS_SECONDS;
  // What is not one of the shown kinds may be anything, a page with scripts for example: no browser is told what it is.
  const shown = file.kind !== 'FILE';
  const saving = searchParams.has('download');
  const how = shown && !saving ? 'inline' : 'attachment';
  const location = await backend.storage.signDownload(variantKey(file, variant), {
    mediaType: shown ? stored.mediaType : 'application/octet-stream',
    disposition: dispositionOf(how, file.name),
    seconds,
    // The token of a link is a secret, and no part of an address that others may come to see.
    ...(!token && { again: saving ? `${pathname}?download=1` : pathname }),
  });
  return { location, seconds: Math.floor(seconds * MARGIN) };
}
