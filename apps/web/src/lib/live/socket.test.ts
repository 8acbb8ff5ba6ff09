import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { ServerOptions } from 'graphql-ws';
import { useServer as speakProtocol } from 'graphql-ws/use/ws';
import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { expectSessionOf } from '../auth/token';
import type { StreamResult } from './pump';
import { signedIn } from './session.fixture';
import { liveSocket } from './socket';

/** The very one that the server knows its errors by. */
const { GraphQLError, parse }: typeof import('graphql') = createRequire(import.meta.url)('graphql');

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

type Way = Partial<ServerOptions>;

/** A page of somebody, and the server of the library that the protocol comes from; and what it was asked. */
async function serve(way: Way) {
  const asked: unknown[] = [];
  const server = createServer();
  const sockets = new WebSocketServer({ server, path: '/graphql' });
  speakProtocol(
    {
      onSubscribe: (_context, id, { query, variables }) => {
        asked.push({ id, query, variables });
        return { schema: {} as never, document: parse(query) };
      },
      validate: () => [],
      ...way,
    },
    sockets,
    // It does not look whether somebody is there.
    0,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const page = Object.assign(new EventTarget(), {
    location: { protocol: 'http:', host: `127.0.0.1:${port}` },
  });
  vi.stubGlobal('window', page);
  let heard = 0;
  vi.stubGlobal(
    'WebSocket',
    class extends WebSocket {
      constructor(...how: ConstructorParameters<typeof WebSocket>) {
        super(...how);
        this.on('message', () => {
          heard += 1;
        });
      }
    },
  );
  stops.push(() => {
    for (const socket of sockets.clients) socket.terminate();
    sockets.close();
    server.close();
  });
  const told = signedIn(async () => Response.error());
  return { asked, told, page, sockets, heard: () => heard };
}

const QUERY = 'subscription { events }';

function follow(signal = new AbortController().signal) {
  const live = liveSocket(QUERY);
  const results: StreamResult[] = [];
  const ended = live.open('at 1', (result) => results.push(result), signal);
  return { live, results, ended };
}

const event = (id: string) => ({ data: { events: { id } } });

/** Says these and then no more; `forever`: without ever ending. */
async function* saying(results: object[], forever = false) {
  yield* results;
  if (forever) await new Promise(() => {});
}
const subscribing = (results: object[], forever?: boolean): Way => ({
  subscribe: (() => saying(results, forever)) as never,
});

test('asks from the cursor in the person’s name, and hands on what comes until it ends', async () => {
  const greeted: unknown[] = [];
  const { asked } = await serve({
    ...subscribing([event('1'), event('2')]),
    onConnect: ({ connectionParams }) => {
      greeted.push(connectionParams);
    },
  });
  const { results, ended } = follow();
  expect(await ended).toBe('lost');
  expect(results).toEqual([event('1'), event('2')]);
  expect(asked).toEqual([{ id: '1', query: QUERY, variables: { after: 'at 1' } }]);
  expect(greeted).toEqual([{ authorization: expect.stringMatching(/^Bearer token \d+$/) }]);
});

test('a token that is not accepted is replaced, whether the greeting or the question is turned down', async () => {
  const { told } = await serve({ onConnect: () => false });
  expect(await follow().ended).toBe('denied');
  expect(await follow().ended).toBe('denied');
  expect(told.refused).toEqual([undefined, expect.stringMatching(/^token \d+$/)]);
  await serve({
    onSubscribe: () => [new GraphQLError('No.', { extensions: { code: 'UNAUTHENTICATED' } })],
  });
  expect(await follow().ended).toBe('denied');
});

test('what the server will not do is refused, and what it cannot read as well', async () => {
  const complained = vi.spyOn(console, 'error').mockImplementation(() => {});
  await serve({ onSubscribe: () => [new GraphQLError('No such cursor.')] });
  expect(await follow().ended).toBe('refused');
  await serve(subscribing([{ errors: [new GraphQLError('No such cursor.')] }]));
  expect(await follow().ended).toBe('refused');
  expect(complained).toHaveBeenCalledTimes(2);
  complained.mockRestore();
});

test('whoever gives up is told nothing more, and the server sees them go', async () => {
  const { sockets } = await serve(subscribing([event('1')], true));
  const giveUp = new AbortController();
  const { results, ended } = follow(giveUp.signal);
  await expect.poll(() => results.length).toBe(1);
  giveUp.abort();
  expect(await ended).toBe('lost');
  await expect.poll(() => sockets.clients.size).toBe(0);
});

test('where nobody is signed in any more nothing is asked', async () => {
  const { asked, told } = await serve(subscribing([]));
  told.reachable = false;
  expectSessionOf('ada');
  expect(await follow().ended).toBe('lost');
  expect(asked).toEqual([]);
});

test('a socket that is silent when a pong is due has ended, and one that answers lives on', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] });
  const { sockets, heard } = await serve(subscribing([event('1')], true));
  const { results, ended } = follow();
  await vi.waitFor(() => expect(results).toHaveLength(1));
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const pinged = () =>
    new Promise<void>((resolve) => {
      for (const socket of sockets.clients)
        socket.once('message', (data) => {
          expect(JSON.parse(String(data))).toEqual({ type: 'ping' });
          resolve();
        });
    });
  const first = pinged();
  vi.advanceTimersByTime(25_000);
  await first;
  // The acknowledgement, what was told, and now the pong.
  while (heard() < 3) await new Promise((resolve) => setImmediate(resolve));
  vi.advanceTimersByTime(8_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(over).toBe(false);
  for (const socket of sockets.clients) socket.pause();
  vi.advanceTimersByTime(25_000);
  vi.advanceTimersByTime(8_000);
  expect(await ended).toBe('lost');
});

test('back on a network a new socket is needed at once', async () => {
  const { page } = await serve(subscribing([event('1')], true));
  const { live, results, ended } = follow();
  const stop = live.watch();
  await expect.poll(() => results.length).toBe(1);
  page.dispatchEvent(new Event('online'));
  expect(await ended).toBe('lost');
  stop();
});

test('what cannot be taken ends the socket, so that it is told once more', async () => {
  const complained = vi.spyOn(console, 'error').mockImplementation(() => {});
  await serve(subscribing([event('1')], true));
  const live = liveSocket(QUERY);
  const broken = () => {
    throw new Error('It cannot be taken.');
  };
  expect(await live.open(null, broken, new AbortController().signal)).toBe('lost');
  expect(complained).toHaveBeenCalledTimes(1);
  complained.mockRestore();
});
