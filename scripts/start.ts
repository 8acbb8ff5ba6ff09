import { join } from 'node:path';
import { migrate } from '../prisma/migrate.ts';
import { buildApi } from './build-api.ts';
import { buildWeb } from './build-web.ts';
import { generate } from './generate.ts';
import { Processes } from './services/processes.ts';
import { apiServer, openDatabase, refuseTakenPorts, webServer } from './services/servers.ts';
import { loadEnvFile, loadSecrets, readSettings, type Settings } from './settings.ts';
import { say, seconds } from './terminal.ts';
import { type DemoAccount, settleTown } from './town.ts';

/** `npm start`: everything one person needs, in production form, on one machine. */
export async function main(): Promise<void> {
  const since = Date.now();
  loadEnvFile();
  const settings = readSettings();
  const processes = await Processes.open(settings.dataFolder, say);
  processes.stopOnSignals();
  try {
    const demoAccounts = await startAll(settings, processes);
    greet(settings, demoAccounts, since);
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

async function startAll(settings: Settings, processes: Processes): Promise<readonly DemoAccount[]> {
  await refuseTakenPorts(settings);
  const secrets = loadSecrets(settings.dataFolder);
  const startApi = async () => {
    const databaseUrl = await openDatabase(settings, secrets, processes, say);
    await generate(say);
    await buildApi(say);
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) say(`Database brought up to date: ${applied.join(', ')}.`);
    const api = apiServer(settings, secrets, databaseUrl, 'production');
    const demoAccounts = settings.seed ? await settleTown(api.env, settings.dataFolder, say) : [];
    await processes.start(api);
    return demoAccounts;
  };
  const startWeb = async () => {
    await buildWeb((spec) => processes.run(spec), say);
    await processes.start(webServer(settings, secrets, 'production'));
  };
  const [demoAccounts] = await Promise.all([startApi(), startWeb()]);
  return demoAccounts;
}

function greet(settings: Settings, demoAccounts: readonly DemoAccount[], since: number): void {
  const people = demoAccounts.map(
    (account) =>
      `    ${account.username.padEnd(12)} ${account.password.padEnd(20)} ${account.name}`,
  );
  say(
    [
      '',
      `Teahouse is open (${seconds(since)}).`,
      '',
      `  Web      ${settings.publicUrl}`,
      `  GraphQL  ${settings.publicUrl}/graphql`,
      `  Logs     ${join(settings.dataFolder, 'logs')}`,
      ...(people.length > 0
        ? ['', '  Sign in as one of the town (username, password):', ...people]
        : []),
      '',
      'Ctrl-C closes it.',
    ].join('\n'),
  );
}
