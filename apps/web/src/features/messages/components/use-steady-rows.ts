import { useLayoutEffect, useReducer, useRef } from 'react';
import type { Row } from '../row';

type Step = {
  rows: readonly Row[];
  /** They come or go at the beginning. */
  shift: boolean;
};

/**
 * What is to be drawn next. A list keeps what is being read where it is when rows come or go before it, and when they do
 * after it, but it takes the length alone for what has happened: both at once would be neither.
 */
export function nextStep(drawn: readonly Row[], wanted: readonly Row[]): Step {
  const [first, last] = [drawn[0], drawn.at(-1)];
  const [wantedFirst, wantedLast] = [wanted[0], wanted.at(-1)];
  if (!first || !last || !wantedFirst || !wantedLast || first.key === wantedFirst.key)
    return { rows: wanted, shift: false };
  if (indexOf(wanted, first) < 0 && indexOf(drawn, wantedFirst) < 0)
    return { rows: wanted, shift: false };
  if (last.key === wantedLast.key) return { rows: wanted, shift: true };
  const lastDrawn = indexOf(wanted, last);
  if (lastDrawn >= 0) return { rows: wanted.slice(0, lastDrawn + 1), shift: true };
  const lastWanted = indexOf(drawn, wantedLast);
  if (lastWanted < 0) return { rows: wanted, shift: false };
  return { rows: [...wanted, ...drawn.slice(lastWanted + 1)], shift: true };
}

const indexOf = (rows: readonly Row[], { key }: Row) => rows.findIndex((row) => row.key === key);

/** The rows as they are drawn: what has changed at both ends changes at one after the other, before anything is painted. */
export function useSteadyRows(wanted: readonly Row[]): Step {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const drawn = useRef<readonly Row[]>([]);
  const step = nextStep(drawn.current, wanted);
  useLayoutEffect(() => {
    drawn.current = step.rows;
    if (step.rows !== wanted) drawAgain();
  });
  return step;
}
