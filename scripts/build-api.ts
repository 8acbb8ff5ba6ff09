import { join } from 'node:path';
import { build, version } from 'esbuild';
import { type Ingredients, makeWhenChanged } from './fingerprint.ts';
import { apiFolder, prismaFolder, root } from './paths.ts';
import { type Say, silent } from './terminal.ts';

const builtApi = join(apiFolder, 'dist/main.js');
/** What Node is told to run the API in production form, from the API's folder. */
export const API_COMMAND = ['--enable-source-maps', 'dist/main.js'];
const NOT_SOURCES = /^(?:testing|migrations|models|.*\.test\.ts)$/;

/**
 * Bundles the API when anything it is made from changed; true if it did. Run from its sources, every function that is made
 * while it runs would first be given its name by a call, which costs time and memory at each socket and each request.
 */
export function buildApi(say: Say = silent): Promise<boolean> {
  return makeWhenChanged(
    {
      name: 'build-api',
      file: builtApi,
      stampFile: join(apiFolder, 'dist/.teahouse-stamp'),
      ingredients,
      make: bundle,
      done: 'API built',
    },
    say,
  );
}

function ingredients(): Ingredients {
  const files = ['package-lock.json', 'tsconfig.base.json'].map((name) => join(root, name));
  const paths = [join(apiFolder, 'src'), prismaFolder, ...files];
  return { paths, except: (name) => NOT_SOURCES.test(name), facts: [version] };
}

async function bundle(): Promise<void> {
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
}
