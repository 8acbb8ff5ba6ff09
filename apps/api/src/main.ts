import { checkBreachedPasswordsFile } from './accounts/breached.ts';
import { circle } from './circle.ts';
import { type Env, readEnv } from './platform/env.ts';
import { openPlaces } from './platform/places.ts';
import { openBackend } from './realtime/backend.ts';
import { startServer } from './server.ts';
import { startWorker } from './worker.ts';

/**
 * Whoever stops a container kills it ten seconds later by default (Docker). What has not ended a little before will not, and
 * is then said.
 */
const STOPPING_MS = 8_000;

/** Composition root: settings, clients, server; and everything closed again in reverse. */
async function main(env: Env): Promise<void> {
  await checkBreachedPasswordsFile(env);
  openPlaces(env);
  const backend = await openBackend(env, circle);
  const stopWorker = startWorker(backend);
  const server = await startServer(backend);
  backend.log.info({ port: server.port, bus: backend.bus.state() }, 'Teahouse API is listening');

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => {
      backend.log.error('Stopping takes too long: what is still under way is left to others');
      process.exit(1);
    }, STOPPING_MS);
    await stopWorker();
    await server.close();
    await backend.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

function explain(error: unknown): never {
  console.error(`The API could not start. ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

try {
  await main(readEnv());
} catch (error) {
  explain(error);
}
