import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { inFrames } from './pace';

/** What is handed on, while frames are drawn and the page is hidden as the test says. */
function watch(hand: (item: number) => void = () => {}) {
  const seen = { handed: [] as number[], failures: 0, hidden: false };
  let drawn = () => {};
  const pace = inFrames<number>(
    (item) => {
      hand(item);
      seen.handed.push(item);
    },
    {
      frame: () =>
        new Promise((resolve) => {
          drawn = resolve;
        }),
      hidden: () => seen.hidden,
      failed: () => {
        seen.failures += 1;
      },
    },
  );
  const draw = async () => {
    drawn();
    await Promise.resolve();
  };
  return { seen, pace, draw };
}

test('what comes alone is handed on at once, and what comes quicker than frames with each of them', async () => {
  const { seen, pace, draw } = watch();
  for (const item of [1, 2, 3]) pace.take(item);
  expect(seen.handed).toEqual([1]);
  await draw();
  expect(seen.handed).toEqual([1, 2, 3]);
  pace.take(4);
  expect(seen.handed).toEqual([1, 2, 3]);
  await draw();
  expect(seen.handed).toEqual([1, 2, 3, 4]);
  await draw();
  pace.take(5);
  expect(seen.handed).toEqual([1, 2, 3, 4, 5]);
});

test('a backlog leaves time for the frames', async () => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const { seen, pace, draw } = watch(() => {
    now += 3;
  });
  for (let item = 0; item < 11; item += 1) pace.take(item);
  await draw();
  expect(seen.handed.length).toBe(5);
  await draw();
  expect(seen.handed.length).toBe(9);
  // One that takes longer than there is time still gets its turn.
  await draw();
  expect(seen.handed).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  clock.mockRestore();
});

test('what cannot be handed on is told, takes with it what waits behind it, and nothing that comes later', async () => {
  const { seen, pace, draw } = watch((item) => {
    if (item === 3) throw new Error('three is too many');
  });
  for (const item of [1, 2, 3, 4]) pace.take(item);
  await draw();
  expect(seen).toMatchObject({ handed: [1, 2], failures: 1 });
  await draw();
  pace.take(5);
  expect(seen).toMatchObject({ handed: [1, 2, 5], failures: 1 });
  expect(() => watch(() => expect.fail()).pace.take(1)).toThrow();
});

test('everything is handed on once and in its order, whatever is drawn, hidden and flushed meanwhile', async () => {
  const step = fc.constantFrom('take', 'take', 'take', 'draw', 'hide', 'show', 'flush');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const { seen, pace, draw } = watch();
      let taken = 0;
      for (const what of steps) {
        if (what === 'draw') await draw();
        else if (what === 'flush') pace.flush();
        else if (what === 'take') pace.take(taken++);
        else seen.hidden = what === 'hide';
        // Nobody waits for a frame that is not drawn.
        if (what === 'take' && seen.hidden) expect(seen.handed.length).toBe(taken);
      }
      pace.flush();
      expect(seen.handed).toEqual([...Array(taken).keys()]);
    }),
  );
});
