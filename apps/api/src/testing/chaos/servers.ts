import { migrate } from '@teahouse/db/migrate';
import { freePort } from '../../../../../scripts/services/ports.ts';
import type { RunningPostgres } from '../../../../../scripts/services/postgres.ts';
import { type RunningRedis, startRedis } from '../../../../../scripts/services/redis.ts';
import { ThrowawayServers } from '../../../../../scripts/services/test-services.ts';
import { Cable } from '../cable.ts';
import { ApiProcess } from '../processes.ts';

/** An API process, and the network in front of it. */
export interface Door {
  api: ApiProcess;
  cable: Cable;
}

/**
 * A whole installation of a run's own, all of which may be broken: two API processes on one PostgreSQL and one Redis,
 * and a network between any two of them.
 */
export class Servers {
  readonly #throwaway = new ThrowawayServers();

  private constructor(
    readonly redis: RunningRedis,
    public postgres: RunningPostgres,
    readonly redisCable: Cable,
    readonly postgresCable: Cable,
    readonly doors: readonly [Door, Door],
    throwaway: ThrowawayServers,
  ) {
    this.#throwaway = throwaway;
  }

  static async start(redisServerBin: string): Promise<Servers> {
    const throwaway = new ThrowawayServers();
    const [redis, postgres] = await Promise.all([
      startRedis({ bin: redisServerBin }),
      throwaway.postgres({ settings: SETTINGS }),
    ]);
    await migrate(postgres.url);
    const redisCable = await Cable.lay(redis.port);
    const postgresCable = await Cable.lay(postgres.port);
    const env = {
      DATABASE_URL: through(postgresCable, postgres.url),
      DATABASE_POOL: '8',
      REDIS_URL: through(redisCable, redis.url),
    };
    const doors = await Promise.all([openDoor(env), openDoor(env)]);
    return new Servers(redis, postgres, redisCable, postgresCable, doors, throwaway);
  }

  /** Where callers reach the API: through the network. */
  get urls(): string[] {
    return this.doors.map(({ cable }) => cable.url);
  }

  /** Starts PostgreSQL again on what the killed one has left. */
  async restartPostgres(): Promise<void> {
    this.postgres = await this.#throwaway.postgres({ settings: SETTINGS });
    this.postgresCable.lead(this.postgres.port);
  }

  async stop(): Promise<void> {
    for (const { api, cable } of this.doors) {
      api.thaw();
      await api.stop();
      await cable.cut();
    }
    await this.postgresCable.cut();
    await this.redisCable.cut();
    await this.redis.stop();
    await this.#throwaway.stop();
  }
}

/** So that the checker can tell when something was certain. */
const SETTINGS = { track_commit_timestamp: 'on' };

function through(cable: Cable, url: string): string {
  const address = new URL(url);
  address.port = String(cable.port);
  return address.href;
}

async function openDoor(env: Record<string, string>): Promise<Door> {
  const api = new ApiProcess(await freePort(), env);
  const cable = await Cable.lay(api.command.port);
  await api.start();
  return { api, cable };
}
