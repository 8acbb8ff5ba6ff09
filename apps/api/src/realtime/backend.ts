import type pg from 'pg';
import { type Db, openDatabase } from '../platform/db.ts';
import type { Env } from '../platform/env.ts';
import { GroupCommit } from '../platform/group-commit.ts';
import { createLogger, type Logger } from '../platform/log.ts';
import type { Pool } from '../platform/pool.ts';
import { createRates, type Rates } from '../platform/rates.ts';
import type { Storage } from '../platform/storage.ts';
import { openStorage } from '../platform/storage-opening.ts';
import { type Bus, connectRedis, createBus } from './bus.ts';
import type { PersonHint } from './catalogue.ts';
import { deliver } from './delivery.ts';
import { Hub } from './hub.ts';
import { createMissedDelivery } from './missed.ts';
import { createPresence, type Presence } from './presence.ts';

/** What every service is handed: the infrastructure of one process. */
export interface Backend {
  env: Env;
  log: Logger;
  db: Db;
  pool: pg.Pool;
  /** Sends what is asked of the pool before `act` returns by one write (see `platform/pool.ts`). */
  together: Pool['together'];
  groupCommit: GroupCommit;
  bus: Bus;
  hub: Hub;
  presence: Presence;
  rates: Rates;
  /** Where uploaded files are kept. */
  storage: Storage;
}

export interface RunningBackend extends Backend {
  close(): Promise<void>;
}

/** What the event stream needs to be told by domains, which it does not know. */
export interface Circle {
  /** Whom each of these hints concerns. It may leave out whoever is not `here`: follows on this process. */
  audiencesOf(db: Db, hints: readonly PersonHint[], here: () => string[]): Promise<string[][]>;
  markSeen(db: Db, accountIds: readonly string[]): Promise<void>;
}

/** Opens the clients and starts the hub. Fails when PostgreSQL is out of reach; Redis may come later. */
export async function openBackend(env: Env, circle: Circle): Promise<RunningBackend> {
  const log = createLogger(env);
  const { db, pool, close } = openDatabase(env);
  const bus = createBus(env, log);
  const redis = env.REDIS_URL ? connectRedis(env.REDIS_URL, log, 'commands') : null;
  const hub = new Hub({
    pool,
    bus,
    log,
    deliver,
    deliverMissed: createMissedDelivery(),
    audiencesOf: (hints, here) => circle.audiencesOf(db, hints, here),
    repairIntervalMs: env.REPAIR_INTERVAL_MS,
  });
  const presence = createPresence({ bus, redis, seen: (ids) => circle.markSeen(db, ids) });
  await hub.start();
  return {
    env,
    log,
    db,
    pool,
    together: (act) => pool.together(act),
    groupCommit: new GroupCommit(pool),
    bus,
    hub,
    presence,
    rates: createRates(env, pool, redis, log),
    storage: openStorage(env),
    close: async () => {
      hub.stop();
      await presence.close();
      await bus.close();
      redis?.disconnect();
      await close();
    },
  };
}
