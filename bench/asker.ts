import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import { NEW_ID, type Order, type Taken } from './asking.ts';

type Say = (operation: string) => Promise<string>;

function overHttp(url: string, token: string, agent: Agent): Say {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (operation) =>
    new Promise((resolve, reject) => {
      const asked = request(url, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve(Buffer.concat(chunks).toString()));
        response.on('error', reject);
      });
      asked.on('error', reject);
      asked.end(operation);
    });
}

async function overSocket(url: string, token: string): Promise<Say> {
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
  return (operation) =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(String(last), resolve);
      socket.send(`{"id":"${last}","type":"subscribe","payload":${operation}}`);
    });
}

async function take({ url, transport, askers, expected, milliseconds }: Order): Promise<Taken> {
  const agent = new Agent({ keepAlive: true, maxSockets: askers.length });
  const seats = await Promise.all(
    askers.map(async ({ token, operations }) => ({
      operations,
      say: transport === 'http' ? overHttp(url, token, agent) : await overSocket(url, token),
    })),
  );
  const times: number[] = [];
  let characters = 0;
  const since = performance.now();
  await Promise.all(
    seats.map(async ({ say, operations }) => {
      for (let place = 0; performance.now() - since < milliseconds; place++) {
        const operation = operations[place % operations.length] ?? '';
        const begun = performance.now();
        const answer = await say(operation.replace(NEW_ID, () => randomUUID()));
        if (!answer.includes(expected)) throw new Error(answer);
        times.push(performance.now() - begun);
        characters += answer.length;
      }
    }),
  );
  return { times, milliseconds: performance.now() - since, characters: characters / times.length };
}

process.on('message', async (order: Order) => {
  process.send?.(await take(order), () => process.exit(0));
});
