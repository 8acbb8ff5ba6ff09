import { once } from 'node:events';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { StreamEvent } from './document';
import {
  LivePump,
  type OpenStream,
  type PumpOptions,
  type StreamEnd,
  type StreamResult,
} from './pump';

type Attempt = { events: StreamEvent[]; end?: StreamEnd };

const event = (streamId: string, seq: number, position: number): StreamEvent => ({
  __typename: 'MessageSent',
  cursor: `at ${position}`,
  id: `${streamId}${seq}`,
  streamId,
  seq,
});
const caughtUp = (position: number): StreamEvent => ({
  __typename: 'CaughtUp',
  cursor: `at ${position}`,
});
const reset = (position: number): StreamEvent => ({
  __typename: 'Reset',
  cursor: `at ${position}`,
});

/** Runs a pump against attempts that each bring some events and then end; the one after the last stops it. */
async function pumpThrough(
  attempts: Attempt[] | OpenStream,
  given: Partial<PumpOptions> & { saved?: string; emit?: (result: StreamResult) => void } = {},
) {
  const stop = new AbortController();
  const seen = {
    openedFrom: [] as (string | null)[],
    emitted: [] as string[],
    states: [] as string[],
    caughtUp: [] as { resumed: boolean; again: boolean }[],
    resets: 0,
    saved: given.saved ?? null,
  };
  const play: OpenStream = async (after, onResult) => {
    seen.openedFrom.push(after);
    const attempt = Array.isArray(attempts) ? attempts.shift() : undefined;
    if (!attempt) stop.abort();
    for (const item of attempt?.events ?? []) onResult({ data: { events: item } });
    return attempt?.end ?? 'lost';
  };
  const pump = new LivePump({
    open: Array.isArray(attempts)
      ? play
      : async (after, onResult, signal) => {
          seen.openedFrom.push(after);
          const end = await attempts(after, onResult, signal);
          if (end === 'denied') stop.abort();
          return end;
        },
    cursors: {
      read: async () => seen.saved,
      write: (cursor) => {
        seen.saved = cursor;
      },
    },
    denied: async () => {},
    report: (state) => seen.states.push(state),
    caughtUp: (about) => seen.caughtUp.push(about),
    reset: () => {
      seen.resets += 1;
    },
    wait: async () => {},
    frame: async () => {},
    ...given,
  });
  await pump.run((result) => {
    given.emit?.(result);
    const { data } = result;
    if (data?.events.id) seen.emitted.push(data.events.id);
  }, stop.signal);
  return { ...seen, pump };
}

test('resumes from where it stood, and hands on once what comes again at the seam', async () => {
  const seen = await pumpThrough([
    { events: [caughtUp(0), event('a', 1, 1), event('b', 1, 2)] },
    {
      events: [event('b', 1, 2), event('a', 2, 3), caughtUp(3), event('a', 2, 3), event('a', 3, 4)],
    },
  ]);
  expect(seen.openedFrom).toEqual([null, 'at 2', 'at 4']);
  expect(seen.emitted).toEqual(['a1', 'b1', 'a2', 'a3']);
  expect(seen.saved).toBe('at 4');
  expect(seen.states.slice(0, 4)).toEqual(['connecting', 'live', 'reconnecting', 'live']);
  expect(seen.caughtUp).toEqual([
    { resumed: false, again: false },
    { resumed: true, again: true },
  ]);
});

test('a page that loads goes on from the cursor of the page before it', async () => {
  const seen = await pumpThrough([{ events: [event('a', 9, 8), caughtUp(8)] }], { saved: 'at 7' });
  expect(seen.openedFrom[0]).toBe('at 7');
  expect(seen.caughtUp).toEqual([{ resumed: true, again: false }]);
});

test('the cursor moves only after the event has been put into the cache', async () => {
  let savedWhenEmitted: string | null = 'unset';
  let saved: string | null = null;
  const stop = new AbortController();
  const pump = new LivePump({
    open: async (_after, onResult) => {
      onResult({ data: { events: event('a', 1, 1) } });
      stop.abort();
      return 'lost';
    },
    cursors: {
      read: async () => null,
      write: (cursor) => {
        saved = cursor;
      },
    },
    denied: async () => {},
    report: () => {},
    caughtUp: () => {},
    reset: () => {},
    frame: async () => {},
  });
  await pump.run(() => {
    savedWhenEmitted = saved;
  }, stop.signal);
  expect(savedWhenEmitted).toBeNull();
  expect(saved).toBe('at 1');
});

test('after a Reset it goes on from the new cursor, and sequences begin anew', async () => {
  const seen = await pumpThrough([
    { events: [event('a', 5, 5)] },
    { events: [reset(100), caughtUp(100), event('a', 1, 101)] },
  ]);
  expect(seen.resets).toBe(1);
  expect(seen.emitted).toEqual(['a5', 'a1']);
  expect(seen.openedFrom.at(-1)).toBe('at 101');
});

test('a cursor that the API cannot read is dropped, with everything that rested on it', async () => {
  const seen = await pumpThrough([{ events: [], end: 'refused' }, { events: [caughtUp(9)] }], {
    saved: 'nonsense',
  });
  expect(seen.openedFrom).toEqual(['nonsense', null, 'at 9']);
  expect(seen.resets).toBe(1);
});

test('a refused token is replaced before the next attempt', async () => {
  const order: string[] = [];
  await pumpThrough([{ events: [], end: 'denied' }, { events: [caughtUp(0)] }], {
    denied: async () => {
      order.push('new token');
    },
    report: (state) => order.push(state),
  });
  expect(order.slice(0, 3)).toEqual(['connecting', 'connecting', 'new token']);
  expect(order).toContain('live');
});

test('queries may begin when the place in the stream is known: saved, or else once the stream has said it', async () => {
  const fresh = await pumpThrough([{ events: [caughtUp(3)] }]);
  await fresh.pump.anchored;
  const resumed = await pumpThrough([], { saved: 'at 2' });
  await resumed.pump.anchored;
});

test('what a stream said before it broke is handed on before it is opened again', async () => {
  const events = [event('a', 1, 1), event('a', 2, 2), event('a', 3, 3)];
  const seen = await pumpThrough([{ events }], { frame: () => new Promise(() => {}) });
  expect(seen.emitted).toEqual(['a1', 'a2', 'a3']);
  expect(seen.openedFrom).toEqual([null, 'at 3']);
});

test('what cannot be put into the cache ends the attempt, and the next goes on behind it', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  const pauses: number[] = [];
  const openedFrom: (string | null)[] = [];
  const { emitted } = await pumpThrough(
    async (after, onResult, signal) => {
      openedFrom.push(after);
      const missing = [1, 2, 3].slice(openedFrom.length - 1);
      for (const seq of missing) onResult({ data: { events: event('a', seq, seq) } });
      if (openedFrom.length > 1) return 'denied';
      if (!signal.aborted) await once(signal, 'abort');
      return 'lost';
    },
    {
      wait: async () => void pauses.push(openedFrom.length),
      emit: (result) => {
        if (result.data?.events.seq === 2) throw new Error('The cache is full.');
      },
    },
  );
  expect(openedFrom).toEqual([null, 'at 1']);
  expect(pauses).toEqual([1]);
  expect(emitted).toEqual(['a1', 'a3']);
  expect(complaint).toHaveBeenCalledOnce();
  complaint.mockRestore();
});

test('told to go back, it opens again at once from there, and what it had seen is told again', async () => {
  const stop = new AbortController();
  const openedFrom: (string | null)[] = [];
  const emitted: (string | undefined)[] = [];
  let waits = 0;
  const pump = new LivePump({
    open: async (after, onResult, signal) => {
      openedFrom.push(after);
      onResult({ data: { events: event('a', 5, 5) } });
      if (openedFrom.length === 1) pump.rewind('at 3');
      else stop.abort();
      // What a stream that has been left still says is not heard.
      onResult({ data: { events: event('a', 9, 9) } });
      expect(signal.aborted).toBe(true);
      return 'lost';
    },
    cursors: { read: async () => 'at 4', write: () => {} },
    denied: async () => {},
    report: () => {},
    caughtUp: () => {},
    reset: () => {},
    frame: async () => {},
    wait: async () => {
      waits += 1;
    },
  });
  await pump.run(({ data }) => emitted.push(data?.events.id), stop.signal);
  expect(openedFrom).toEqual(['at 4', 'at 3']);
  expect(emitted).toEqual(['a5', 'a5']);
  expect(waits).toBe(0);
});

test('hints without a place in a stream are handed on each time', async () => {
  const typing: StreamEvent = { __typename: 'TypingStarted', cursor: 'at 1', id: 'typing' };
  const seen = await pumpThrough([{ events: [typing, typing] }]);
  expect(seen.emitted).toEqual(['typing', 'typing']);
});

test('however the stream breaks and overlaps, every event is handed on exactly once and in its stream’s order', async () => {
  const log = fc
    .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 40 })
    .map((streams) => {
      const heads = new Map<string, number>();
      return streams.map((streamId, index) => {
        const seq = (heads.get(streamId) ?? 0) + 1;
        heads.set(streamId, seq);
        return event(streamId, seq, index + 1);
      });
    });
  const cuts = fc.array(fc.record({ length: fc.nat({ max: 15 }), overlap: fc.nat({ max: 5 }) }), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(log, cuts, async (log, cuts) => {
      const seen = await pumpThrough(async (after, onResult) => {
        const cut = cuts.shift();
        const position = after ? Number(after.slice(3)) : 0;
        const from = Math.max(0, position - (cut?.overlap ?? 0));
        const to = cut ? from + cut.length : log.length;
        for (const item of log.slice(from, to)) onResult({ data: { events: item } });
        return cut ? 'lost' : 'denied';
      });
      expect(seen.emitted).toEqual(log.map(({ id }) => id));
    }),
  );
});
