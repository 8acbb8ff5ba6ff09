import { once } from 'node:events';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { serveProtocol } from './testing/protocol-ends.ts';
import {
  fed,
  INIT,
  PING,
  PROTOCOL,
  type Said,
  same,
  say,
  subscribe,
} from './testing/protocol-talk.ts';

/** What is heard of an upgrade that asks for these sub-protocols: which was chosen, and how the socket is closed. */
async function upgrade(whose: 'ours' | 'library', protocols: string | null) {
  const end = await serveProtocol(whose);
  try {
    const asked = request({
      port: end.port,
      host: '127.0.0.1',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...(protocols !== null && { 'sec-websocket-protocol': protocols }),
      },
    }).end();
    const [response, wire, head] = await once(asked, 'upgrade');
    const chosen: unknown = response.headers['sec-websocket-protocol'];
    const frame = chosen ? null : await firstFrame(wire, head);
    wire.destroy();
    return { chosen, frame };
  } finally {
    await end.close();
  }
}

async function firstFrame(wire: Duplex, head: Buffer): Promise<string> {
  let bytes = head;
  while (bytes.length < 2 || bytes.length < 2 + (bytes[1] ?? 0))
    bytes = Buffer.concat([bytes, ...(await once(wire, 'data'))]);
  return `${bytes.readUInt16BE(0).toString(16)} ${bytes.readUInt16BE(2)} ${bytes.subarray(4)}`;
}

test('the sub-protocol is chosen among those that are offered, or the socket is closed', async () => {
  const chosen: [string | null, string | undefined][] = [
    [PROTOCOL, PROTOCOL],
    [`chat, ${PROTOCOL}`, PROTOCOL],
    [`${PROTOCOL},graphql-ws`, PROTOCOL],
    ['graphql-ws', undefined],
    ['chat,superchat', undefined],
    [PROTOCOL.toUpperCase(), undefined],
    [null, undefined],
  ];
  for (const [offered, expected] of chosen) {
    const theirs = await upgrade('library', offered);
    expect(theirs.chosen).toBe(expected);
    if (!expected) expect(theirs.frame).toMatch(/^88.* 4406 Subprotocol not acceptable$/);
    expect(await upgrade('ours', offered), `${offered}`).toEqual(theirs);
  }
  const { heard, told, closing } = await same(
    [say(INIT, PING), say(subscribe('a', '{ word }'))],
    [],
  );
  expect({ heard, told, closing }).toEqual({
    heard: [],
    told: [],
    closing: '4406 Subprotocol not acceptable',
  });
});

const WRONG: unknown[] = [null, 0, 7, true, false, '', 'words', [], [1], {}, { a: 1 }];
const payloadOf = (field: string, value: unknown) => ({ query: '{ word }', [field]: value });
/** Every field of every message as everything that it might be. */
const shapes: object[] = [
  ...['connection_init', 'connection_ack', 'ping', 'pong'].flatMap((type) => [
    { type },
    ...WRONG.map((payload) => ({ type, payload })),
    { type, id: 'a', more: 1 },
  ]),
  ...['subscribe', 'next', 'error', 'complete'].flatMap((type) => [
    { type },
    { type, payload: { query: '{ word }' } },
    { type, id: 'a' },
    { type, id: 'a', payload: { query: '{ word }', more: 1 }, more: 1 },
    { type, id: 'a', payload: [{ message: 'No' }] },
    ...WRONG.map((id) => ({ type, id, payload: { query: '{ word }' } })),
    ...WRONG.map((payload) => ({ type, id: 'a', payload })),
  ]),
  ...['query', 'variables', 'operationName', 'extensions'].flatMap((field) =>
    WRONG.map((value) => ({ type: 'subscribe', id: 'a', payload: payloadOf(field, value) })),
  ),
  ...[...WRONG, 'Ping', 'start', 'stop', 'connection_terminate', 'ka', '__proto__', 'toString'].map(
    (type) => ({ type, id: 'a' }),
  ),
  {},
  { id: 'a' },
];

test('messages of every shape are answered alike', async () => {
  const codes = new Map<string, number>();
  for (const shape of shapes) {
    const { closing } = await same([say(INIT), say(shape), say(PING)]);
    codes.set(`${closing}`, (codes.get(`${closing}`) ?? 0) + 1);
  }
  expect([...codes.keys()].sort()).toEqual([
    '1000 Goodbye',
    '4400 Invalid message received',
    '4429 Too many initialisation requests',
    '4500 Internal server error',
  ]);
});

const frames: [string, Said][] = [
  ['4400', ''],
  ['4400', ' '],
  ['4400', 'tea'],
  ['4400', '{'],
  ['4400', '{"type":"ping"}}'],
  ['4400', '[]'],
  ['4400', '[{"type":"ping"}]'],
  ['4400', 'null'],
  ['4400', '"ping"'],
  ['4400', '7'],
  ['4400', '\ufeff{"type":"ping"}'],
  ['4400', '{"type":"ping","type":"none"}'],
  ['1000', '{"type":"none","type":"ping"}'],
  ['1000', '\n{ "type" : "p\\u0069ng" }\t'],
  ['1000', '{"__proto__":{"a":1},"type":"ping"}'],
  ['4400', '{"__proto__":{"type":"ping"}}'],
  ['1000', (client) => client.send(Buffer.from('{"type":"ping"}'))],
  ['4400', (client) => client.send(Buffer.alloc(0))],
  ['4400', (client) => client.send(Buffer.from([0xff, 0xfe, 0]))],
  ['1007', (client) => client.send(Buffer.from([0xff, 0xfe, 0]), { binary: false })],
  ['1009', 'x'.repeat(100_001)],
  ['1000', { ...PING, payload: { tea: '茶'.repeat(10_000) } }],
  [
    '1000',
    (client) => {
      client.send('{"type":', { fin: false });
      client.send('"ping"}', { fin: true });
    },
  ],
  [
    '1000',
    (client) => {
      client.ping('tea');
      client.pong('tea');
    },
  ],
];

test('frames of every kind are answered alike', async () => {
  for (const [code, said] of frames)
    for (const turns of [
      [say(said), say(PING)],
      [say(INIT), say(fed('a', 'one')), say(said)],
    ])
      expect((await same(turns)).closing?.slice(0, 4)).toBe(code);
});
