import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onDemand } from './on-demand';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
  // Whether there is a newer version cannot be found out either.
  vi.stubGlobal('fetch', () => Promise.reject(new Error('There is no network.')));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A part that comes at the attempt with this number. */
function comingAt(number: number) {
  let attempts = 0;
  const load = vi.fn(async () => {
    attempts += 1;
    if (attempts < number) throw new Error('It did not come.');
    return { answer: 42 };
  });
  return { part: onDemand(load), load };
}

test('whoever waits for a part has it once it has come, however often it did not', async () => {
  const { part, load } = comingAt(3);
  const both = Promise.all([part.whenThere(), part.whenThere()]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect((await both).map(({ answer }) => answer)).toEqual([42, 42]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(load).toHaveBeenCalledTimes(3);
});

test('a part that is waited for is asked for at once when there is a network again', async () => {
  const { part, load } = comingAt(2);
  const there = part.whenThere();
  await vi.advanceTimersByTimeAsync(0);
  expect(load).toHaveBeenCalledTimes(1);
  window.dispatchEvent(new Event('online'));
  expect((await there).answer).toBe(42);
});

test('a part that is there is given without being asked for', async () => {
  const { part, load } = comingAt(1);
  await part.preload();
  expect((await part.whenThere()).answer).toBe(42);
  expect(load).toHaveBeenCalledTimes(1);
});
