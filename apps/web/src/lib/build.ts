import 'server-only';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(/* turbopackIgnore: true */ process.cwd(), '.next');

let known: string | undefined;

/** Name of this version of the client. In development it is a new one with each start. */
export function buildId(): string {
  known ??= readBuildId();
  return known;
}

function readBuildId(): string {
  if (process.env.NODE_ENV !== 'production') return `development-${Date.now()}`;
  return readFileSync(join(folder, 'BUILD_ID'), 'utf8').trim();
}

/** Addresses of all built files that a browser may ask for: scripts, styles, fonts. */
export function builtFiles(): string[] {
  const files = readdirSync(join(folder, 'static'), { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile() && !/\.(?:map|br)$/.test(file.name))
    .map((file) => join(file.parentPath, file.name).slice(folder.length + 1))
    .map((path) => `/_next/${path.split(/[\\/]/).map(encodeURIComponent).join('/')}`)
    .sort();
}
