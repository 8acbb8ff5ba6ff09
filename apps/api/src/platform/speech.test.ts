import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { SECRETS } from '../testing/secrets.ts';
import { type Asked, Speech, SpeechServer } from '../testing/speech.ts';
import { readEnv } from './env.ts';
import { speechEngine, transcribe } from './speech.ts';
import { readCommand } from './speech-command.ts';
import { SpeechError } from './speech-engine.ts';

let speech: Speech;
let greenTea: Buffer;
beforeAll(async () => {
  speech = await Speech.prepare();
  greenTea = await speech.say('green tea');
});
afterAll(() => speech.close());
const servers: SpeechServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const DATABASE_URL = 'postgresql://tea:tea@127.0.0.1:5432/tea';
const settings = (given: Record<string, string>) => readEnv({ ...SECRETS, DATABASE_URL, ...given });
const wav = (bytes: Uint8Array) => ({ bytes, mediaType: 'audio/wav', fileName: 'voice.wav' });

async function textOf(given: Record<string, string>, bytes: Uint8Array = greenTea) {
  const env = settings(given);
  const engine = speechEngine(env);
  if (!engine) throw new Error('No engine');
  return transcribe(env, engine, wav(bytes));
}
async function failureOf(given: Record<string, string>, bytes: Uint8Array = greenTea) {
  const error: unknown = await textOf(given, bytes).catch((thrown: unknown) => thrown);
  if (!(error instanceof SpeechError)) throw new Error(`No failure: ${String(error)}`);
  return { failure: error.failure, message: error.message };
}
async function serve(answer: (asked: Asked) => Promise<Response>): Promise<SpeechServer> {
  const server = await SpeechServer.start(answer);
  servers.push(server);
  return server;
}

describe('a program of this machine', () => {
  test('writes down what was said', async () => {
    expect(await textOf({ SPEECH_COMMAND: speech.command })).toBe('green tea');
    const later = await speech.say('meeting tomorrow morning');
    expect(await textOf({ SPEECH_COMMAND: speech.command }, later)).toBe(
      'meeting tomorrow morning',
    );
  });

  test('is handed the file, the language, and nothing of the settings of this process', async () => {
    const showing = (what: string) =>
      textOf({ SPEECH_COMMAND: `sh -c '${what}' {file} {language}` });
    expect(await showing('echo "$1"')).toBe('auto');
    expect(
      await textOf({ SPEECH_COMMAND: 'echo {language} {file}', SPEECH_LANGUAGE: 'zh' }),
    ).toMatch(/^zh \S+\/voice\.wav$/);
    expect((await showing('env | cut -d= -f1 | sort')).split('\n')).toEqual(
      expect.arrayContaining(['HOME', 'LANG', 'PATH']),
    );
    expect(await showing('env')).not.toMatch(/SECRET|DATABASE|NODE/);
  });

  test('reads no shell into its line, and holds together what quotes hold', async () => {
    expect(readCommand(`a "b c"  'd "e' f=g"h i" ''`)).toEqual(['a', 'b c', 'd "e', 'f=gh i', '']);
    expect(await textOf({ SPEECH_COMMAND: 'echo $HOME `id` ; {file}x' })).toMatch(
      /^\$HOME `id` ; \S+\.wavx$/,
    );
  });

  test('that takes too long is ended, with all that it has started', async () => {
    const began = Date.now();
    const command = `sh -c 'sleep 31 & sleep 31; echo late' {file}`;
    const slow = { SPEECH_COMMAND: command, SPEECH_TIMEOUT_SECONDS: '1' };
    expect(await failureOf(slow)).toEqual({ failure: 'ENGINE', message: 'Command too slow' });
    expect(Date.now() - began).toBeLessThan(10_000);
    await expect
      .poll(() => processesWith('sleep 31'), { message: 'its children end as well' })
      .toBe(0);
  });

  test('that writes without end is ended', async () => {
    expect(await failureOf({ SPEECH_COMMAND: 'cat /dev/zero {file}' })).toMatchObject({
      message: 'Command writes too much',
    });
  });

  test.runIf(process.platform === 'linux')('that takes too much memory is ended', async () => {
    // To look for the end of a line, tail keeps all of it.
    const command = "sh -c 'head -c 300000000 /dev/zero | tail -n 1' {file}";
    const small = { SPEECH_MEMORY_MB: '100' };
    expect(await failureOf({ SPEECH_COMMAND: command, ...small })).toEqual({
      failure: 'ENGINE',
      message: 'Command ended with 1',
    });
    expect(await textOf({ SPEECH_COMMAND: 'echo tea {file}', ...small })).toMatch(/^tea /);
  });

  test('that fails, or is not there, fails for a time; one that hears nothing, for good', async () => {
    expect(await failureOf({ SPEECH_COMMAND: 'false {file}' })).toEqual({
      failure: 'ENGINE',
      message: 'Command ended with 1',
    });
    expect(await failureOf({ SPEECH_COMMAND: 'no-such-program {file}' })).toMatchObject({
      failure: 'ENGINE',
    });
    expect(await failureOf({ SPEECH_COMMAND: 'true {file}' })).toEqual({
      failure: 'SILENT',
      message: 'No words',
    });
  });

  test('leaves no recording behind', async () => {
    const folder = (await textOf({ SPEECH_COMMAND: 'echo {file}' })).replace(/\/voice.wav$/, '');
    expect(existsSync(folder)).toBe(false);
    const before = leftovers();
    await failureOf({ SPEECH_COMMAND: 'false {file}' });
    expect(leftovers()).toEqual(before);
  });
});

describe('an engine over HTTP', () => {
  const SAID = { text: ' Green\ttea.\n\n[BLANK_AUDIO] ' };

  test('gets recording, model, language and key, and its text is taken', async () => {
    const server = await serve(async ({ file }) => {
      const recording = Buffer.from(await file.arrayBuffer());
      return Response.json({ text: await textOf({ SPEECH_COMMAND: speech.command }, recording) });
    });
    const given = {
      SPEECH_URL: server.url,
      SPEECH_API_KEY: 'leaf',
      SPEECH_MODEL: 'oolong',
      SPEECH_LANGUAGE: 'en',
    };
    expect(await textOf(given)).toBe('green tea');
    const [asked] = server.asked;
    expect(asked).toMatchObject({ authorization: 'Bearer leaf', model: 'oolong', language: 'en' });
    expect(asked?.file).toMatchObject({ name: 'voice.wav', type: 'audio/wav' });
    expect(Buffer.from((await asked?.file.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(greenTea);
  });

  test('is shown no key where there is none, and its text is brought into lines', async () => {
    const server = await serve(async () => Response.json(SAID));
    expect(await textOf({ SPEECH_URL: server.url })).toBe('Green tea.');
    expect(server.asked[0]).toMatchObject({
      authorization: undefined,
      model: 'whisper-1',
      language: null,
    });
  });

  test.each([
    [400, 'REFUSED'],
    [413, 'REFUSED'],
    [401, 'ENGINE'],
    [429, 'ENGINE'],
    [503, 'ENGINE'],
  ])('that answers %i has failed: %s', async (status, failure) => {
    const server = await serve(async () => new Response('no', { status }));
    expect(await failureOf({ SPEECH_URL: server.url })).toEqual({
      failure,
      message: `HTTP ${status}`,
    });
  });

  test('that answers what is no text, or without end, or elsewhere, has failed for a time', async () => {
    const odd = await serve(async () => Response.json({ words: 'tea' }));
    expect(await failureOf({ SPEECH_URL: odd.url })).toMatchObject({ failure: 'ENGINE' });
    const long = await serve(async () => Response.json({ text: 'tea '.repeat(100_000) }));
    expect(await failureOf({ SPEECH_URL: long.url })).toEqual({
      failure: 'ENGINE',
      message: 'HTTP answer too long',
    });
    const gone = await serve(async () => Response.json(SAID));
    const { url } = gone;
    await gone.close();
    expect(await failureOf({ SPEECH_URL: url })).toMatchObject({
      message: 'HTTP unreachable',
    });
  });

  test('that does not answer is waited for no longer than it may take', async () => {
    const server = await serve(() => new Promise(() => {}));
    const slow = { SPEECH_URL: server.url, SPEECH_TIMEOUT_SECONDS: '1' };
    expect(await failureOf(slow)).toEqual({ failure: 'ENGINE', message: 'HTTP too slow' });
  });

  test('does not fill the database: a text without end is cut', async () => {
    const server = await serve(async () => Response.json({ text: '茶'.repeat(9_000) }));
    expect([...(await textOf({ SPEECH_URL: server.url }))]).toHaveLength(4_000);
  });
});

test('without an engine there is none, and two are one too many', () => {
  expect(speechEngine(settings({}))).toBeNull();
  expect(() => settings({ SPEECH_URL: 'https://tea.test/', SPEECH_COMMAND: 'tea {file}' })).toThrow(
    /Remove one/,
  );
  expect(() => settings({ SPEECH_COMMAND: 'tea' })).toThrow(/\{file\}/);
});

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('teahouse-speech-'));

function processesWith(words: string): number {
  const lines = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.trim() === words).length;
}
