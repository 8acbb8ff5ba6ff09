import { type DocumentNode, print } from 'graphql';
import { createClient, type Client as SocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { TadaDocumentNode } from './graphql.ts';

export interface ErrorShape {
  message: string;
  path?: (string | number)[];
  extensions?: { code?: string; requestId?: string };
}

export interface Response<Result> {
  status: number;
  data?: Result | null;
  errors?: ErrorShape[];
}

const printed = new WeakMap<object, string>();

/** A document as it is sent. They are asked a thousand times over; to print each once is enough. */
export function textOf(document: object): string {
  const known = printed.get(document);
  if (known !== undefined) return known;
  const text = print(document as DocumentNode);
  printed.set(document, text);
  return text;
}

/** Asks the public API over HTTP, as any third party would. */
export async function ask<Result, Variables>(
  url: string,
  token: string | null,
  document: TadaDocumentNode<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Response<Result>> {
  const response = await fetch(`${url}/graphql`, {
    signal,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ query: textOf(document), variables }),
  });
  const body = (await response.json()) as Omit<Response<Result>, 'status'>;
  return { status: response.status, ...body };
}

/** The data of a response, or a failure that shows what was asked and what came back. */
export function dataOf<Result>(
  document: object,
  variables: unknown,
  response: Response<Result>,
): Result {
  if (response.errors || !response.data)
    throw new Error(
      [
        'The API answered with errors.',
        textOf(document),
        JSON.stringify(variables),
        JSON.stringify(response, null, 2),
      ].join('\n'),
    );
  return response.data;
}

export interface Socket {
  client: SocketClient;
  /** Resolves with the close code once the server has closed the socket. */
  closed: Promise<{ code: number; reason: string }>;
  /** Cuts the connection without a word, as a lost network does. */
  cut(): void;
  /** Takes nothing from the network until `resume`, as a client does that cannot keep up. */
  pause(): void;
  resume(): void;
}

/** One connection of graphql-ws, which does not come back by itself: tests decide when. */
export function openSocket(
  url: string,
  token: string | null,
  headers: Record<string, string> = {},
): Socket {
  let underlying: WebSocket | undefined;
  class Traced extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { headers });
      underlying = this;
    }
  }
  let report: (end: { code: number; reason: string }) => void;
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    report = resolve;
  });
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: Traced,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => {},
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    on: {
      closed: (event) => {
        const { code, reason } = event as { code: number; reason: string };
        report({ code, reason: String(reason) });
      },
    },
  });
  return {
    client,
    closed,
    cut: () => underlying?.terminate(),
    pause: () => underlying?.pause(),
    resume: () => underlying?.resume(),
  };
}
