/** 0:07, 1:00: minutes and seconds, which read the same in every language. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** As it is said in a line: at least one second. */
export const wholeSeconds = (durationMs: number): number =>
  Math.max(1, Math.round(durationMs / 1_000));
