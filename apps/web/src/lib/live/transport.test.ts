import { beforeEach, expect, test, vi } from 'vitest';
import type { OpenStream } from './pump';
import { LiveTransport } from './transport';
import type { Transport } from './transport-choice';

type State = 'works' | 'refuses' | 'hangs';

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.useFakeTimers();
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
});

/** A page behind a network on which each way does so. */
function page(network: Record<Transport, State>) {
  const opened: string[] = [];
  let flowing: Transport | null = null;
  const way =
    (transport: Transport): OpenStream =>
    async (after, onResult, signal) => {
      opened.push(after === null ? `${transport}?` : transport);
      if (network[transport] === 'refuses') return 'lost';
      if (network[transport] === 'works') {
        if (after !== null) flowing = transport;
        onResult({ data: { events: { __typename: 'CaughtUp', cursor: 'at 1' } } });
      }
      await new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve());
      });
      return 'lost';
    };
  let current = new AbortController();
  const transport = new LiveTransport({
    ways: { socket: way('socket'), sse: way('sse'), poll: way('poll') },
    reopen: () => current.abort(),
  });
  // What the pump does.
  void (async () => {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      current = new AbortController();
      await transport.open('at 1', () => {}, current.signal);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  return { opened, flowing: () => flowing, network };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test('where sockets work nothing else is tried', async () => {
  const { opened } = page({ socket: 'works', sse: 'works', poll: 'works' });
  await pass(60_000);
  expect(opened).toEqual(['socket']);
});

test('behind a network that refuses sockets the stream flows as events, and sockets are tried less and less often', async () => {
  const { opened, flowing } = page({ socket: 'refuses', sse: 'works', poll: 'works' });
  await pass(2_000);
  expect(flowing()).toBe('sse');
  expect(opened).toEqual(['socket', 'socket', 'sse', 'socket?']);
  await pass(30 * 60_000);
  expect(opened.slice(4)).toEqual(['socket?', 'socket?', 'socket?']);
});

test('as soon as a socket can be had again it is taken', async () => {
  const { opened, flowing, network } = page({ socket: 'refuses', sse: 'works', poll: 'works' });
  await pass(2_000);
  network.socket = 'works';
  await pass(61_000);
  expect(opened.slice(-2)).toEqual(['socket?', 'socket']);
  expect(flowing()).toBe('socket');
});

test('an outage that ends while a lesser way is being tried does not leave one there', async () => {
  const { flowing, network } = page({ socket: 'refuses', sse: 'refuses', poll: 'refuses' });
  await pass(1_200);
  Object.assign(network, { socket: 'works', sse: 'works', poll: 'works' });
  await pass(3_000);
  expect(flowing()).toBe('socket');
});

test('where streams hang without a word, it is asked for again and again', async () => {
  const { flowing } = page({ socket: 'hangs', sse: 'hangs', poll: 'works' });
  await pass(22_000);
  expect(flowing()).toBe('poll');
});

test('the next page begins with what this one has found out, for a while', async () => {
  const blocked = { socket: 'refuses', sse: 'works', poll: 'works' } as const;
  page({ ...blocked });
  await pass(2_000);
  const next = page({ ...blocked });
  await pass(1_000);
  expect(next.opened).toEqual(['sse']);
  await pass(29 * 60_000);
  stored.set('teahouse-transport', `sse ${Date.now() - 1}`);
  const later = page({ ...blocked });
  await pass(100);
  expect(later.opened).toEqual(['socket']);
});

test('without a network no way is held against another', async () => {
  vi.stubGlobal('navigator', { onLine: false });
  const { opened } = page({ socket: 'refuses', sse: 'works', poll: 'works' });
  await pass(5_000);
  expect(new Set(opened)).toEqual(new Set(['socket']));
});
