import { Refusal, type Say, silent } from '../terminal.ts';
import { findOnPath, installSystemPackages } from './packages.ts';

const PROGRAMS = ['espeak-ng', 'pocketsphinx_continuous', 'ffmpeg'];
const APT = ['espeak-ng', 'pocketsphinx', 'pocketsphinx-en-us', 'ffmpeg'];

const missing = () => PROGRAMS.filter((program) => !findOnPath(program));

/** What speaks, understands and converts speech in tests: small real programs in place of a large real engine. */
export function ensureSpeechPrograms(say: Say = silent): void {
  if (missing().length === 0) return;
  installSystemPackages({ apt: APT, brew: ['espeak-ng', 'cmu-pocketsphinx', 'ffmpeg'] }, say);
  const still = missing();
  if (still.length > 0)
    throw new Refusal(
      `${still.join(', ')} is missing and could not be installed. Debian: apt-get install ${APT.join(' ')}.`,
    );
}
