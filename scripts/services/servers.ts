import { join } from 'node:path';
import { API_COMMAND } from '../build-api.ts';
import { nextCli } from '../build-web.ts';
import { apiFolder, root, webFolder } from '../paths.ts';
import type { Secrets, Settings } from '../settings.ts';
import { Refusal, type Say } from '../terminal.ts';
import { accepts, isFree, LOOPBACK } from './ports.ts';
import { startPostgres } from './postgres.ts';
import type { Processes, ServiceSpec } from './processes.ts';

export type Mode = 'production' | 'development';

export async function refuseTakenPorts(settings: Settings): Promise<void> {
  const wanted = [
    ['PORT', settings.port, settings.host],
    ['API_PORT', settings.apiPort, settings.apiHost],
  ] as const;
  for (const [name, port, host] of wanted) {
    // Also by name: a server on another address of this machine would get the browser's requests.
    if ((await isFree(port, host)) && !(await accepts(port, 'localhost'))) continue;
    throw new Refusal(
      `${name} ${port} is taken by another program: stop it, or choose another port. Example: ${name}=${port + 10} npm start`,
    );
  }
}

/** The address of the database: the one given, or our own server's. */
export async function openDatabase(
  settings: Settings,
  secrets: Secrets,
  processes: Processes,
  say: Say,
): Promise<string> {
  if (settings.databaseUrl) return settings.databaseUrl;
  const postgres = await startPostgres({
    dataDir: join(settings.dataFolder, 'postgres'),
    password: secrets.POSTGRES_PASSWORD,
    logFile: processes.logFile('postgres'),
    say,
  });
  processes.onStop(postgres.stop);
  return postgres.url;
}

export function apiServer(
  settings: Settings,
  secrets: Secrets,
  databaseUrl: string,
  mode: Mode,
): ServiceSpec {
  const watch = [join(root, 'node_modules/tsx/dist/cli.mjs'), 'watch', '--clear-screen=false'];
  return {
    name: 'api',
    args: mode === 'development' ? [...watch, 'src/main.ts'] : API_COMMAND,
    cwd: apiFolder,
    readyUrl: `http://${reachable(settings.apiHost)}:${settings.apiPort}/health/ready`,
    env: {
      ...process.env,
      NODE_ENV: mode,
      DATABASE_URL: databaseUrl,
      API_PORT: String(settings.apiPort),
      API_HOST: settings.apiHost,
      OUTBOX: String(settings.outbox),
      STORAGE_DIR: process.env.STORAGE_DIR || join(settings.dataFolder, 'files'),
      PUBLIC_URL: settings.publicUrl,
      SESSION_SECRET: secrets.SESSION_SECRET,
      WEB_API_SECRET: secrets.WEB_API_SECRET,
    },
  };
}

export function webServer(settings: Settings, secrets: Secrets, mode: Mode): ServiceSpec {
  const command = mode === 'development' ? 'dev' : 'start';
  const { DATABASE_URL: _, ...environment } = process.env;
  return {
    name: 'web',
    args: [nextCli(), command, '-p', String(settings.port), '-H', settings.host],
    cwd: webFolder,
    readyUrl: `http://${reachable(settings.host)}:${settings.port}/`,
    env: {
      ...environment,
      NODE_ENV: mode,
      PORT: String(settings.port),
      API_INTERNAL_URL: `http://${reachable(settings.apiHost)}:${settings.apiPort}`,
      PUBLIC_URL: settings.publicUrl,
      NEXTAUTH_URL: settings.publicUrl,
      NEXTAUTH_SECRET: secrets.NEXTAUTH_SECRET,
      WEB_API_SECRET: secrets.WEB_API_SECRET,
    },
  };
}

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return LOOPBACK;
  return host.includes(':') ? `[${host}]` : host;
}
