import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fingerprint, readStamp, writeStamp } from './fingerprint.ts';
import { root, webFolder } from './paths.ts';
import { withLock } from './services/lock.ts';
import type { ProcessSpec } from './services/processes.ts';
import { type Say, seconds, silent } from './terminal.ts';

const built = join(webFolder, '.next');
const stampFile = join(built, '.teahouse-stamp');
const NOT_SOURCES =
  /^(?:\.next|\.turbo|node_modules|next-env\.d\.ts|.*\.tsbuildinfo|.*\.test\.tsx?)$/;

/** Builds the web client for production when anything it is made from changed; true if it did. */
export async function buildWeb(
  run: (spec: ProcessSpec) => Promise<void>,
  say: Say = silent,
): Promise<boolean> {
  if (isCurrent()) return false;
  return withLock(join(root, 'node_modules/.teahouse-build.lock'), async () => {
    if (isCurrent()) return false;
    const since = Date.now();
    // Taken before: what changes meanwhile may or may not be in the result.
    const stamp = sourcesFingerprint();
    say('Building the web client (only when its sources change) …');
    await run({
      name: 'build',
      args: [nextCli(), 'build'],
      cwd: webFolder,
      env: { ...process.env, NODE_ENV: 'production' },
    });
    writeStamp(stampFile, stamp);
    say(`Web client built (${seconds(since)}).`);
    return true;
  });
}

function isCurrent(): boolean {
  return existsSync(join(built, 'BUILD_ID')) && readStamp(stampFile) === sourcesFingerprint();
}

function sourcesFingerprint(): string {
  const inlined = Object.entries(process.env)
    .filter(([name]) => name.startsWith('NEXT_PUBLIC_'))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return fingerprint(root, {
    paths: [
      webFolder,
      ...['schema.graphql', 'package-lock.json', 'tsconfig.base.json'].map((name) =>
        join(root, name),
      ),
    ],
    except: (name) => NOT_SOURCES.test(name),
    facts: inlined,
  });
}

export function nextCli(): string {
  const manifest = createRequire(join(webFolder, 'package.json')).resolve('next/package.json');
  return join(manifest, '..', JSON.parse(readFileSync(manifest, 'utf8')).bin.next);
}
