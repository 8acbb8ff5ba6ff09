import { Side } from '../asking.ts';
import { cpuOf, type House } from '../house.ts';
import { shareOf, timed } from '../measure.ts';
import type { Work } from './pages.ts';

/** What something costs where there is so much. */
export interface Point {
  /** Of what. */
  curve: string;
  what: string;
  size: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** What else was done in the same breath: one row, by its key. Milliseconds. */
  reference: number;
  /** Milliseconds of processor time, of the server and of the database. */
  server: number;
  database: number;
  /** Of the smallest size: processor time, and p50 by the reference. */
  cpuRatio: number;
  timeRatio: number;
}

/** Where there is so much of something, and what is done there. */
export interface Place {
  size: number;
  house: House;
  works: Record<string, Work>;
}

/** What a size is compared by: one row that is read by its key, or one that is written, and is on the disk. */
const REFERENCES = {
  read: 'SELECT * FROM account WHERE id = $1',
  write: 'UPDATE account SET nickname = nickname WHERE id = $1',
};
const REFERENCE_RUNS = 50;

export interface Patience {
  rounds: number;
  /** For each piece of work in a round. */
  seconds: number;
}

/**
 * The same work at every size, turn by turn, so that whatever else the machine does falls on all of them. What counts is
 * the processor time, of the server and of its connections to PostgreSQL, and the time by that of one row in the same turn.
 */
export async function draw(
  curve: string,
  places: readonly Place[],
  { rounds, seconds }: Patience,
): Promise<Point[]> {
  const points: Point[] = [];
  for (const what of Object.keys(places[0]?.works ?? {})) {
    const spots = places.map((place) => new Spot(place, what));
    for (let round = 0; round <= rounds; round++)
      // The first round warms up.
      for (const spot of round % 2 ? spots : spots.toReversed())
        await spot.visit(seconds, round > 0);
    const [first] = spots;
    if (first) points.push(...spots.map((spot) => spot.pointBeside(curve, what, first)));
  }
  return points;
}

class Spot {
  readonly #place: Place;
  readonly #side: Side;
  readonly #reference: string;
  readonly #references: number[] = [];
  #database = 0;

  constructor(place: Place, what: string) {
    const { house, works } = place;
    const { askers, expected } = works[what] as Work;
    const url = `${house.api.url}/graphql`;
    this.#place = place;
    this.#side = new Side(house.api.pid, { url, transport: 'http', askers, expected });
    this.#reference = what.startsWith('send') ? REFERENCES.write : REFERENCES.read;
  }

  async visit(seconds: number, counts: boolean): Promise<void> {
    const { pool } = this.#place.house;
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM account LIMIT 1');
    const given = { name: this.#reference, text: this.#reference, values: [rows[0]?.id] };
    for (let run = 0; run < REFERENCE_RUNS; run++) {
      const time = await timed(() => pool.query(given));
      if (counts) this.#references.push(time);
    }
    const before = await databaseCpu(this.#place.house);
    await this.#side.ask(seconds, counts);
    if (!counts) return;
    for (const [pid, cpu] of await databaseCpu(this.#place.house))
      this.#database += cpu - (before.get(pid) ?? 0);
  }

  pointBeside(curve: string, what: string, first: Spot): Point {
    const own = this.#figures();
    const least = first.#figures();
    return {
      ...{ curve, what, size: this.#place.size, ...own },
      cpuRatio: (own.server + own.database) / (least.server + least.database),
      timeRatio: own.p50 / own.reference / (least.p50 / least.reference),
    };
  }

  #figures() {
    const { p50, p99, cpu: server } = this.#side.figures;
    const database = this.#database / this.#side.answers;
    return { p50, p99, server, database, reference: shareOf(this.#references, 0.5) };
  }
}

/** By connection of a house to PostgreSQL: milliseconds of processor time that it has taken so far. */
async function databaseCpu({ pool }: House): Promise<Map<number, number>> {
  const { rows } = await pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'`,
  );
  return new Map(rows.map(({ pid }) => [pid, cpuOf(pid)]));
}
