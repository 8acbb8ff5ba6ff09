import { existsSync, readFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { COMPRESSED } from '../apps/web/src/lib/built-file.ts';
import { filesBelow, type Ingredients, makeWhenChanged } from './fingerprint.ts';
import { root, webFolder } from './paths.ts';
import type { ProcessSpec } from './services/processes.ts';
import { type Say, silent } from './terminal.ts';

const brotli = promisify(brotliCompress);
const built = join(webFolder, '.next');
const NOT_SOURCES =
  /^(?:\.next|\.turbo|node_modules|next-env\.d\.ts|.*\.tsbuildinfo|.*\.test\.tsx?)$/;

/** Builds the web client for production when anything it is made from changed; true if it did. */
export function buildWeb(
  run: (spec: ProcessSpec) => Promise<void>,
  say: Say = silent,
): Promise<boolean> {
  return makeWhenChanged(
    {
      name: 'build',
      file: join(built, 'BUILD_ID'),
      stampFile: join(built, '.teahouse-stamp'),
      ingredients,
      make: async () => {
        say('Building the web client (only when its sources change) …');
        await run({
          name: 'build',
          args: [nextCli(), 'build'],
          cwd: webFolder,
          env: { ...process.env, NODE_ENV: 'production' },
        });
        await compress(join(built, 'static'));
      },
      done: 'Web client built',
    },
    say,
  );
}

/** Leaves a compressed form beside each script and stylesheet, which the web server sends as it is. */
async function compress(folder: string): Promise<void> {
  const files = filesBelow(folder, () => false).filter((file) => /\.(?:js|css)$/.test(file));
  await Promise.all(
    files.map(async (file) => {
      const target = `${file}${COMPRESSED}`;
      if (existsSync(target)) return;
      const small = await brotli(await readFile(file), {
        params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
      });
      // Whole or not at all: a server may be running on this folder.
      await writeFile(`${target}.part`, small);
      await rename(`${target}.part`, target);
    }),
  );
}

function ingredients(): Ingredients {
  const inlined = Object.entries(process.env)
    .filter(([name]) => name.startsWith('NEXT_PUBLIC_'))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  const files = ['schema.graphql', 'package-lock.json', 'tsconfig.base.json'];
  return {
    paths: [webFolder, ...files.map((name) => join(root, name))],
    except: (name) => NOT_SOURCES.test(name),
    facts: inlined,
  };
}

export function nextCli(): string {
  const manifest = createRequire(join(webFolder, 'package.json')).resolve('next/package.json');
  return join(manifest, '..', JSON.parse(readFileSync(manifest, 'utf8')).bin.next);
}
