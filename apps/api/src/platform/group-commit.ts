import pg from 'pg';
import type { Pool } from './pool.ts';

/** So many at most: whoever else waits for the row, in other processes too, waits for all of them. */
const MOST_IN_GROUP = 32;

/** By its class: a statement that has taken as long as any may, and a server that is being stopped. */
const OPERATOR_INTERVENTION = /^57/;
/** Whether it is one statement’s own, and not what has befallen the connection or their time. */
const isItsOwn = (error: unknown) =>
  error instanceof pg.DatabaseError && !OPERATOR_INTERVENTION.test(error.code ?? '');

/** Where statements of a kind would wait for each other: the first lock that they take. */
export interface Contended {
  /** The row’s id. */
  row: string;
  /** The id of what this statement locks next. */
  next: string;
  /**
   * Takes the lock of the row (`$1`) and the next of all of them (`$2`, a list). Each statement for itself takes its locks
   * in one order; several in one transaction do so only if the first has not yet taken its last when another takes its next.
   */
  locking: { name: string; text: string };
}

interface Waiting {
  statement: pg.QueryConfig;
  contended: Contended;
  resolve: (result: pg.QueryResult) => void;
  reject: (error: unknown) => void;
}

/**
 * Statements that wait for the same row’s lock would each wait until the one before is on the disk. Here those that come
 * while one is on its way go together behind it, in their order: one transaction, one wait for the disk. Nobody waits
 * where nothing is on its way, and nobody hears of theirs before it is committed.
 *
 * Each says what it refuses by its rows: one that throws costs all of them their transaction, and they are then done one
 * by one.
 */
export class GroupCommit {
  readonly #pool: Pool;
  readonly #lines = new Map<string, Waiting[]>();

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  query<Row extends pg.QueryResultRow>(
    statement: pg.QueryConfig,
    contended: Contended,
  ): Promise<pg.QueryResult<Row>> {
    return new Promise<pg.QueryResult>((resolve, reject) => {
      const one = { statement, contended, resolve, reject };
      const line = this.#lines.get(contended.row);
      if (line) line.push(one);
      else void this.#work(contended.row, [one]);
    });
  }

  async #work(row: string, line: Waiting[]): Promise<void> {
    this.#lines.set(row, line);
    while (line.length > 0) await this.#store(line.splice(0, MOST_IN_GROUP));
    this.#lines.delete(row);
  }

  async #store(group: readonly Waiting[]): Promise<void> {
    if (group.length === 1) return this.#storeEach(group);
    const { results, error } = await this.#storeTogether(group);
    if (results) for (const [place, one] of group.entries()) one.resolve(results[place] as never);
    else if (isItsOwn(error)) await this.#storeEach(group);
    else for (const one of group) one.reject(error);
  }

  async #storeEach(group: readonly Waiting[]): Promise<void> {
    for (const { statement, resolve, reject } of group)
      await this.#pool.query(statement).then(resolve, reject);
  }

  /** The result of each, or what has cost all of them their transaction. */
  async #storeTogether(
    group: readonly Waiting[],
  ): Promise<{ results?: pg.QueryResult[]; error?: unknown }> {
    const [{ contended }] = group as [Waiting];
    const { row, locking } = contended;
    const statements: pg.QueryConfig[] = [
      { text: 'BEGIN' },
      { ...locking, values: [row, group.map((one) => one.contended.next)] },
      ...group.map(({ statement }) => statement),
      { text: 'COMMIT' },
    ];
    const settled = await Promise.allSettled(
      this.#pool.together(() => statements.map((statement) => this.#pool.query(statement))),
    );
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed) return { error: failed.reason };
    const results = settled.map((one) => (one as PromiseFulfilledResult<pg.QueryResult>).value);
    return { results: results.slice(2, -1) };
  }
}
