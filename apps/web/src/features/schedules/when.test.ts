import { describe, expect, test } from 'vitest';
import { choices, fromField, toField } from './when';

describe('the usual times', () => {
  test('are still to come, whatever the hour', () => {
    for (let hour = 0; hour < 24; hour++) {
      const now = new Date(2026, 10, 21, hour, 30);
      for (const { at } of choices(now)) expect(at.getTime()).toBeGreaterThan(now.getTime());
    }
  });

  test('know the evening until it has come, and Monday as the one after today', () => {
    const names = (now: Date) => choices(now).map(({ name }) => name);
    expect(names(new Date(2026, 10, 21, 9))).toContain('thisEvening');
    expect(names(new Date(2026, 10, 21, 19))).not.toContain('thisEvening');
    const monday = new Date(2026, 10, 23, 8);
    const next = choices(monday).find(({ name }) => name === 'nextWeek');
    expect(next?.at).toEqual(new Date(2026, 10, 30, 9));
  });

  test('are offered once each: on a Sunday Monday is tomorrow', () => {
    for (let day = 16; day < 23; day++) {
      const now = new Date(2026, 10, day, 17);
      const times = choices(now).map(({ at }) => at.getTime());
      expect(new Set(times).size).toBe(times.length);
    }
    const sunday = choices(new Date(2026, 10, 22, 8)).map(({ name }) => name);
    expect(sunday).toEqual(['inAnHour', 'thisEvening', 'tomorrowMorning']);
  });
});

test('a field of date and time gives back what was put in', () => {
  const date = new Date(2026, 0, 5, 7, 8);
  expect(fromField(toField(date))).toEqual(date);
  expect(fromField('')).toBeNull();
});
