import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import { NEW_ID, type Order, type Taken } from './asking.ts';

interface Seat {
  say(operation: string): Promise<string>;
  leave(): void;
}

function overHttp(url: string, token: string, agent: Agent): Seat {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const say = (operation: string) =>
    new Promise<string>((resolve, reject) => {
      const asked = request(url, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks).toString()));
        response.on('error', reject);
      });
      asked.on('error', reject);
      asked.end(operation);
    });
  return { say, leave: () => agent.destroy() };
}

async function overSocket(url: string, token: string): Promise<Seat> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), ['graphql-transport-ws']);
  const waiting = new Map<string, (message: string) => void>();
  let acknowledged = () => {};
  socket.on('message', (data) => {
    const message = data.toString();
    if (message.includes('"connection_ack"')) return acknowledged();
    const id = /"id":"(\d+)"/.exec(message)?.[1] ?? '';
    if (message.includes('"complete"')) return;
    waiting.get(id)?.(message);
    waiting.delete(id);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(
    JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }),
  );
  await new Promise<void>((resolve) => {
    acknowledged = resolve;
  });
  let last = 0;
  const say = (operation: string) =>
    new Promise<string>((resolve) => {
      last += 1;
      waiting.set(String(last), resolve);
      socket.send(`{"id":"${last}","type":"subscribe","payload":${operation}}`);
    });
  return { say, leave: () => socket.close() };
}

async function take({ url, transport, askers, expected, milliseconds }: Order): Promise<Taken> {
  const agent = new Agent({ keepAlive: true, maxSockets: askers.length });
  const seats = await Promise.all(
    askers.map(async ({ token, operations }) => ({
      operations,
      seat: transport === 'http' ? overHttp(url, token, agent) : await overSocket(url, token),
    })),
  );
  const times: number[] = [];
  let characters = 0;
  const since = performance.now();
  await Promise.all(
    seats.map(async ({ seat, operations }) => {
      for (let place = 0; performance.now() - since < milliseconds; place++) {
        const operation = operations[place % operations.length] ?? '';
        const begun = performance.now();
        const answer = await seat.say(operation.replace(NEW_ID, () => randomUUID()));
        if (!answer.includes(expected)) throw new Error(answer);
        times.push(performance.now() - begun);
        characters += answer.length;
      }
    }),
  );
  const elapsed = performance.now() - since;
  for (const { seat } of seats) seat.leave();
  return { times, milliseconds: elapsed, characters: characters / times.length };
}

process.on('message', async (order: Order) => {
  process.send?.(await take(order));
});
