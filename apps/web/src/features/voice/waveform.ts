/** Levels are heard, and drawn, by their order of magnitude: somebody who speaks softly is not silent. */
const QUIETEST_DB = -50;

/** How loud a stretch of samples (each −1 to 1) is, from 0 to 100. */
export function loudness(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index++) sum += (samples[index] ?? 0) ** 2;
  const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) || 1e-12);
  return Math.round(100 * Math.min(1, Math.max(0, 1 - decibels / QUIETEST_DB)));
}

/** The peaks of a recording in at most so many bars, the loudest level of each stretch. */
export function peaksOf(levels: readonly number[], bars: number): number[] {
  const count = Math.min(bars, levels.length);
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / count));
    return Math.max(...levels.slice(from, to));
  });
}

/** Exactly so many bars, whatever is known: a recording without a waveform is a flat line. */
export function barsOf(waveform: readonly number[], bars: number): number[] {
  if (waveform.length === 0) return Array.from({ length: bars }, () => 0);
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * waveform.length) / bars);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * waveform.length) / bars));
    return Math.max(...waveform.slice(from, to));
  });
}
