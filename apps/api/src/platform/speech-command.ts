import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Env } from './env.ts';
import { type Recording, SpeechError } from './speech-engine.ts';

/** A transcript is far shorter; a program that goes on writing is ended. */
const OUTPUT_BYTES_MAX = 256 * 1024;

/**
 * Sets the bound of memory, where the system knows one, and becomes the program. What comes behind is handed over as it is:
 * this line is all that a shell ever reads.
 */
const BOUNDED = 'ulimit -v "$0" 2>/dev/null; exec "$@"';

type Settings = Pick<Env, 'SPEECH_LANGUAGE' | 'SPEECH_MEMORY_MB' | 'PATH'>;

/** Runs a program of this machine on a recording, in a folder of its own, and answers with what it writes. */
export async function transcribeByCommand(
  settings: Settings,
  command: string,
  { bytes, fileName }: Recording,
  signal: AbortSignal,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'teahouse-speech-'));
  try {
    const file = join(folder, `voice${extname(fileName)}`);
    await writeFile(file, bytes, { mode: 0o600 });
    const language = settings.SPEECH_LANGUAGE ?? 'auto';
    const words = readCommand(command).map((word) =>
      word.replaceAll('{file}', file).replaceAll('{language}', language),
    );
    return await run(settings, words, folder, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The words of a command line: white space parts them, quotes of either kind hold them together. */
export function readCommand(line: string): string[] {
  const words = line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/gu);
  return [...words].map(([word]) =>
    word.replaceAll(/"([^"]*)"|'([^']*)'/gu, (_whole, double, single) => double ?? single),
  );
}

function run(
  { SPEECH_MEMORY_MB: megabytes, PATH }: Settings,
  words: string[],
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const child = spawn('/bin/sh', ['-c', BOUNDED, String(megabytes * 1_024), ...words], {
    cwd: folder,
    // Nothing of this process's own settings: there are secrets among them.
    env: { PATH, HOME: folder, LANG: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, so that whatever it has started ends with it.
    detached: true,
  });
  const end = () => {
    try {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const fail = (reason: string) => {
      end();
      reject(new SpeechError(`Command ${reason}`, 'ENGINE'));
    };
    const tooSlow = () => fail('too slow');
    signal.addEventListener('abort', tooSlow, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.byteLength;
      if (length > OUTPUT_BYTES_MAX) fail('writes too much');
      else chunks.push(chunk);
    });
    child.on('error', (error) => fail(`could not be started: ${error.message}`));
    child.on('close', (status, killedBy) => {
      signal.removeEventListener('abort', tooSlow);
      end();
      if (status === 0) resolve(Buffer.concat(chunks).toString());
      else fail(`ended with ${killedBy ?? status}`);
    });
  });
}
