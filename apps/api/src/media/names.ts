import { oneLine } from '../platform/text.ts';

/** What file systems take at most, in bytes of UTF-8. */
const NAME_MAX_BYTES = 255;
const UNNAMED = 'file';

const bytesOf = (text: string) => Buffer.byteLength(text);

/** What people see as one character is kept or left out as a whole. */
function cut(text: string, most: number): string {
  let kept = '';
  let bytes = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    bytes += bytesOf(segment);
    if (bytes > most) break;
    kept += segment;
  }
  return kept;
}

/**
 * A file's name as it may be shown and saved: the last part of a path, in one line, without characters that turn the
 * direction of what is read, and no longer than a file system takes. Its ending survives.
 */
export function safeName(given: string): string {
  const whole = oneLine(given).split(/[/\\]/).at(-1) ?? '';
  const name = whole.replace(/^[\s.]+(?=\.)|[\s.]+$/g, '').trim();
  if (!name) return UNNAMED;
  if (bytesOf(name) <= NAME_MAX_BYTES) return name;
  const ending = /\.[^.\s]{1,16}$/u.exec(name)?.[0] ?? '';
  return cut(name.slice(0, name.length - ending.length), NAME_MAX_BYTES - bytesOf(ending)) + ending;
}

/** RFC 8187: what is not of these is written as its bytes. */
const encoded = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);

/** The value of `Content-Disposition` (RFC 6266), with a name that old programs read and one in any script. */
export function dispositionOf(how: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  return `${how}; filename="${plain}"; filename*=UTF-8''${encoded(name)}`;
}
