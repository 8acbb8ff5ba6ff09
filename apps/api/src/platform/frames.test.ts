import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { FramePress, textFrame } from './frames.ts';

let server: WebSocketServer;
let client: WebSocket;
let say: (bytes: Buffer) => void;

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [, request] = await once(server, 'connection');
  await once(client, 'open');
  say = (bytes) => request.socket.write(bytes);
});

afterAll(() => {
  client.terminate();
  server.close();
});

const heard = async () => {
  const [data, isBinary] = await once(client, 'message');
  return isBinary ? null : data.toString();
};

test.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])(
  'a frame of %i bytes is the text that it was made of',
  async (length) => {
    const text = 'a'.repeat(length);
    const half = text.length >> 1;
    say(textFrame(text.slice(0, half), Buffer.from(text.slice(half))));
    expect(await heard()).toBe(text);
  },
);

test('lengths are those of the bytes, not of the characters', async () => {
  for (const text of ['茶'.repeat(42), '茶'.repeat(21_846), '🍵 and \ud83c alone']) {
    say(textFrame('', Buffer.from(text)));
    expect(await heard()).toBe(Buffer.from(text).toString());
  }
});

test('the same again is the same frame, and anything else another', () => {
  const press = new FramePress((name) => `{"id":"${name}",`, '}');
  const [one, other] = ['1', '茶'] as const;
  const said = (frame: Buffer) => frame.subarray(2).toString();
  const first = press.press(one, '"n":1');
  expect(said(first)).toBe('{"id":"1","n":1}');
  expect(press.press(`${one}`, '"n":1')).toBe(first);
  expect(said(press.press(other, '"n":1'))).toBe('{"id":"茶","n":1}');
  expect(said(press.press(other, '"n":2'))).toBe('{"id":"茶","n":2}');
  expect(said(press.press(one, '"n":1'))).toBe('{"id":"1","n":1}');
  // What waits at a slow reader's is not written over by what comes behind.
  expect(said(first)).toBe('{"id":"1","n":1}');
});
