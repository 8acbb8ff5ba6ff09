import pLimit from 'p-limit';
import { WebSocket } from 'ws';
import { clock, type Heard, type Listen, type Protocol } from './listening.ts';

/** Sockets that are opened at a time: one machine has only so many ears for newcomers. */
const OPENING = 32;

/** The moment of sending stands in the text of each message, so that whoever hears it knows how long it took. */
const SENT_AT = /sent at (\d+\.\d+)/;

interface Talk {
  path: string;
  subprotocol?: string;
  /** What is said to come in, in answer to each message; null when one is in. */
  greet(message: string | null, listen: Listen, token: string): string | null | undefined;
  isNews(message: string): boolean;
}

const TALKS: Record<Protocol, Talk> = {
  ws: {
    path: '/',
    greet: () => null,
    isNews: () => true,
  },
  'graphql-ws': {
    path: '/graphql',
    subprotocol: 'graphql-transport-ws',
    greet: (message, { document }, token) => {
      if (message === null)
        return JSON.stringify({
          type: 'connection_init',
          payload: { authorization: `Bearer ${token}` },
        });
      if (message.includes('"connection_ack"'))
        return JSON.stringify({ id: '1', type: 'subscribe', payload: { query: document } });
      return message.includes('"CaughtUp"') ? null : undefined;
    },
    isNews: (message) => message.includes('"MessageSent"'),
  },
  'socket.io': {
    path: '/socket.io/?EIO=4&transport=websocket',
    greet: (message) =>
      message?.startsWith('0') ? '40' : message?.startsWith('40') ? null : undefined,
    isNews: (message) => message.startsWith('42'),
  },
};

const say = (heard: Heard) => process.send?.(heard);

let expected = Number.POSITIVE_INFINITY;
let count = 0;
let sample = '';
let delays: number[] = [];

function hear(message: string): void {
  const at = clock();
  count += 1;
  sample = message;
  const sent = SENT_AT.exec(message)?.[1];
  if (sent) delays.push(at - Number(sent));
  tell();
}

function tell(): void {
  if (count < expected) return;
  say({ kind: 'heard', count, sample, delays });
  expected = Number.POSITIVE_INFINITY;
  count = 0;
  delays = [];
}

function open(listen: Listen, token: string): Promise<void> {
  const talk = TALKS[listen.protocol];
  const address = `${listen.url.replace(/^http/, 'ws')}${talk.path}`;
  const socket = new WebSocket(address, talk.subprotocol ? [talk.subprotocol] : [], {
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    let isIn = false;
    const greet = (message: string | null) => {
      const words = talk.greet(message, listen, token);
      if (words === null) {
        isIn = true;
        resolve();
      } else if (words !== undefined) socket.send(words);
    };
    socket.on('error', reject);
    socket.on('close', (code, reason) => say({ kind: 'closed', code, reason: reason.toString() }));
    socket.on('open', () => greet(null));
    socket.on('message', (data) => {
      const message = data.toString();
      if (listen.protocol === 'graphql-ws' && message === '{"type":"ping"}')
        socket.send('{"type":"pong"}');
      else if (listen.protocol === 'socket.io' && message === '2') socket.send('3');
      else if (!isIn) greet(message);
      else if (talk.isNews(message)) hear(message);
    });
  });
}

process.on('message', async (order: Listen | { expect: number }) => {
  if ('expect' in order) {
    expected = order.expect;
    tell();
    return;
  }
  const opening = pLimit(OPENING);
  await Promise.all(order.tokens.map((token) => opening(() => open(order, token))));
  say({ kind: 'ready' });
});
