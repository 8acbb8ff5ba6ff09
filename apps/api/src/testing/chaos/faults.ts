import { setTimeout as sleep } from 'node:timers/promises';
import { childrenOf, commandOf } from '../../../../../scripts/services/process-table.ts';
import type { Fate } from '../cable.ts';
import type { ApiProcess } from '../processes.ts';
import type { Dice } from './dice.ts';
import type { Notes } from './history.ts';
import type { Servers } from './servers.ts';

const FATES: readonly Fate[] = ['lose request', 'hang up', 'lose answer', 'tear answer'];
/** How often a request meets one of them. */
const FATEFUL = 0.12;

/** Parts that break, and the pauses between their strikes in milliseconds, from least to most. */
const PACE = {
  api: [300, 1_500],
  postgres: [700, 2_400],
  redis: [300, 1_200],
  network: [100, 700],
} as const;

type Part = keyof typeof PACE;

/** One way to break a part; it resolves once that is mended. */
interface Strike {
  what: string;
  /** How much of all the strikes are of this kind. */
  weight: number;
  do(dice: Dice): Promise<void>;
}

/** Breaks whatever can break, each part at its own pace and all of them at once, and mends it again. */
export class Faults {
  readonly counts = new Map<string, number>();
  readonly #servers: Servers;
  readonly #dice: Dice;
  readonly #notes: Notes;

  constructor(servers: Servers, dice: Dice, notes: Notes) {
    this.#servers = servers;
    this.#dice = dice;
    this.#notes = notes;
  }

  /** Goes on for so long, and until each part was struck so often. Everything works again when it resolves. */
  async wreak(seconds: number, strikesEach: number): Promise<void> {
    const { doors } = this.#servers;
    const deadline = Date.now() + seconds * 1_000;
    for (const { cable } of doors) cable.decide(this.#fates(cable.url));
    const strikes: Record<Part, readonly Strike[]> = {
      api: this.#onApi(),
      postgres: this.#onPostgres(),
      redis: this.#onRedis(),
      network: this.#onNetwork(),
    };
    const parts = Object.keys(PACE) as Part[];
    await Promise.all(
      parts.map((part) => this.#strike(part, strikes[part], { deadline, strikesEach })),
    );
    for (const { cable } of doors) cable.decide(() => 'pass');
  }

  async #strike(
    part: Part,
    strikes: readonly Strike[],
    { deadline, strikesEach }: { deadline: number; strikesEach: number },
  ): Promise<void> {
    const dice = this.#dice.for(part);
    const [least, most] = PACE[part];
    const deck = strikes.flatMap((strike) => Array<Strike>(strike.weight).fill(strike));
    for (let struck = 0; Date.now() < deadline || struck < strikesEach; struck++) {
      await sleep(dice.between(least, most));
      const strike = dice.pick(deck);
      this.#count(strike.what);
      this.#notes.write({ kind: 'fault', what: strike.what });
      await strike.do(dice);
    }
  }

  #fates(name: string): () => Fate {
    const dice = this.#dice.for(name);
    return () => {
      if (!dice.chance(FATEFUL)) return 'pass';
      const fate = dice.pick(FATES);
      this.#count(fate);
      return fate;
    };
  }

  #onApi(): Strike[] {
    const { doors } = this.#servers;
    const kill = async (apis: readonly ApiProcess[], dice: Dice) => {
      for (const api of apis) this.#expectAlive(api);
      await Promise.all(apis.map((api) => api.stop('SIGKILL')));
      await sleep(dice.between(0, 500));
      await Promise.all(apis.map(revive));
    };
    const freeze = async (dice: Dice) => {
      const { api } = dice.pick(doors);
      api.freeze();
      await sleep(dice.between(100, 1_500));
      api.thaw();
    };
    return [
      { what: 'API killed', weight: 4, do: (dice) => kill([dice.pick(doors).api], dice) },
      {
        what: 'API killed, both',
        weight: 1,
        do: (dice) =>
          kill(
            doors.map(({ api }) => api),
            dice,
          ),
      },
      { what: 'API frozen', weight: 1, do: freeze },
    ];
  }

  /** Dying of somebody else's death is no part of the bargain. */
  #expectAlive(api: ApiProcess): void {
    if (!api.running)
      this.#notes.write({ kind: 'mishap', who: api.url, what: `ended by itself: ${api.output}` });
  }

  #onPostgres(): Strike[] {
    const servers = this.#servers;
    const kill = async (dice: Dice) => {
      await servers.postgres.kill();
      await sleep(dice.between(0, 400));
      await servers.restartPostgres();
    };
    return [
      { what: 'PostgreSQL killed', weight: 3, do: kill },
      {
        what: 'PostgreSQL backend killed',
        weight: 2,
        do: async (dice) => killBackend(servers.postgres.pid, dice),
      },
      {
        what: 'PostgreSQL cut off',
        weight: 2,
        do: async () => servers.postgresCable.drop(),
      },
    ];
  }

  #onRedis(): Strike[] {
    const { redis, redisCable } = this.#servers;
    const kill = async (dice: Dice) => {
      await redis.kill();
      await sleep(dice.between(0, 600));
      await redis.restart();
    };
    const freeze = async (dice: Dice) => {
      process.kill(redis.pid(), 'SIGSTOP');
      await sleep(dice.between(100, 1_500));
      process.kill(redis.pid(), 'SIGCONT');
    };
    return [
      { what: 'Redis killed', weight: 3, do: kill },
      { what: 'Redis frozen', weight: 1, do: freeze },
      { what: 'Redis cut off', weight: 1, do: async () => redisCable.drop() },
    ];
  }

  #onNetwork(): Strike[] {
    const cableOf = (dice: Dice) => dice.pick(this.#servers.doors).cable;
    return [
      { what: 'network reset', weight: 2, do: async (dice) => cableOf(dice).drop() },
      {
        what: 'network half-closed to callers',
        weight: 1,
        do: async (dice) => cableOf(dice).halfClose('near'),
      },
      {
        what: 'network half-closed to the API',
        weight: 1,
        do: async (dice) => cableOf(dice).halfClose('far'),
      },
      {
        what: 'network stalled',
        weight: 2,
        do: async (dice) => cableOf(dice).stall(dice.between(50, 800)),
      },
    ];
  }

  #count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

/** As a supervisor does: a process that finds no database ends, and is started again. */
async function revive(api: ApiProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const started = await api.start().then(
      () => true,
      () => false,
    );
    if (started) return;
    await sleep(100);
  }
  throw new Error(`The API does not start any more:\n${api.output}`);
}

/** One crashed backend makes PostgreSQL end all of them and recover. */
function killBackend(postmaster: number, dice: Dice): void {
  const backends = childrenOf(postmaster).filter((pid) =>
    commandOf(pid)?.startsWith('postgres: teahouse teahouse '),
  );
  if (backends.length > 0) process.kill(dice.pick(backends), 'SIGKILL');
}
