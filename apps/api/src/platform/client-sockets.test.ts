import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Server, WebSocket, WebSocketServer } from 'ws';
import { ClientSocket, SocketKeeper } from './client-sockets.ts';

const KEEP_ALIVE_MS = 240;

/** As a server has it: the keeper is told when it ends. */
class KeptSocket extends ClientSocket {
  override ended(): void {
    keeper.forget(this);
  }
}

let server: ReturnType<typeof createServer>;
let sockets: Server<typeof KeptSocket>;
let keeper: SocketKeeper;
let clients: WebSocket[];

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  sockets = new WebSocketServer({ noServer: true, clientTracking: false, WebSocket: KeptSocket });
  keeper = new SocketKeeper(KEEP_ALIVE_MS);
  clients = [];
  server.on('upgrade', (request, wire, head) =>
    sockets.handleUpgrade(request, wire, head, (socket) => {
      keeper.keep(socket, wire);
      sockets.emit('connection', socket, request);
    }),
  );
});
afterEach(async () => {
  for (const client of clients) client.terminate();
  await keeper.close(1001, 'The test is over');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** A client and the server's end of its socket. */
async function connect(options: { autoPong?: boolean } = {}) {
  const { port } = server.address() as AddressInfo;
  const arrived = once(sockets, 'connection') as Promise<[ClientSocket]>;
  const client = new WebSocket(`ws://127.0.0.1:${port}`, options);
  clients.push(client);
  const closed = once(client, 'close').then(() => performance.now());
  const [socket] = await arrived;
  await once(client, 'open');
  return { client, socket, closed };
}

test('a socket that gives no sign of life is ended, and no other is', async () => {
  const alive = await Promise.all([connect(), connect(), connect()]);
  const dead = await connect({ autoPong: false });
  const pings = alive.map(({ client }) => {
    let count = 0;
    client.on('ping', () => {
      count += 1;
    });
    return () => count;
  });
  await dead.closed;
  // Others have been asked more than once by now, and each has answered.
  await expect.poll(() => pings.every((count) => count() >= 3)).toBe(true);
  expect(alive.map(({ client }) => client.readyState)).toEqual(alive.map(() => WebSocket.OPEN));
});

test('sockets end when their time is up, in whichever order it was set, and may be given more', async () => {
  const [late, early, spared] = [await connect(), await connect(), await connect()];
  const since = performance.now();
  const now = Date.now();
  keeper.expireAt(late.socket, now + 700);
  keeper.expireAt(early.socket, now + 300);
  keeper.expireAt(spared.socket, now + 300);
  keeper.expireAt(spared.socket, Number.POSITIVE_INFINITY);
  const ended = (await Promise.all([early.closed, late.closed])).map((at) => at - since);
  expect(ended[0]).toBeGreaterThan(290);
  expect(ended[0]).toBeLessThan(650);
  expect(ended[1]).toBeGreaterThan(690);
  expect(spared.client.readyState).toBe(WebSocket.OPEN);
});

test('whoever reads what is written makes room for more', async () => {
  const { client, socket } = await connect();
  client.pause();
  while (socket.bufferedAmount < 1_000_000) socket.send(Buffer.alloc(65_536));
  let roomy = false;
  const waiting = socket.room(100_000).then(() => {
    roomy = true;
  });
  await socket.room(Number.POSITIVE_INFINITY);
  expect(roomy).toBe(false);
  client.resume();
  await waiting;
});

test('what is wrong with a socket ends it, and nothing else', async () => {
  const [broken, other] = [await connect(), await connect()];
  // A frame that no client may send: not masked.
  (broken.client as unknown as { _socket: Duplex })._socket.write(Buffer.from([0x81, 0x01, 0x61]));
  await broken.closed;
  expect(other.client.readyState).toBe(WebSocket.OPEN);
});

test('closing is over when the last socket has ended, and at once when there is none', async () => {
  const all = [await connect(), await connect()];
  const codes = all.map(({ client }) => once(client, 'close').then(([code]) => code));
  const closing = keeper.close(1001, 'Going away');
  let over = false;
  void closing.then(() => {
    over = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(over).toBe(false);
  await closing;
  expect(await Promise.all(codes)).toEqual([1001, 1001]);
  await new SocketKeeper().close(1001, 'Nobody is here');
});

test('closing does not wait for clients that do not answer', async () => {
  await keeper.close(1001, 'Nobody is here');
  keeper = new SocketKeeper(KEEP_ALIVE_MS, 300);
  const { client } = await connect();
  client.pause();
  const since = performance.now();
  await keeper.close(1001, 'Going away');
  expect(performance.now() - since).toBeGreaterThan(290);
  expect(performance.now() - since).toBeLessThan(5_000);
});
