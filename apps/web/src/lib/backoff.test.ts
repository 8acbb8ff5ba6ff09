import { expect, test } from 'vitest';
import { backoffMs, waitOrWake } from './backoff';

test('waits grow from attempt to attempt and never exceed ten seconds', () => {
  const longest = [0, 1, 2, 3, 4, 5, 50].map((attempt) => backoffMs(attempt, () => 1));
  expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test('the whole of the wait is jittered, so that clients of one lost server do not return together', () => {
  expect(backoffMs(3, () => 0)).toBe(0);
  expect(backoffMs(3, () => 0.25)).toBe(1000);
});

test('a wait ends at once when the network comes back', async () => {
  const target = new EventTarget();
  Object.assign(globalThis, {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
  });
  const waiting = waitOrWake(60_000);
  target.dispatchEvent(new Event('online'));
  await waiting;
});

test('a wait ends at once when it is given up', async () => {
  const stop = new AbortController();
  const waiting = waitOrWake(60_000, stop.signal);
  stop.abort();
  await waiting;
});
