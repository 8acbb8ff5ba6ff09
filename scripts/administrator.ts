import { join } from 'node:path';
import { runNode } from './command.ts';
import { apiFolder } from './paths.ts';
import { findPostgres } from './services/postgres.ts';
import { apiServer } from './services/servers.ts';
import { loadEnvFile, loadSecrets, readSettings } from './settings.ts';
import { Refusal } from './terminal.ts';

const USAGE = 'Say whom, by username: npm run administrator -- mei';

/** `npm run administrator -- <username>`: lets somebody run the installation, beside a Teahouse that is open. */
export async function main(args: string[]): Promise<void> {
  const [username, ...rest] = args;
  if (!username || rest.length > 0) throw new Refusal(USAGE);
  loadEnvFile();
  const settings = readSettings();
  const secrets = loadSecrets(settings.dataFolder);
  const dataDir = join(settings.dataFolder, 'postgres');
  const databaseUrl =
    settings.databaseUrl ?? findPostgres({ dataDir, password: secrets.POSTGRES_PASSWORD });
  if (!databaseUrl)
    throw new Refusal(
      `No database is open on ${settings.dataFolder}: run npm start first, and this beside it.`,
    );
  const { env } = apiServer(settings, secrets, databaseUrl, 'production');
  const { code } = await runNode(['--import', 'tsx', 'src/appoint-administrator.ts', username], {
    cwd: apiFolder,
    env: { ...env, LOG_LEVEL: 'error' },
    live: true,
  });
  process.exitCode = code;
}
