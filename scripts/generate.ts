import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Ingredients, makeWhenChanged } from './fingerprint.ts';
import { prismaFolder, root } from './paths.ts';
import { Refusal, type Say, say, silent } from './terminal.ts';

const generated = join(prismaFolder, 'generated');
const GENERATORS = ['prisma', '@prisma/client', '@pothos/plugin-prisma'];

export async function main(): Promise<void> {
  await generate(say);
}

/** Generates the database client when the models or the generators changed; true if it did. */
export function generate(tell: Say = silent): Promise<boolean> {
  return makeWhenChanged(
    {
      name: 'generate',
      file: join(generated, 'prisma/client.ts'),
      stampFile: join(generated, '.stamp'),
      ingredients,
      make: runPrismaGenerate,
      done: 'Database client generated',
    },
    tell,
  );
}

function ingredients(): Ingredients {
  const versions = GENERATORS.map((name) => {
    const manifest = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    return `${name} ${JSON.parse(manifest).version}`;
  });
  const paths = ['schema.prisma', 'models'].map((name) => join(prismaFolder, name));
  return { paths, facts: versions };
}

async function runPrismaGenerate(): Promise<void> {
  const cli = join(root, 'node_modules/prisma/build/index.js');
  const result = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], {
    cwd: prismaFolder,
    encoding: 'utf8',
    env: {
      ...process.env,
      // Prisma starts its generators by name through a shell.
      PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
      // The CLI fetches a native engine before any command, though generating never runs it.
      // Any existing program spares that, and so works without a network.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  });
  if (result.status === 0) return;
  throw new Refusal(`prisma generate failed:\n${result.stdout ?? ''}${result.stderr ?? ''}`);
}
