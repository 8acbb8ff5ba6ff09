import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fingerprint, readStamp, writeStamp } from './fingerprint.ts';
import { prismaFolder, root } from './paths.ts';
import { withLock } from './services/lock.ts';
import { Refusal, type Say, say, seconds, silent } from './terminal.ts';

const generated = join(prismaFolder, 'generated');
const stampFile = join(generated, '.stamp');
const GENERATORS = ['prisma', '@prisma/client', '@pothos/plugin-prisma'];

export async function main(): Promise<void> {
  await generate(say);
}

/** Generates the database client when the models or the generators changed; true if it did. */
export async function generate(tell: Say = silent): Promise<boolean> {
  if (isCurrent()) return false;
  return withLock(join(root, 'node_modules/.teahouse-generate.lock'), async () => {
    if (isCurrent()) return false;
    const since = Date.now();
    runPrismaGenerate();
    writeStamp(stampFile, modelsFingerprint());
    tell(`Database client generated (${seconds(since)}).`);
    return true;
  });
}

function isCurrent(): boolean {
  return (
    existsSync(join(generated, 'prisma/client.ts')) && readStamp(stampFile) === modelsFingerprint()
  );
}

export function modelsFingerprint(): string {
  const versions = GENERATORS.map((name) => {
    const manifest = readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8');
    return `${name} ${JSON.parse(manifest).version}`;
  });
  const paths = ['schema.prisma', 'models'].map((name) => join(prismaFolder, name));
  return fingerprint(root, { paths, facts: versions });
}

function runPrismaGenerate(): void {
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
