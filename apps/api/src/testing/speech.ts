import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureSpeechPrograms } from '../../../../scripts/services/speech.ts';

const execute = promisify(execFile);

/** What the engine of the tests listens for: words that it tells from each other even in a machine's voice. */
const GRAMMAR = `#JSGF V1.0;
grammar tea;
public <said> = <word>+;
<word> = green | tea | water | window | morning | nine | open | meeting | tomorrow | coffee;
`;
/** Of words, as espeak-ng says them. */
const SPEED = '120';

/** A voice, and a real engine that understands it. */
export class Speech {
  private constructor(
    private readonly folder: string,
    readonly command: string,
  ) {}

  static async prepare(): Promise<Speech> {
    ensureSpeechPrograms();
    const folder = await mkdtemp(join(tmpdir(), 'teahouse-voices-'));
    const grammar = join(folder, 'tea.gram');
    await writeFile(grammar, GRAMMAR);
    return new Speech(
      folder,
      `pocketsphinx_continuous -infile {file} -jsgf "${grammar}" -logfn /dev/null`,
    );
  }

  /** The same engine for whatever a browser records: it takes nothing but 16 kHz, mono, uncompressed. */
  get commandForAnything(): string {
    const engine = this.command.replace('{file}', 'plain.wav');
    const convert = 'ffmpeg -loglevel error -i "$0" -ar 16000 -ac 1 plain.wav';
    return `sh -c '${convert} && ${engine}' {file}`;
  }

  /** Somebody says this: a WAV file of 16 kHz, as the engine takes it. */
  async say(words: string): Promise<Buffer> {
    const spoken = join(this.folder, 'spoken.wav');
    const converted = join(this.folder, 'converted.wav');
    await execute('espeak-ng', ['-v', 'en-us', '-s', SPEED, '-g', '3', '-w', spoken, words]);
    await convert(spoken, converted, ['-ar', '16000', '-ac', '1']);
    return readFile(converted);
  }

  /** Nobody says anything. */
  async silence(): Promise<Buffer> {
    const quiet = join(this.folder, 'quiet.wav');
    const source = 'anullsrc=r=16000:cl=mono';
    await execute('ffmpeg', [
      '-y',
      '-loglevel',
      'error',
      '-f',
      'lavfi',
      '-i',
      source,
      '-t',
      '1',
      quiet,
    ]);
    return readFile(quiet);
  }

  /** The same words in another container. `options` are ffmpeg's. */
  async sayAs(words: string, extension: string, options: readonly string[] = []): Promise<Buffer> {
    const plain = join(this.folder, 'plain.wav');
    const other = join(this.folder, `other.${extension}`);
    await writeFile(plain, await this.say(words));
    await convert(plain, other, options);
    return readFile(other);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }
}

async function convert(from: string, to: string, options: readonly string[]): Promise<void> {
  await execute('ffmpeg', ['-y', '-loglevel', 'error', '-i', from, ...options, to]);
}

/** What was asked of an engine over HTTP. */
export interface Asked {
  authorization: string | undefined;
  model: FormDataEntryValue | null;
  language: FormDataEntryValue | null;
  file: File;
}

/** A server that speaks OpenAI's form of a transcription; what it answers is up to the test. */
export class SpeechServer {
  readonly asked: Asked[] = [];

  private constructor(private readonly server: Server) {}

  static async start(answer: (asked: Asked) => Promise<Response>): Promise<SpeechServer> {
    const server = createServer();
    const started = new SpeechServer(server);
    server.on('request', async (request, response) => {
      const asked = await readForm(request);
      started.asked.push(asked);
      const { status, body } = await answer(asked).catch(() => new Response(null, { status: 500 }));
      response.writeHead(status);
      for await (const chunk of body ?? []) response.write(chunk);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return started;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/v1/audio/transcriptions`;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function readForm(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const type = request.headers['content-type'] ?? '';
  const form = await new Response(Buffer.concat(chunks), {
    headers: { 'content-type': type },
  }).formData();
  const file = form.get('file');
  if (!(file instanceof File) || request.method !== 'POST') throw new Error('No recording');
  return {
    authorization: request.headers.authorization,
    model: form.get('model'),
    language: form.get('language'),
    file,
  };
}
