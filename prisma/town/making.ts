import type { Thing } from './things.ts';

/** What somebody of the town uploads. */
export interface Made {
  content: Buffer;
  /** Of a recording: how loud it is, from beginning to end. */
  waveform: number[];
}

/** Takes the photograph, writes the paper, records the sound. */
export async function make(thing: Thing): Promise<Made> {
  if (thing.kind === 'FILE') return { content: thing.write(), waveform: [] };
  if (thing.kind === 'VOICE') return thing.record();
  const { develop } = await import('./pictures/develop.ts');
  return { content: await develop(thing.draw(), thing.film), waveform: [] };
}
