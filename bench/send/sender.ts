import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { WebSocket } from 'ws';
import type { Order, Taken } from './senders.ts';

const SEND = `mutation Send($input: SendMessageInput!) {
  sendMessage(input: $input) { __typename ... on SendMessagePayload { sent { id seq } } ... on Error { message } }
}`;
const ACCEPTED = '"SendMessagePayload"';

type Say = (operation: string) => Promise<string>;

function overHttp(url: string, token: string, agent: Agent): Say {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  return (operation) =>
    new Promise((resolve, reject) => {
      const asked = request(`${url}/graphql`, { method: 'POST', agent, headers }, (response) => {
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
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, ['graphql-transport-ws']);
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

async function take({ url, transport, speakers, milliseconds }: Order): Promise<Taken> {
  const agent = new Agent({ keepAlive: true, maxSockets: speakers.length });
  const seats = await Promise.all(
    speakers.map(async ({ token, conversationIds }) => ({
      conversationIds,
      say: transport === 'http' ? overHttp(url, token, agent) : await overSocket(url, token),
    })),
  );
  const times: number[] = [];
  const since = performance.now();
  await Promise.all(
    seats.map(async ({ say, conversationIds }) => {
      for (let place = 0; performance.now() - since < milliseconds; place++) {
        const conversationId = conversationIds[place % conversationIds.length];
        const input = { conversationId, clientId: randomUUID(), text: '喝茶 at the corner table?' };
        const begun = performance.now();
        const answer = await say(JSON.stringify({ query: SEND, variables: { input } }));
        if (!answer.includes(ACCEPTED)) throw new Error(answer);
        times.push(performance.now() - begun);
      }
    }),
  );
  return { times, milliseconds: performance.now() - since };
}

process.on('message', async (order: Order) => {
  process.send?.(await take(order), () => process.exit(0));
});
