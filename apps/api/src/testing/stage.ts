import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { circle } from '../circle.ts';
import { readEnv } from '../platform/env.ts';
import { openBackend, type RunningBackend } from '../realtime/backend.ts';
import { decodeCursor } from '../realtime/cursor.ts';
import { startServer } from '../server.ts';
import { cloneDatabase, storageOf } from './database.ts';
import { MissedEvents } from './events.ts';
// What a run provides is declared there, also for programs that know of stages only by their type.
import type {} from './global-setup.ts';
import { SECRETS, WIDE_LIMITS } from './secrets.ts';
import { type Person, World } from './world.ts';

export interface Stage {
  world: World;
  url: string;
  databaseUrl: string;
  backend: RunningBackend;
  close(): Promise<void>;
}

/** A real server in this process, on a database of its own. Settings can be set as in the environment. */
export async function startStage(settings: Record<string, string> = {}): Promise<Stage> {
  const database = await cloneDatabase(inject('databaseUrl'));
  const stage = await startStageOn(database.url, settings);
  return {
    ...stage,
    close: async () => {
      await stage.close();
      await database.drop();
      await rm(storageOf(database.url), { recursive: true, force: true });
    },
  };
}

/** The same on a database that is there already: a second process beside the first, as it were. */
export async function startStageOn(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<Stage> {
  const env = readEnv({
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    API_PORT: '0',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: '8',
    STORAGE_DIR: storageOf(databaseUrl),
    ...SECRETS,
    ...WIDE_LIMITS,
    ...settings,
  });
  const backend = await openBackend(env, circle);
  const server = await startServer(backend);
  const url = `http://127.0.0.1:${server.port}`;
  return {
    world: new World(url),
    url,
    databaseUrl,
    backend,
    close: async () => {
      await server.close();
      await backend.close();
    },
  };
}

/**
 * A cursor behind which nothing that has been written comes again. Horizons are the whole cluster's, so a transaction
 * that a test beside this one keeps open holds every cursor back: wait until it has ended.
 */
export async function freshCursor({ backend }: Stage, person: Person): Promise<string> {
  const { rows } = await backend.pool.query<{ xid: string }>(
    'SELECT coalesce(max(xid) + 1, 0)::text AS xid FROM event',
  );
  const wanted = BigInt(rows[0]?.xid ?? 0);
  for (;;) {
    const { events } = await person.ask(MissedEvents, { after: null, first: null });
    if ((decodeCursor(events.cursor)?.horizon ?? -1n) >= wanted) return events.cursor;
    await sleep(50);
  }
}
