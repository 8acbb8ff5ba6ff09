import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { expectSessionOf } from '../auth/token';
import type { StreamResult } from './pump';
import { signedIn } from './session.fixture';
import { EventParser, liveSse } from './sse';

const realFetch = globalThis.fetch;
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

/** A server that answers each request so; and what it was asked. */
async function serve(answer: (response: ServerResponse) => void) {
  const asked: { headers: Record<string, unknown>; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push({ headers: request.headers, body: JSON.parse(body) });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const told = signedIn((path, init) => realFetch(`http://127.0.0.1:${port}${path}`, init));
  return { asked, told };
}

const follow = async (signal = new AbortController().signal) => {
  const results: StreamResult[] = [];
  const end = await liveSse('subscription')('at 1', (result) => results.push(result), signal);
  return { results, end };
};
const next = (event: object) => `event: next\ndata: ${JSON.stringify(event)}\n\n`;
const stream = { 'content-type': 'text/event-stream; charset=utf-8' };

test('asks from the cursor in the person’s name, and hands on what comes until it ends', async () => {
  const events = [{ data: { events: { id: '1' } } }, { data: { events: { id: '2' } } }];
  const { asked } = await serve((response) => {
    response.writeHead(200, stream).write(':\n\n');
    for (const event of events) response.write(next(event));
    response.end('event: complete\ndata:\n\n');
  });
  expect(await follow()).toEqual({ results: events, end: 'lost' });
  expect(asked[0]?.headers).toMatchObject({
    accept: 'text/event-stream',
    authorization: expect.stringMatching(/^Bearer token \d+$/),
  });
  expect(asked[0]?.body).toEqual({ query: 'subscription', variables: { after: 'at 1' } });
});

test('a token that is not accepted is replaced, whether that is said in the stream or instead of it', async () => {
  const errors = [{ extensions: { code: 'UNAUTHENTICATED' } }];
  for (const answer of [
    (response: ServerResponse) => response.writeHead(200, stream).end(next({ errors })),
    (response: ServerResponse) => response.writeHead(401).end(JSON.stringify({ errors })),
  ]) {
    const { asked, told } = await serve(answer);
    expect((await follow()).end).toBe('denied');
    await follow();
    const [first, second] = asked.map(({ headers }) => headers.authorization);
    expect(`Bearer ${told.refused.at(-1)}`).toBe(first);
    expect(second).not.toBe(first);
  }
});

test('a cursor that cannot be read is told apart from a server in trouble', async () => {
  const answer = (code: string) => (response: ServerResponse) =>
    response.writeHead(200, stream).end(next({ errors: [{ extensions: { code } }] }));
  await serve(answer('BAD_USER_INPUT'));
  expect((await follow()).end).toBe('refused');
  await serve(answer('INTERNAL_SERVER_ERROR'));
  expect((await follow()).end).toBe('lost');
  await serve((response) => response.writeHead(502).end('<html>Bad gateway'));
  expect((await follow()).end).toBe('lost');
});

test('a server that goes away, and no token to be had, end the attempt and nothing more', async () => {
  const { told } = await serve((response) => {
    response.writeHead(200, stream).write(next({ data: { events: {} } }));
    setTimeout(() => response.destroy(), 20);
  });
  expect(await follow()).toMatchObject({ end: 'lost', results: [{}] });
  expectSessionOf(null);
  expectSessionOf('ada');
  told.reachable = false;
  expect((await follow()).end).toBe('lost');
});

test('a stream that says nothing for half a minute has died without a word', async () => {
  const { asked } = await serve((response) => response.writeHead(200, stream).write(':\n\n'));
  const real = setTimeout;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const followed = follow();
  while (asked.length === 0) await new Promise((resolve) => real(resolve, 10));
  await new Promise((resolve) => real(resolve, 50));
  await vi.advanceTimersByTimeAsync(30_001);
  vi.useRealTimers();
  expect((await followed).end).toBe('lost');
});

test('wherever the network cuts the text, the same events come out', () => {
  const event = fc.record({
    event: fc.constantFrom('next', 'complete', undefined),
    data: fc.array(
      fc.string().filter((line) => !/[\r\n]/.test(line)),
      { minLength: 1, maxLength: 3 },
    ),
  });
  fc.assert(
    fc.property(
      fc.array(event, { maxLength: 5 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.array(fc.nat(60), { maxLength: 10 }),
      (events, newline, cuts) => {
        const text = events
          .map(({ event, data }) => {
            const lines = [':', ...(event ? [`event: ${event}`] : [])];
            return [...lines, ...data.map((line) => `data: ${line}`), '', ''].join(newline);
          })
          .join('');
        const heard: { event: string; data: string }[] = [];
        const parser = new EventParser((event, data) => heard.push({ event, data }));
        let rest = text;
        for (const cut of cuts) {
          parser.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        parser.push(rest);
        // A carriage return at the very end may be half of a line break: what follows will tell.
        parser.push(':\n');
        expect(heard).toEqual(
          events.map(({ event = 'message', data }) => ({ event, data: data.join('\n') })),
        );
      },
    ),
  );
});
