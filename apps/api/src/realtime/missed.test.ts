import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freshCursor, type Stage, startStage } from '../testing/stage.ts';
import type { Delivered } from './catalogue.ts';
import { type Beside, Follower, type Operation } from './follower.ts';
import { createMissedDelivery } from './missed.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

test('what was missed together is read together: forty messages take no forty statements', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const cursor = await freshCursor(stage, tom);
  const texts = Array.from({ length: 40 }, (_, place) => `missed ${place}`);
  for (const text of texts) await mei.send(chat, text);
  const asked = vi.spyOn(stage.backend.pool, 'query');
  try {
    const following = await tom.follow(cursor).live();
    expect(following.texts()).toEqual(texts);
    following.close();
    expect(asked.mock.calls.length).toBeLessThan(texts.length);
  } finally {
    asked.mockRestore();
  }
});

test('those of one window share what they read, and those of the next read anew', async () => {
  const besides: (Beside | undefined)[] = [];
  const operation: Operation = {
    execute: async (_item, _viewer, beside) => {
      besides.push(beside);
      return '{}';
    },
  };
  const written: string[] = [];
  const follower = new Follower(
    { accountId: 'a', sessionId: 's' },
    {
      kind: 'responses',
      operation,
      write: (responses) => written.push(...responses),
      room: async () => {},
      end: () => {},
    },
  );
  const missed = (seq: number): Delivered => ({
    ...{ kind: 'MessageSent', payload: { messageId: 'm' }, streamId: 'c', seq },
    ...{ xid: '1', at: '', cursor: `${seq}` },
  });
  const deliver = createMissedDelivery();
  await deliver([missed(1), missed(2)], follower);
  await deliver([missed(3)], follower);
  expect(written).toHaveLength(3);
  expect(besides[0]).toBeInstanceOf(Map);
  expect(besides[1]).toBe(besides[0]);
  expect(besides[2]).not.toBe(besides[0]);
});
