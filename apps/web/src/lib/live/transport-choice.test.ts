import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Attempt, TRANSPORTS, TransportChoice } from './transport-choice';

type Network = Partial<Record<Attempt['transport'], Partial<Attempt>>>;
const dead: Partial<Attempt> = { heard: false, hung: false, lastedMs: 10 };
const hanging: Partial<Attempt> = { heard: false, hung: true, lastedMs: 10_000 };
const fine: Partial<Attempt> = { heard: true, hung: false, lastedMs: 60_000 };
const cut: Partial<Attempt> = { heard: true, hung: false, lastedMs: 200 };

/** The ways that are tried one after the other in such a network. */
function tried(network: Network, attempts: number, choice = new TransportChoice()): string[] {
  return Array.from({ length: attempts }, () => {
    const transport = choice.current();
    choice.ended({ ...(network[transport] ?? dead), transport } as Attempt);
    return transport;
  });
}

test('a socket that can be had is kept, however often it breaks after a while', () => {
  expect(tried({ socket: fine }, 5)).toEqual(Array(5).fill('socket'));
});

test('one failure is no reason to leave the socket: a server may be restarting', () => {
  const choice = new TransportChoice();
  tried({ socket: dead }, 1, choice);
  tried({ socket: fine }, 1, choice);
  tried({ socket: dead }, 1, choice);
  expect(choice.current()).toBe('socket');
});

test('where no socket ever opens, server-sent events are next', () => {
  expect(tried({ sse: fine }, 5)).toEqual(['socket', 'socket', 'sse', 'sse', 'sse']);
});

test('one that hangs without a word is not waited for twice', () => {
  expect(tried({ socket: hanging, sse: fine }, 3)).toEqual(['socket', 'sse', 'sse']);
});

test('a socket that is cut off at once each time is left as well', () => {
  expect(tried({ socket: cut, sse: fine }, 5)).toEqual([
    'socket',
    'socket',
    'socket',
    'sse',
    'sse',
  ]);
});

test('where streams are held back, one asks again and again', () => {
  expect(tried({ sse: hanging, poll: fine }, 5)).toEqual([
    'socket',
    'socket',
    'sse',
    'poll',
    'poll',
  ]);
});

test('where nothing works all ways come round again, so that an outage ends with the best that works', () => {
  expect(tried({}, 5)).toEqual(['socket', 'socket', 'sse', 'poll', 'socket']);
  fc.assert(
    fc.property(fc.nat(12), fc.subarray([...TRANSPORTS], { minLength: 1 }), (outage, working) => {
      const choice = new TransportChoice();
      tried({}, outage, choice);
      const network = Object.fromEntries(working.map((transport) => [transport, fine]));
      expect(working).toContain(tried(network, 6, choice).at(-1));
    }),
  );
});
