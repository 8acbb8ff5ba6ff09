import type { Env } from './env.ts';
import { transcribeByCommand } from './speech-command.ts';
import { type Recording, SpeechError, type Transcribe } from './speech-engine.ts';
import { transcribeOverHttp } from './speech-http.ts';

/** The engine that the settings name; null without any. */
export function speechEngine(env: Env): Transcribe | null {
  const { SPEECH_URL: url, SPEECH_COMMAND: command } = env;
  if (url) return (recording, signal) => transcribeOverHttp({ ...env, url }, recording, signal);
  if (command) return (recording, signal) => transcribeByCommand(env, command, recording, signal);
  return null;
}

/** What is said in a minute is about 1,000 characters at most; what is beyond this is no transcript. */
const CHARACTERS_MAX = 4_000;

/** The words of a recording, on one line each; never empty. */
export async function transcribe(
  env: Env,
  engine: Transcribe,
  recording: Recording,
): Promise<string> {
  const signal = AbortSignal.timeout(env.SPEECH_TIMEOUT_SECONDS * 1_000);
  const text = readable(await engine(recording, signal));
  if (!text) throw new SpeechError('No words', 'SILENT');
  return text;
}

/** Without what is no letter, sign or line, and without the marks by which some engines say that nobody spoke. */
function readable(text: string): string {
  const lines = text
    .replaceAll(/\[BLANK_AUDIO\]|\[ ?Silence ?\]/giu, '')
    .replaceAll(/[^\P{C}\n]/gu, ' ')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/gu, ' ').trim());
  return [...lines.filter(Boolean).join('\n')].slice(0, CHARACTERS_MAX).join('').trim();
}
