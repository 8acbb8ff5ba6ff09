/** What a row of a report says: milliseconds. */
export interface Figures {
  p50: number;
  p95: number;
  most: number;
  runs: number;
}

/** What this share of all is not above. */
export function shareOf(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const figuresOf = (times: readonly number[]): Figures => ({
  p50: shareOf(times, 0.5),
  p95: shareOf(times, 0.95),
  most: shareOf(times, 1),
  runs: times.length,
});

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

/** Each of some pieces of work once without looking at the clock, then several times with it. */
export async function measure(
  pieces: readonly (() => Promise<unknown>)[],
  rounds: number,
): Promise<Figures> {
  for (const piece of pieces) await piece();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (const piece of pieces) times.push(await timed(piece));
  return figuresOf(times);
}

export const milliseconds = (value: number) => value.toFixed(value < 10 ? 2 : 1);

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  console.log(line(head));
  console.log(
    `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${column === 0 ? '-' : ':'}`).join('|')}|`,
  );
  for (const row of rows) console.log(line(row));
}
