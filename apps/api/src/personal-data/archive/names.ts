import type { StoredFile } from '@teahouse/db/client';

/** Short enough for systems that count the whole path. */
const NAME_MAX_CHARACTERS = 80;

/** Endings by which a browser takes a file for a page or a program, and runs what is in it. */
const ACTIVE =
  /\.(?:[xs]?html?|xht|xhtml|svgz?|xml|xslt?|mht(?:ml)?|m?js|hta|swf|url|webloc|desktop)$/i;

/** What a name becomes that any file system takes: no way to another folder, nothing that a system gives a meaning to. */
function portableName(given: string): string {
  const name = given
    .normalize('NFC')
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"/\\|?*%#]/gu, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if ([...name].length <= NAME_MAX_CHARACTERS) return name;
  const ending = /\.[^.\s]{1,10}$/u.exec(name)?.[0] ?? '';
  const room = NAME_MAX_CHARACTERS - [...ending].length;
  return [...name.slice(0, name.length - ending.length)].slice(0, room).join('').trimEnd() + ending;
}

/**
 * Where a file is in the archive. The id before the name keeps two of one name apart, and gives none a name that a system
 * has taken for itself. What would run when it is opened is given an ending by which nothing opens it.
 */
export function filePath({ id, name, createdAt }: Pick<StoredFile, 'id' | 'name' | 'createdAt'>) {
  const safe = portableName(name);
  const harmless = ACTIVE.test(safe) ? `${safe}.bin` : safe;
  return `files/${createdAt.toISOString().slice(0, 7)}/${id}${harmless && `-${harmless}`}`;
}

/** A path within the archive as an address in one of its pages, which are so many folders down. */
export const linkTo = (path: string, depth: number): string =>
  '../'.repeat(depth) + path.split('/').map(encodeURIComponent).join('/');

/** A number in a name, so that names are in the order of numbers. */
export const numbered = (number: number, digits = 4): string =>
  String(number).padStart(digits, '0');
