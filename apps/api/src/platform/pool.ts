import type { Writable } from 'node:stream';
import pg from 'pg';

/** A pool that can send several statements by one write. */
export interface Pool extends pg.Pool {
  /**
   * What is asked for before `act` returns is sent to one connection at once, in that order, and answered one by one.
   * Each is a transaction of its own: whatever becomes of one, the others are answered as ever.
   */
  together<Answer>(act: () => Answer): Answer;
}

export const openPool = (config: pg.PoolConfig): Pool =>
  // The driver's pipeline mode: a statement does not wait for the one before it to be answered.
  new TogetherPool({ ...config, pipeline: true }) as pg.Pool as Pool;

interface Asked {
  statement: unknown;
  resolve: (result: pg.QueryResult) => void;
  reject: (error: Error) => void;
}

class TogetherPool extends pg.Pool {
  #turn: Asked[] | null = null;

  together<Answer>(act: () => Answer): Answer {
    const before = this.#turn;
    const turn: Asked[] = [];
    this.#turn = turn;
    try {
      return act();
    } finally {
      this.#turn = before;
      if (turn.length > 0) this.#send(turn);
    }
  }

  // The driver has seven forms of it. That of a statement as an object is the one that is kept back.
  override query(...given: unknown[]): never {
    const [statement, ...others] = given;
    const turn = this.#turn;
    if (!turn || others.length > 0 || typeof statement === 'function')
      return super.query(...(given as [never])) as never;
    return new Promise<pg.QueryResult>((resolve, reject) => {
      turn.push({ statement, resolve, reject });
    }) as never;
  }

  #send(turn: readonly Asked[]): void {
    this.connect((error, client, release) => {
      if (!client) {
        for (const { reject } of turn) reject(error ?? new Error('There is no connection'));
        return;
      }
      const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
      let waiting = turn.length;
      let failure: Error | undefined;
      const over = (error?: Error) => {
        failure ??= error;
        waiting -= 1;
        if (waiting === 0) release(failure);
      };
      stream.cork();
      for (const { statement, resolve, reject } of turn)
        client.query(statement as pg.QueryConfig, (error: Error | null, result) => {
          over(error ?? undefined);
          if (error) reject(error);
          else resolve(result);
        });
      stream.uncork();
    });
  }
}
