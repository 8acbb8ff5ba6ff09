import { compressPicture } from './compress';
import { filmFacts } from './film';
import type { PreparedFile } from './picked';

/** Of the types the API shows as videos; others are files to download. */
const FILM_TYPES = ['video/mp4', 'video/webm', 'video/quicktime'];
const UNKNOWN_TYPE = 'application/octet-stream';

/** What the drawn picture is, its name says as well. */
const ENDINGS: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/png': 'png',
};

/**
 * A file as it is sent. A picture is made as small as it may be, a video gets its poster; what this browser can do neither
 * with is sent as a file. `asFile`: somebody wants it sent as it is.
 */
export async function prepareFile(file: File, asFile = false): Promise<PreparedFile> {
  if (!asFile && file.type.startsWith('image/')) {
    const picture = await compressPicture(file);
    const ending = picture && ENDINGS[picture.mediaType];
    if (picture && (ending || picture.bytes === file))
      return { kind: 'IMAGE', name: nameAfter(file, picture.bytes, ending), ...picture };
  }
  if (!asFile && FILM_TYPES.includes(file.type)) {
    const facts = await filmFacts(file);
    if (facts) {
      const { poster, ...rest } = facts;
      const { name, type: mediaType } = file;
      return { kind: 'VIDEO', name, mediaType, bytes: file, ...rest, ...(poster && { poster }) };
    }
  }
  return { kind: 'FILE', name: file.name, mediaType: file.type || UNKNOWN_TYPE, bytes: file };
}

function nameAfter(file: File, bytes: Blob, ending: string | null | undefined): string {
  if (bytes === file || !ending) return file.name;
  return `${file.name.replace(/\.[^.]{1,10}$/u, '')}.${ending}`;
}
