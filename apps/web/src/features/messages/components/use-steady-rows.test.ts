import { expect, test } from 'vitest';
import type { Row } from '../row';
import { nextStep } from './use-steady-rows';

const rows = (from: number, to: number): Row[] =>
  Array.from({ length: to - from + 1 }, (_, index) => ({ key: `c${from + index}` }) as Row);
const keys = (list: readonly Row[]) => list.map(({ key }) => key);

/** The steps in which a list that draws some rows comes to draw others: how far they reach, and whether they shift. */
function steps(drawn: Row[], wanted: Row[]): string[] {
  const taken: string[] = [];
  for (let rows: readonly Row[] = drawn; keys(rows).join() !== keys(wanted).join(); ) {
    const step = nextStep(rows, wanted);
    taken.push(`${step.rows[0]?.key}-${step.rows.at(-1)?.key}${step.shift ? ' shifted' : ''}`);
    rows = step.rows;
  }
  return taken;
}

test('what changes at one end is done at once, and shifts when it is the beginning', () => {
  expect(steps([], rows(1, 5))).toEqual(['c1-c5']);
  expect(steps(rows(10, 20), rows(10, 21))).toEqual(['c10-c21']);
  expect(steps(rows(10, 20), rows(10, 15))).toEqual(['c10-c15']);
  expect(steps(rows(10, 20), rows(5, 20))).toEqual(['c5-c20 shifted']);
  expect(steps(rows(10, 20), rows(15, 20))).toEqual(['c15-c20 shifted']);
});

test('what changes at both ends is done at the beginning first', () => {
  expect(steps(rows(10, 20), rows(5, 21))).toEqual(['c5-c20 shifted', 'c5-c21']);
  expect(steps(rows(10, 20), rows(5, 15))).toEqual(['c5-c20 shifted', 'c5-c15']);
  expect(steps(rows(10, 20), rows(15, 25))).toEqual(['c15-c20 shifted', 'c15-c25']);
  expect(steps(rows(10, 20), rows(12, 18))).toEqual(['c12-c20 shifted', 'c12-c18']);
});

test('a place far away has nothing to shift', () => {
  expect(steps(rows(10, 20), rows(50, 60))).toEqual(['c50-c60']);
});
