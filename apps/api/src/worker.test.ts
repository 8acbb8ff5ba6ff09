import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inSeconds, reminded, scheduled } from './testing/keeping.ts';
import { type Stage, startStage } from './testing/stage.ts';
import { type Job, startWorker } from './worker.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ LOG_LEVEL: 'silent' });
});
afterAll(() => stage.close());

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('Not in time');
    await sleep(10);
  }
}

describe('the loop', () => {
  const counting = (name: string, run: Job['run'] = async () => {}) => {
    const job = { name, everyMs: 20, rounds: 0, run };
    job.run = (backend, signal) => {
      job.rounds += 1;
      return run(backend, signal);
    };
    return job;
  };

  test('a job that fails, or never ends, holds up no other, and is tried again', async () => {
    const failing = counting('failing', () => Promise.reject(new Error('on purpose')));
    const throwing = counting('throwing', () => {
      throw new Error('on purpose');
    });
    const slow = counting('slow', (_backend, signal) =>
      sleep(60_000, undefined, { signal }).catch(() => {}),
    );
    const good = counting('good');
    const stop = startWorker(stage.backend, [failing, throwing, slow, good]);
    await until(() => [failing, throwing, good].every(({ rounds }) => rounds >= 3));
    expect(slow.rounds).toBe(1);
    await stop();
  });

  test('stopping waits for the round that is running, and begins no other', async () => {
    let ended = 0;
    const job = counting('busy', async () => {
      await sleep(150);
      ended += 1;
    });
    const stop = startWorker(stage.backend, [job]);
    await until(() => job.rounds === 2);
    await stop();
    expect(ended).toBe(2);
    await sleep(100);
    expect(job.rounds).toBe(2);
  });

  test('rounds of one job overlap only where that is wanted, and stopping waits for all of them', async () => {
    const most = { apart: 0, overlapping: 0 };
    const ended = { apart: 0, overlapping: 0 };
    const watched = (name: 'apart' | 'overlapping') => {
      let running = 0;
      return counting(name, async () => {
        running += 1;
        most[name] = Math.max(most[name], running);
        await sleep(100);
        running -= 1;
        ended[name] += 1;
      });
    };
    const [apart, overlapping] = [watched('apart'), watched('overlapping')];
    const stopApart = startWorker(stage.backend, [apart]);
    await until(() => apart.rounds >= 3);
    await stopApart();
    expect([most.apart, ended.apart]).toEqual([1, apart.rounds]);
    const stop = startWorker(stage.backend, [{ ...overlapping, overlapping: true }]);
    await until(() => overlapping.rounds >= 3);
    await stop();
    expect(most.overlapping).toBeGreaterThan(1);
    expect(ended.overlapping).toBe(overlapping.rounds);
  });
});

test('what is due is done within moments: messages, reminders, events past their retention', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const following = await mei.follow().live();
  const { id: messageId } = await tom.send(chat, 'old news');
  await following.first('MessageSent');
  const old = () =>
    stage.backend.pool.query(`SELECT FROM event WHERE created_at < now() - interval '8 days'`);
  await stage.backend.pool.query(
    `UPDATE event SET created_at = now() - interval '30 days' WHERE kind = 'MessageSent'`,
  );
  const stop = startWorker(stage.backend);
  const soon = inSeconds(1);
  await scheduled(mei, chat, 'now', soon);
  await reminded(mei, messageId, soon);
  await following.until(() => following.texts(chat).includes('now'));
  await following.first('ReminderFired');
  const late = Date.now() - Date.parse(soon);
  expect(late).toBeGreaterThanOrEqual(0);
  await until(async () => (await old()).rowCount === 0);
  await stop();
  following.close();
});
