import { setTimeout as sleep } from 'node:timers/promises';
import { print } from 'graphql';
import { ask, openSocket } from './client.ts';
import { graphql, type ResultOf } from './graphql.ts';

/** The three ways to read the event stream. All of them carry the same events, and the same cursors. */

const ToldEvent = graphql(`
  fragment ToldEvent on Event {
    __typename
    cursor
    ... on LoggedEvent { id streamId seq }
    ... on Reset { reason }
    ... on MessageSent {
      message {
        id
        seq
        clientId
        conversation { id }
        content { __typename ... on TextContent { text } }
      }
    }
  }
`);
const Live = graphql(
  'subscription ToldLive($after: Cursor) { events(after: $after) { ...ToldEvent } }',
  [ToldEvent],
);
const Page = graphql(
  `query ToldPage($after: Cursor, $first: Int) {
    events(after: $after, first: $first) { cursor caughtUp events { ...ToldEvent } }
  }`,
  [ToldEvent],
);

export type Told = ResultOf<typeof ToldEvent>;

export interface Reading {
  url: string;
  token: string;
  /** Another subscription to `events` than the lean one of these tests. */
  document?: string;
  /** Where to go on from. */
  after: string;
  /** Events of a page, where there are pages. */
  first: number;
  take(event: Told): void;
  /** Where to go on from once everything so far has been dealt with. */
  moveTo(cursor: string): void;
  /** Nothing more is missing. */
  caughtUp?(): void;
  /** How to read more slowly, where the transport is a stream. */
  open?(flow: Flow): void;
  /** Something that must not happen, in words. */
  complain(what: string): void;
}

/** Holds back what comes, and through the network what is sent. */
export interface Flow {
  pause(): void;
  resume(): void;
}

/** Reads until the signal or until the connection ends, for whatever reason. */
export type Transport = (reading: Reading, over: AbortSignal) => Promise<void>;

/** Close codes that blame the caller: they are for bad tokens and bad requests, never for trouble of the servers' own. */
const BLAMES = (code: number) => code >= 4400 && code < 4500 && code !== 4408;

export const bySocket: Transport = async (reading, over) => {
  const socket = openSocket(reading.url, reading.token);
  const { client, closed, cut } = socket;
  reading.open?.(socket);
  client.subscribe<ResultOf<typeof Live>>(
    { query: reading.document ?? print(Live), variables: { after: reading.after } },
    {
      next: ({ data, errors }) => {
        if (data) take(data.events, reading);
        if (errors) reading.complain(`an event came with errors: ${JSON.stringify(errors)}`);
      },
      error: (error) => {
        if (Array.isArray(error)) reading.complain(`refused: ${JSON.stringify(error)}`);
      },
      complete: () => cut(),
    },
  );
  over.addEventListener('abort', cut);
  const { code, reason } = await closed;
  over.removeEventListener('abort', cut);
  await client.dispose();
  if (BLAMES(code)) reading.complain(`the socket was closed with ${code} ${reason}`);
};

export const byServerSentEvents: Transport = async (reading, over) => {
  const response = await fetch(`${reading.url}/graphql`, {
    method: 'POST',
    signal: over,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${reading.token}`,
    },
    body: JSON.stringify({
      query: reading.document ?? print(Live),
      variables: { after: reading.after },
    }),
  });
  if (!response.body) return;
  const gate = new Gate();
  reading.open?.(gate);
  let rest = '';
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    const frames = (rest + text).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) takeFrame(frame, reading);
    await gate.passable;
  }
};

class Gate implements Flow {
  passable = Promise.resolve();
  resume = () => {};

  pause(): void {
    this.passable = new Promise((resolve) => {
      this.resume = resolve;
    });
  }
}

function take(event: Told, reading: Reading): void {
  reading.take(event);
  if (event.__typename === 'CaughtUp') reading.caughtUp?.();
}

/** One server-sent event; comments and the last one, which only says that it is over, carry nothing. */
function takeFrame(frame: string, reading: Reading): void {
  const json = /^data: ?(\{.*)$/m.exec(frame)?.[1];
  if (!json) return;
  const { data, errors } = JSON.parse(json) as { data?: ResultOf<typeof Live>; errors?: unknown[] };
  if (data) take(data.events, reading);
  if (errors && !saysTrouble(errors))
    reading.complain(`an event came with errors: ${JSON.stringify(errors)}`);
}

/** Over HTTP an operation that could not even begin is answered with errors, and may be for reasons of the servers' own. */
const saysTrouble = (errors: readonly unknown[]) =>
  errors.every(
    (error) =>
      (error as { extensions?: { code?: string } }).extensions?.code === 'INTERNAL_SERVER_ERROR',
  );

/** As somebody does who can have neither: asks for pages, at once while there is more, else after a while. */
export const byPages: Transport = async (reading, over) => {
  let { after } = reading;
  while (!over.aborted) {
    const variables = { after, first: reading.first };
    const { data, errors } = await ask(reading.url, reading.token, Page, variables, over);
    if (errors && !saysTrouble(errors)) reading.complain(`refused: ${JSON.stringify(errors)}`);
    if (!data) return;
    for (const event of data.events.events) reading.take(event);
    after = data.events.cursor;
    reading.moveTo(after);
    if (!data.events.caughtUp) continue;
    reading.caughtUp?.();
    await sleep(50);
  }
};
