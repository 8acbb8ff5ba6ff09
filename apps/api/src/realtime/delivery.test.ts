import { print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';
import type { Delivered } from './catalogue.ts';
import { deliver } from './delivery.ts';
import { Follower, type Operation } from './follower.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const SHARED = graphql(`
  subscription Shared { events { ... on MessageSent { message { seq content { ... on TextContent { text } } } } } }
`);
const PERSONAL = graphql(`
  subscription Personal { events { ... on MessageSent { message { conversation { unreadCount peer { nickname } } } } } }
`);

/** The raw frames that one socket receives for a subscription. */
function frames(person: Person, document: object) {
  const { client } = person.socket();
  const received: string[] = [];
  const ready = new Promise<void>((resolve) => {
    client.subscribe(
      { query: print(document as never) },
      {
        next: (result) => {
          // CaughtUp and a friend's presence come too; only the message is of interest.
          const frame = JSON.stringify(result);
          if (frame.includes('"message"')) received.push(frame);
          resolve();
        },
        error: (error) => received.push(String(error)),
        complete: () => {},
      },
    );
  });
  const count = async (length: number) => {
    for (let tries = 0; received.length < length && tries < 200; tries++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(received).toHaveLength(length);
    return received;
  };
  return { ready, count, close: () => client.dispose() };
}

function follower(name: string, operation: Operation, written: string[]): Follower {
  const live = new Follower(
    { accountId: name, sessionId: name },
    {
      kind: 'responses',
      operation,
      write: ([json]) => written.push(`${name} ${json}`),
      room: async () => {},
      end: () => {},
    },
  );
  live.waiting = null;
  return live;
}

const MESSAGE: Delivered = {
  kind: 'MessageSent',
  payload: { messageId: 'm' },
  streamId: 's',
  seq: 1,
  xid: '1',
  at: '',
  cursor: '',
};

test('an operation that asks for nothing of the viewer’s is executed once for everyone', async () => {
  let executions = 0;
  const written: string[] = [];
  const operation: Operation = { execute: async () => `#${++executions}` };
  const many = Array.from({ length: 1_000 }, (_, index) =>
    follower(`f${index}`, operation, written),
  );
  await deliver(MESSAGE, many);
  expect(executions).toBe(1);
  expect(written).toHaveLength(1_000);
  expect(new Set(written.map((line) => line.split(' ')[1]))).toEqual(new Set(['#1']));
});

test('an event of an account is never executed for more than the one who receives it', async () => {
  const asked: (string | null)[] = [];
  const operation: Operation = {
    execute: async (_item, viewer) => {
      asked.push(viewer?.sessionId ?? null);
      return '{}';
    },
  };
  const item: Delivered = { ...MESSAGE, kind: 'ReadMoved', payload: { conversationId: 'c' } };
  await deliver(item, [follower('phone', operation, []), follower('laptop', operation, [])]);
  expect(asked).toEqual(['phone', 'laptop']);
});

test('sockets with one document receive the same bytes; a field of the viewer’s gives each their own', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const shared = [frames(mei, SHARED), frames(tom, SHARED)];
  const personal = [frames(mei, PERSONAL), frames(tom, PERSONAL)];
  await Promise.all([...shared, ...personal].map((socket) => socket.ready));
  await mei.send(chat, 'hello');
  const [forMei, forTom] = await Promise.all(shared.map((socket) => socket.count(1)));
  expect(forMei?.[0]).toBe(forTom?.[0]);
  const [ofMei, ofTom] = await Promise.all(personal.map((socket) => socket.count(1)));
  expect(ofMei?.[0]).toContain('"unreadCount":0,"peer":{"nickname":"Tom"}');
  expect(ofTom?.[0]).toContain('"unreadCount":1,"peer":{"nickname":"Mei"}');
  for (const socket of [...shared, ...personal]) socket.close();
});

test('variables and documents keep subscriptions apart, the cursor does not', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const following = [await mei.follow().live(), await tom.follow().live()];
  await mei.send(chat, 'first');
  for (const one of following) await one.until(() => one.texts(chat).length === 1);
  const resumed = await tom.follow(following[1]?.cursor ?? null).live();
  await mei.send(chat, 'second');
  for (const one of [...following, resumed])
    await one.until(() => one.texts(chat).includes('second'));
  for (const one of [...following, resumed]) one.close();
});
