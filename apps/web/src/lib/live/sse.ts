import { accessToken, refuseToken } from '../auth/token';
import type { OpenStream, StreamEnd, StreamResult } from './pump';

/** The API says something every 12 seconds, if only that it is there. */
const SILENT_MS = 30_000;

interface Refusal {
  errors?: { extensions?: { code?: string } }[];
}

/**
 * The stream as server-sent events over an ordinary request (graphql-sse, "distinct connections"), for networks that let no
 * socket through. Not EventSource: that can neither bear a token nor bring the cursor of its own choice.
 */
export function liveSse(query: string): OpenStream {
  return async (after, onResult, signal) => {
    const silence = new Silence(signal);
    const token = await accessToken().catch(() => null);
    if (!token) return 'lost';
    try {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query, variables: { after } }),
        cache: 'no-store',
        signal: silence.signal,
      });
      const end = await follow(response, onResult, silence);
      if (end === 'denied') refuseToken(token);
      return end;
    } catch {
      return 'lost';
    } finally {
      silence.stop();
    }
  };
}

async function follow(
  response: Response,
  onResult: (result: StreamResult) => void,
  silence: Silence,
): Promise<StreamEnd> {
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream');
  if (!response.body || !isStream)
    return endOf((await response.json().catch(() => null)) as Refusal | null);
  let end: StreamEnd = 'lost';
  const parser = new EventParser((event, data) => {
    if (event !== 'next') return;
    const result = JSON.parse(data) as StreamResult & Refusal;
    if (result.data) onResult(result);
    else end = endOf(result);
  });
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    silence.broken();
    parser.push(part);
  }
  return end;
}

function endOf(refusal: Refusal | null): StreamEnd {
  if (!refusal?.errors) return 'lost';
  const codes = refusal.errors.map(({ extensions }) => extensions?.code);
  if (codes.includes('UNAUTHENTICATED')) return 'denied';
  // A server in trouble masks what it is; what it has against the request itself it says.
  return codes.includes('INTERNAL_SERVER_ERROR') ? 'lost' : 'refused';
}

/** Ends what has been silent for too long. */
class Silence {
  private readonly end = new AbortController();
  readonly signal: AbortSignal;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(outer: AbortSignal) {
    this.signal = AbortSignal.any([outer, this.end.signal]);
    this.broken();
  }

  broken(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end.abort(), SILENT_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

/** Server-sent events as the HTML standard defines them, as far as GraphQL uses them. */
export class EventParser {
  private rest = '';
  private event = 'message';
  private data: string[] = [];

  constructor(private readonly onEvent: (event: string, data: string) => void) {}

  push(part: string): void {
    const lines = (this.rest + part).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.take(line);
  }

  private take(line: string): void {
    if (line === '') {
      if (this.data.length > 0) this.onEvent(this.event, this.data.join('\n'));
      this.event = 'message';
      this.data = [];
      return;
    }
    const [, field, value = ''] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
    if (field === 'event') this.event = value;
    if (field === 'data') this.data.push(value);
  }
}
