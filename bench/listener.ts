import pLimit from 'p-limit';
import { WebSocket } from 'ws';
import { clock, type Heard, type Listen, type Protocol } from './listening.ts';

/** Sockets that are opened at a time: one machine has only so many ears for newcomers. */
const OPENING = 32;

/** The moment of sending stands in the text of each message, so that whoever hears it knows how long it took. */
const SENT_AT = /sent at (\d+\.\d+)/;
const CURSOR = /"cursor":"([^"]+)"/;

/** Somebody, the socket they have at the moment, and how far they have come. */
interface Seat {
  token: string;
  socket?: WebSocket;
  cursor: string | null;
}

interface Talk {
  path: string;
  subprotocol?: string;
  /** What is said to come in, in answer to each message; null when one is in. */
  greet(message: string | null, document: string, seat: Seat): string | null | undefined;
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
    greet: (message, query, { token, cursor }) => {
      if (message === null) {
        const payload = { authorization: `Bearer ${token}` };
        return JSON.stringify({ type: 'connection_init', payload });
      }
      if (message.includes('"connection_ack"')) {
        const payload = { query, variables: { after: cursor } };
        return JSON.stringify({ id: '1', type: 'subscribe', payload });
      }
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

let listen: Listen | undefined;
let seats: Seat[] = [];

function open({ url, protocol, document }: Listen, seat: Seat): Promise<void> {
  const talk = TALKS[protocol];
  const address = `${url.replace(/^http/, 'ws')}${talk.path}`;
  const subprotocols = talk.subprotocol ? [talk.subprotocol] : [];
  const socket = new WebSocket(address, subprotocols, { perMessageDeflate: false });
  seat.socket = socket;
  return new Promise((resolve, reject) => {
    let isIn = false;
    const greet = (message: string | null) => {
      const words = talk.greet(message, document, seat);
      if (words === null) {
        isIn = true;
        resolve();
      } else if (words !== undefined) socket.send(words);
    };
    socket.on('error', reject);
    socket.on('close', (code, reason) => {
      if (seat.socket === socket) say({ kind: 'closed', code, reason: reason.toString() });
    });
    socket.on('open', () => greet(null));
    socket.on('message', (data) => {
      const message = data.toString();
      if (message === '{"type":"ping"}') return socket.send('{"type":"pong"}');
      if (protocol === 'socket.io' && message === '2') return socket.send('3');
      seat.cursor = CURSOR.exec(message)?.[1] ?? seat.cursor;
      if (!isIn) greet(message);
      if (talk.isNews(message)) hear(message);
    });
  });
}

async function openAll(all: Listen): Promise<void> {
  const opening = pLimit(OPENING);
  await Promise.all(seats.map((seat) => opening(() => open(all, seat))));
  say({ kind: 'ready' });
}

process.on('message', (order: Listen | 'cut' | 'come back' | { expect: number }) => {
  if (order === 'cut') {
    for (const seat of seats) {
      const { socket } = seat;
      delete seat.socket;
      socket?.terminate();
    }
    say({ kind: 'ready' });
  } else if (order === 'come back') {
    if (listen) void openAll(listen);
  } else if ('expect' in order) {
    expected = order.expect;
    tell();
  } else {
    listen = order;
    seats = order.tokens.map((token) => ({ token, cursor: null }));
    void openAll(order);
  }
});
