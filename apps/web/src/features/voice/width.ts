const SHORTEST_REM = 10;
const LONGEST_REM = 17;
const LONGEST_MS = 60_000;

/** Of a voice, in rem. Longer ones are wider, more so where they are short. */
export const widthOf = (durationMs: number): number =>
  SHORTEST_REM + (LONGEST_REM - SHORTEST_REM) * Math.sqrt(Math.min(1, durationMs / LONGEST_MS));
