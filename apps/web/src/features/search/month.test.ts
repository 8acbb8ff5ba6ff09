import { expect, test } from 'vitest';
import { addMonths, dayAfterKey, inMonth, monthName, weeksOf } from './month';

const numbers = (weeks: (Date | null)[][]) =>
  weeks.map((week) => week.map((day) => day?.getDate() ?? 0));

test('the weeks of a month begin where the reader’s weeks do, and hold no other month’s days', () => {
  const november = { year: 2026, month: 10 };
  const monday = numbers(weeksOf(november, 1));
  expect(monday[0]).toEqual([0, 0, 0, 0, 0, 0, 1]);
  expect(monday.at(-1)).toEqual([30, 0, 0, 0, 0, 0, 0]);
  const sunday = numbers(weeksOf(november, 7));
  expect(sunday[0]).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(sunday.flat().filter(Boolean)).toHaveLength(30);
});

test('a month away from the 31st is the last day of a shorter month', () => {
  expect(inMonth(new Date(2027, 0, 31), 1)).toEqual(new Date(2027, 1, 28));
  expect(inMonth(new Date(2026, 2, 31), -1)).toEqual(new Date(2026, 1, 28));
  expect(monthName(addMonths({ year: 2026, month: 11 }, 1))).toBe('2027-01');
});

test('keys lead by days, weeks and months, over the edges of a month too', () => {
  const day = new Date(2026, 10, 1);
  expect(dayAfterKey(day, 'ArrowLeft', 1)).toEqual(new Date(2026, 9, 31));
  expect(dayAfterKey(day, 'ArrowDown', 1)).toEqual(new Date(2026, 10, 8));
  expect(dayAfterKey(day, 'Home', 1)).toEqual(new Date(2026, 9, 26));
  expect(dayAfterKey(day, 'End', 7)).toEqual(new Date(2026, 10, 7));
  expect(dayAfterKey(day, 'PageUp', 1)).toEqual(new Date(2026, 9, 1));
  expect(dayAfterKey(day, 'x', 1)).toBeNull();
});
