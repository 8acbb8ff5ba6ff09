import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { type Stage, startStage } from './testing/stage.ts';

/** How many live connections one may have, and how much may be under way on one. */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    SOCKETS_PER_ACCOUNT: '3',
    SOCKETS_PER_ADDRESS: '4',
    SUBSCRIPTIONS_PER_SOCKET: '2',
  });
});
afterAll(() => stage.close());

let visitors = 0;
const newAddress = () => `198.51.100.${++visitors}`;

/** A socket from an address; with a token it says hello. Answers what became of it. */
async function open(from: string, token?: string) {
  const socket = new WebSocket(
    `${stage.url.replace('http', 'ws')}/graphql`,
    'graphql-transport-ws',
    {
      headers: { 'x-forwarded-for': from },
    },
  );
  const messages: { type: string; id?: string; payload?: unknown }[] = [];
  socket.on('message', (data: RawData) => messages.push(JSON.parse(String(data))));
  socket.on('error', () => {});
  const closed = new Promise<{ status?: number; retryAfter?: string; code?: number }>((resolve) => {
    socket.on('unexpected-response', (_request, { statusCode, headers }) =>
      resolve({ status: statusCode, retryAfter: headers['retry-after'] }),
    );
    socket.on('close', (code) => resolve({ code }));
  });
  const opened = await Promise.race([
    once(socket, 'open').then(() => true),
    closed.then(() => false),
  ]);
  if (opened && token) {
    socket.send(
      JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
    );
    await Promise.race([
      closed,
      expect.poll(() => messages.some(({ type }) => type === 'connection_ack')).toBe(true),
    ]);
  }
  return {
    socket,
    messages,
    closed,
    isOpen: () => socket.readyState === WebSocket.OPEN,
    end: async () => {
      socket.close();
      await closed;
    },
  };
}

const stream = (token: string, signal: AbortSignal) =>
  fetch(`${stage.url}/graphql`, {
    method: 'POST',
    signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: 'subscription { events { __typename } }' }),
  });

describe('live connections', () => {
  test('are so many for one person, sockets and streams together, and one that ends makes room', async () => {
    const mei = await stage.world.user('Mei');
    const first = await open(newAddress(), mei.token);
    const phone = await mei.onAnotherDevice();
    const second = await open(newAddress(), phone.token);
    const reading = new AbortController();
    expect((await stream(mei.token, reading.signal)).status).toBe(200);
    const fourth = await open(newAddress(), mei.token);
    expect(await fourth.closed).toEqual({ code: 4429 });
    const refused = await stream(mei.token, reading.signal);
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain('"rule":"SOCKETS_PER_ACCOUNT"');
    expect(first.isOpen()).toBe(true);
    const tom = await stage.world.user('Tom');
    const other = await open(newAddress(), tom.token);
    expect(other.isOpen()).toBe(true);
    await first.end();
    await expect
      .poll(async () => {
        const again = await open(newAddress(), mei.token);
        await sleep(20);
        const is = again.isOpen();
        again.socket.close();
        return is;
      })
      .toBe(true);
    reading.abort();
    await Promise.all([second.end(), other.end()]);
  });

  test('are so many from one address, greeted or not, and told when to come back', async () => {
    const address = newAddress();
    const silent = await Promise.all(Array.from({ length: 4 }, () => open(address)));
    const fifth = await open(address);
    expect(await fifth.closed).toEqual({ status: 429, retryAfter: '30' });
    expect((await open(newAddress())).isOpen()).toBe(true);
    for (const { end } of silent) await end();
    await expect
      .poll(async () => {
        const again = await open(address);
        const is = again.isOpen();
        again.socket.close();
        return is;
      })
      .toBe(true);
  });

  test('that say nothing are closed after a while', async () => {
    const { closed } = await open(newAddress());
    const from = Date.now();
    expect(await closed).toEqual({ code: 4408 });
    expect(Date.now() - from).toBeLessThan(8_000);
  }, 15_000);
});

test('operations on one socket are so many at once; one that is complete makes room', async () => {
  const mei = await stage.world.user('Mei');
  const { socket, messages, end, isOpen } = await open(newAddress(), mei.token);
  const subscribe = (id: string) =>
    socket.send(
      JSON.stringify({
        id,
        type: 'subscribe',
        payload: { query: 'subscription { events { __typename } }' },
      }),
    );
  const refusalOf = (id: string) =>
    messages.find((message) => message.id === id && message.type === 'error')?.payload;
  for (const id of ['one', 'two', 'three']) subscribe(id);
  await expect
    .poll(() => refusalOf('three'))
    .toMatchObject([{ extensions: { code: 'RATE_LIMITED', rule: 'SUBSCRIPTIONS_PER_SOCKET' } }]);
  expect([refusalOf('one'), refusalOf('two'), isOpen()]).toEqual([undefined, undefined, true]);
  socket.send(JSON.stringify({ id: 'one', type: 'complete' }));
  await sleep(50);
  subscribe('four');
  const answered = (id: string) => messages.some((message) => message.id === id);
  await expect.poll(() => answered('four')).toBe(true);
  expect(refusalOf('four')).toBeUndefined();
  await end();
});
