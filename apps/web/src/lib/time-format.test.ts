import { describe, expect, test } from 'vitest';
import { clockTime, daysBetween, dayTitle, listTime, momentTime, timeAgo } from './time-format';

const now = new Date(2026, 10, 20, 9, 30);
const at = (daysAgo: number, hour = 14, minute = 5) =>
  new Date(2026, 10, 20 - daysAgo, hour, minute);
/** Some versions of ICU write the space before "PM" as U+202F. */
const plain = (text: string) => text.replaceAll('\u202f', ' ');

describe('listTime', () => {
  test.each([
    [0, 'en', '2:05 PM'],
    [0, 'zh-CN', '14:05'],
    [1, 'en', 'Yesterday'],
    [1, 'zh-CN', '昨天'],
    [3, 'en', 'Tue'],
    [3, 'zh-CN', '周二'],
    [30, 'en', 'Oct 21'],
    [30, 'zh-CN', '10月21日'],
    [400, 'en', '10/16/2025'],
    [400, 'zh-CN', '2025/10/16'],
  ])('%i days ago in %s is %s', (days, locale, text) => {
    expect(plain(listTime(at(days), now, locale))).toBe(text);
  });

  test('goes by the calendar, not by 24 hours', () => {
    expect(listTime(at(1, 23, 59), new Date(2026, 10, 20, 0, 1), 'en')).toBe('Yesterday');
  });

  test('a clock a little ahead of ours still reads as today', () => {
    expect(plain(listTime(new Date(2026, 10, 20, 9, 31), now, 'en'))).toBe('9:31 AM');
  });
});

test('a day line names today and yesterday, and the year only when it is another', () => {
  expect(dayTitle(at(0), now, 'en')).toBe('Today');
  expect(dayTitle(at(0), now, 'zh-CN')).toBe('今天');
  expect(dayTitle(at(1), now, 'zh-CN')).toBe('昨天');
  expect(dayTitle(at(4), now, 'en')).toBe('Monday, November 16');
  expect(dayTitle(at(400), now, 'zh-CN')).toContain('2025年');
});

test('a moment names the day and the clock, and the year only when it is another', () => {
  expect(plain(momentTime(at(4), now, 'en'))).toBe('Mon, Nov 16, 2:05 PM');
  expect(momentTime(at(4), now, 'zh-CN')).toBe('11月16日周一 14:05');
  expect(plain(momentTime(at(400), now, 'en'))).toBe('Thu, Oct 16, 2025, 2:05 PM');
});

test('timeAgo counts minutes, hours and days, then gives the date', () => {
  expect(timeAgo(new Date(now.getTime() - 5_000), now, 'en')).toBe('now');
  expect(timeAgo(new Date(now.getTime() + 5_000), now, 'zh-CN')).toBe('现在');
  expect(timeAgo(new Date(now.getTime() - 5 * 60_000), now, 'en')).toBe('5 minutes ago');
  expect(timeAgo(new Date(now.getTime() - 3 * 3_600_000), now, 'zh-CN')).toBe('3小时前');
  expect(timeAgo(at(1), now, 'en')).toBe('yesterday');
  expect(timeAgo(at(60), now, 'en')).toBe('September 21, 2026');
});

test('an hour lost or won to a clock change does not change the count of days', () => {
  expect(daysBetween(new Date(2026, 2, 28, 12), new Date(2026, 2, 30, 1))).toBe(2);
});

test('the clock follows the language', () => {
  expect(plain(clockTime(at(0), 'en'))).toBe('2:05 PM');
  expect(clockTime(at(0), 'zh-CN')).toBe('14:05');
});
