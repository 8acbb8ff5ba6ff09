import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, version } from 'esbuild';
import { fingerprint, readStamp, writeStamp } from './fingerprint.ts';
import { apiFolder, prismaFolder, root } from './paths.ts';
import { withLock } from './services/lock.ts';
import { type Say, seconds, silent } from './terminal.ts';

const builtApi = join(apiFolder, 'dist/main.js');
/** What Node is told to run the API in production form, from the API's folder. */
export const API_COMMAND = ['--enable-source-maps', 'dist/main.js'];
const stampFile = join(apiFolder, 'dist/.teahouse-stamp');
const NOT_SOURCES = /^(?:testing|migrations|models|.*\.test\.ts)$/;

/**
 * Bundles the API when anything it is made from changed; true if it did. Run from its sources, every function that is made
 * while it runs would first be given its name by a call, which costs time and memory at each socket and each request.
 */
export async function buildApi(say: Say = silent): Promise<boolean> {
  if (isCurrent()) return false;
  return withLock(join(root, 'node_modules/.teahouse-build-api.lock'), async () => {
    if (isCurrent()) return false;
    const since = Date.now();
    // Taken before: what changes meanwhile may or may not be in the result.
    const stamp = sourcesFingerprint();
    await build({
      entryPoints: [join(apiFolder, 'src/main.ts')],
      outfile: builtApi,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      charset: 'utf8',
      sourcemap: true,
      sourcesContent: false,
      logLevel: 'silent',
      plugins: [
        {
          name: 'packages stay outside',
          setup: ({ onResolve }) => {
            onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
              kind === 'entry-point' || path.startsWith('@teahouse/')
                ? null
                : { path, external: true },
            );
          },
        },
      ],
    });
    writeStamp(stampFile, stamp);
    say(`API built (${seconds(since)}).`);
    return true;
  });
}

const isCurrent = () => existsSync(builtApi) && readStamp(stampFile) === sourcesFingerprint();

function sourcesFingerprint(): string {
  const paths = [
    join(apiFolder, 'src'),
    prismaFolder,
    ...['package-lock.json', 'tsconfig.base.json'].map((name) => join(root, name)),
  ];
  return fingerprint(root, {
    paths,
    except: (name) => NOT_SOURCES.test(name),
    facts: [version],
  });
}
