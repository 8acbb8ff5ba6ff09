import type { Env } from './env.ts';
import { type Recording, SpeechError } from './speech-engine.ts';

/** An answer holds one text; what goes on beyond this is none. */
const ANSWER_BYTES_MAX = 256 * 1024;
/** Not the recording's fault: too slow, too early, too often. */
const PASSING = new Set([408, 425, 429]);
/** The key, the address or the model is wrong, which is for whoever runs the installation to put right. */
const MISCONFIGURED = new Set([401, 402, 403, 404, 405, 407]);

type Settings = Pick<Env, 'SPEECH_API_KEY' | 'SPEECH_MODEL' | 'SPEECH_LANGUAGE'> & { url: string };

/**
 * OpenAI's form of a transcription, which many engines speak
 * (https://platform.openai.com/docs/api-reference/audio/createTranscription). The address is the operator's own word, and
 * so may be an internal one.
 */
export async function transcribeOverHttp(
  settings: Settings,
  { bytes, mediaType, fileName }: Recording,
  signal: AbortSignal,
): Promise<string> {
  const { url, SPEECH_API_KEY: key, SPEECH_MODEL: model, SPEECH_LANGUAGE: language } = settings;
  const body = new FormData();
  body.set('file', new Blob([new Uint8Array(bytes)], { type: mediaType }), fileName);
  body.set('model', model);
  body.set('response_format', 'json');
  if (language) body.set('language', language);
  const headers: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {};
  const options = { method: 'POST', headers, body, signal, redirect: 'error' as const };
  try {
    const response = await fetch(url, options);
    if (!response.ok) {
      await response.body?.cancel();
      throw refusal(response.status);
    }
    return textOf(await readBounded(response));
  } catch (error) {
    if (error instanceof SpeechError) throw error;
    throw new SpeechError(signal.aborted ? 'HTTP too slow' : 'HTTP unreachable', 'ENGINE');
  }
}

function refusal(status: number): SpeechError {
  const engine = status >= 500 || PASSING.has(status) || MISCONFIGURED.has(status);
  return new SpeechError(`HTTP ${status}`, engine ? 'ENGINE' : 'REFUSED');
}

async function readBounded({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.byteLength;
    if (length > ANSWER_BYTES_MAX) throw new SpeechError('HTTP answer too long', 'ENGINE');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function textOf(answer: string): string {
  const parsed: unknown = JSON.parse(answer);
  if (typeof parsed === 'object' && parsed !== null && 'text' in parsed)
    if (typeof parsed.text === 'string') return parsed.text;
  throw new SpeechError('HTTP answer without a text', 'ENGINE');
}
