import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export interface Ingredients {
  /** Files and folders, taken with everything below them; a missing one counts as empty. */
  paths: string[];
  /** Whether to leave out files and folders of this name, wherever they are. */
  except?: (name: string) => boolean;
  /** Anything else the result depends on: versions, settings. */
  facts?: string[];
}

/** One hash over everything a generated thing is made from: equal hash, nothing to do. */
export function fingerprint(
  base: string,
  { paths, except = () => false, facts = [] }: Ingredients,
): string {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const file of paths.flatMap((path) => filesBelow(path, except))) {
    const content = readFileSync(file);
    hash.update(`\0${relative(base, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

export function filesBelow(path: string, except: (name: string) => boolean): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !except(name))
    .sort()
    .flatMap((name) => filesBelow(join(path, name), except));
}

export function readStamp(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

export function writeStamp(file: string, stamp: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${stamp}\n`);
}
