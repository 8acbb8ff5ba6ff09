import { expect, test } from 'vitest';
import { isNarrowed, noFilters } from './filters';
import { toVariables } from './variables';

test('the last day is searched to its end, and what is not asked for is left out', () => {
  const { since, until, ...rest } = toVariables({
    ...noFilters,
    from: '2026-02-27',
    to: '2026-02-28',
  });
  expect(since).toBe(new Date(2026, 1, 27).toISOString());
  expect(until).toBe(new Date(2026, 2, 1).toISOString());
  expect(rest).toEqual({});
  expect(toVariables({ ...noFilters, kind: 'LINK' })).toEqual({ kinds: ['LINK'] });
});

test('any one filter narrows', () => {
  expect(isNarrowed(noFilters)).toBe(false);
  expect(isNarrowed({ ...noFilters, to: '2026-02-28' })).toBe(true);
});
