import { existsSync, watch } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../prisma/migrate.ts';
import { generate } from './generate.ts';
import { prismaFolder } from './paths.ts';
import { Processes } from './services/processes.ts';
import { apiServer, openDatabase, refuseTakenPorts, webServer } from './services/servers.ts';
import { loadEnvFile, loadSecrets, readSettings, type Settings } from './settings.ts';
import { messageOf, say, seconds } from './terminal.ts';
import { settleTown } from './town.ts';

/** `npm run dev`: the same as `npm start`, on the same data, following the sources as they change. */
export async function main(): Promise<void> {
  const since = Date.now();
  loadEnvFile();
  const settings = readSettings();
  const processes = await Processes.open(settings.dataFolder, say, { showAll: true });
  processes.stopOnSignals();
  try {
    await startAll(settings, processes);
    followModels();
    say(`\nTeahouse is open for development (${seconds(since)}): ${settings.publicUrl}\n`);
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

async function startAll(settings: Settings, processes: Processes): Promise<void> {
  await refuseTakenPorts(settings);
  const secrets = loadSecrets(settings.dataFolder);
  const databaseUrl = await openDatabase(settings, secrets, processes, say);
  await generate(say);
  const applied = await migrate(databaseUrl);
  if (applied.length > 0) say(`Database brought up to date: ${applied.join(', ')}.`);
  const api = apiServer(settings, secrets, databaseUrl, 'development');
  if (settings.seed) await settleTown(api.env, settings.dataFolder, say);
  await Promise.all([
    processes.start(api),
    processes.start(webServer(settings, secrets, 'development')),
  ]);
}

function followModels(): void {
  const folders = [prismaFolder, join(prismaFolder, 'models')].filter((path) => existsSync(path));
  let timer: NodeJS.Timeout | undefined;
  const regenerate = () =>
    generate(say)
      .then((changed) => {
        if (changed) say('The models changed: npm run migration -- <name> writes the migration.');
      })
      .catch((error: unknown) => say(messageOf(error)));
  for (const folder of folders) {
    watch(folder, (_event, file) => {
      if (!file?.endsWith('.prisma')) return;
      clearTimeout(timer);
      // Editors write in several steps.
      timer = setTimeout(regenerate, 200);
    });
  }
}
