import { afterAll, beforeAll, expect, test } from 'vitest';
import { uuidOf } from '../testing/ids.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { publishingStatement, type Transaction, transaction } from './transaction.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

type Lock = (tx: Transaction, accountId: string) => Promise<unknown>;
const ways: Record<string, Lock> = {
  'by the models': ({ db }, id) => db.account.update({ where: { id }, data: { bio: 'tea' } }),
  'by a statement': ({ db }, id) =>
    db.$queryRaw`SELECT id FROM account WHERE id = ${id}::uuid FOR NO KEY UPDATE`,
  'by a statement without rows': ({ db }, id) =>
    db.$executeRaw`UPDATE account SET bio = 'tea' WHERE id = ${id}::uuid`,
};

for (const [name, lock] of Object.entries(ways))
  test(`two that wait for each other are both done in the end: ${name}`, async () => {
    const { one, other } = await stage.world.friends('Mei', 'Tom');
    const [mei = '', tom = ''] = [one, other].map(({ id }) => uuidOf(id));
    let began = 0;
    let attempts = 0;
    let goOn = () => {};
    const both = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const work = (first: string, second: string) =>
      transaction(stage.backend, async (tx) => {
        attempts += 1;
        await lock(tx, first);
        if (++began === 2) goOn();
        await both;
        await lock(tx, second);
        return second;
      });
    expect(await Promise.all([work(mei, tom), work(tom, mei)])).toEqual([tom, mei]);
    expect(attempts).toBe(3);
  });

test('two statements that wait for each other are both done in the end', async () => {
  const { one, other } = await stage.world.friends('Mei', 'Tom');
  const [mei, tom] = [one, other].map(({ id }) => uuidOf(id));
  const lock = (first: string | undefined, second: string | undefined) =>
    publishingStatement<{ id: string }>(stage.backend, {
      text: `
        WITH first AS (SELECT id FROM account WHERE id = $1 FOR NO KEY UPDATE),
          meanwhile AS MATERIALIZED (SELECT pg_sleep(0.3) FROM first)
        SELECT id, NULL AS event FROM account
        WHERE id = $2 AND (SELECT count(*) FROM meanwhile) = 1 FOR NO KEY UPDATE`,
      values: [first, second],
    });
  const done = await Promise.all([lock(mei, tom), lock(tom, mei)]);
  expect(done.map((row) => row?.id)).toEqual([tom, mei]);
});
