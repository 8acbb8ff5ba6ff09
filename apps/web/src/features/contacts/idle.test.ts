import { expect, test } from 'vitest';
import { IDLE_AFTER_MS, watchDevice } from './idle';

function device() {
  const kept = new Map<string, string>();
  const shelf = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  const said: boolean[] = [];
  let time = 1_000_000;
  const tab = () => watchDevice({ shelf, say: (idle) => void said.push(idle), now: () => time });
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  return { tab, said, pass };
}

test('a device says once that it is idle, and once that it is used again', () => {
  const { tab, said, pass } = device();
  const one = tab();
  one.touch();
  pass(IDLE_AFTER_MS - 1);
  one.look();
  expect(said).toEqual([]);
  pass(1);
  one.look();
  one.look();
  expect(said).toEqual([true]);
  one.touch();
  one.touch();
  expect(said).toEqual([true, false]);
});

test('its tabs are one device: a tab in the background is not idle while another is used', () => {
  const { tab, said, pass } = device();
  const [front, back] = [tab(), tab()];
  back.touch();
  for (let minute = 0; minute < 10; minute++) {
    pass(60_000);
    front.touch();
    back.look();
  }
  expect(said).toEqual([]);
  pass(IDLE_AFTER_MS);
  back.look();
  front.look();
  expect(said).toEqual([true]);
  front.touch();
  expect(said).toEqual([true, false]);
});

test('what may have been lost is said again: after an interruption, and now and then', () => {
  const { tab, said, pass } = device();
  const one = tab();
  one.touch();
  one.look(true);
  expect(said).toEqual([]);
  pass(IDLE_AFTER_MS);
  one.look();
  one.look(true);
  expect(said).toEqual([true, true]);
  pass(10 * 60_000);
  one.look();
  expect(said).toEqual([true, true, true]);
});

test('a page that is opened where nobody has been before is in use', () => {
  const { tab, said } = device();
  tab().look();
  expect(said).toEqual([]);
});
