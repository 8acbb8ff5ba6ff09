import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './paths.ts';
import { withLock } from './services/lock.ts';
import { type Say, seconds } from './terminal.ts';

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

/** Something that is made from files, and made anew when they change. */
export interface Product {
  /** Of the lock, and so of the product, in this working copy. */
  name: string;
  /** Is there once it has been made. */
  file: string;
  /** Says what it was made from. */
  stampFile: string;
  ingredients(): Ingredients;
  make(): Promise<void>;
  /** What is said once it has been made. */
  done: string;
}

/** Makes it unless it is as new as what it is made from; true if it did. One process at a time does. */
export async function makeWhenChanged(product: Product, say: Say): Promise<boolean> {
  const { name, file, stampFile, make, done } = product;
  const current = () => fingerprint(root, product.ingredients());
  const isCurrent = () => existsSync(file) && readStamp(stampFile) === current();
  if (isCurrent()) return false;
  return withLock(join(root, `node_modules/.teahouse-${name}.lock`), async () => {
    if (isCurrent()) return false;
    const since = Date.now();
    // Taken before: what changes meanwhile may or may not be in the result.
    const stamp = current();
    await make();
    mkdirSync(dirname(stampFile), { recursive: true });
    writeFileSync(stampFile, `${stamp}\n`);
    say(`${done} (${seconds(since)}).`);
    return true;
  });
}

function readStamp(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
