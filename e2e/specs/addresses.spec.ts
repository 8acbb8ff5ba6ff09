import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '../../scripts/services/ports.ts';
import { expect, test } from '../fixtures.ts';
import { webServer } from '../servers.ts';

test('the web server tells the API where a request came from, behind whatever that says of itself', async () => {
  /** Stands where the API would, and keeps what it is told of whoever calls. */
  const told: unknown[] = [];
  const hear = ({ headers }: IncomingMessage) => told.push(headers['x-forwarded-for']);
  const api = createServer((incoming, response) => {
    hear(incoming);
    response.end('{}');
  });
  api.on('upgrade', (incoming, socket) => {
    hear(incoming);
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
  });
  await once(api.listen(0, '127.0.0.1'), 'listening');
  const port = await freePort();
  const upstream = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const web = webServer(port, { url: upstream }, `http://127.0.0.1:${port}`);
  await web.start();
  // The page that is ready has asked the API for something itself.
  told.length = 0;
  try {
    const call = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      });
    await call({});
    await call({ 'x-forwarded-for': '203.0.113.77' });
    await call({ 'x-forwarded-for': '203.0.113.77, 198.51.100.9' });
    const upgrade = request(`http://127.0.0.1:${port}/graphql`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-version': '13',
        'x-forwarded-for': '203.0.113.77',
      },
    });
    upgrade.on('error', () => {});
    upgrade.end();
    await once(upgrade, 'response');
    expect(told).toEqual([
      '127.0.0.1',
      '203.0.113.77, 127.0.0.1',
      '203.0.113.77, 198.51.100.9, 127.0.0.1',
      '203.0.113.77, 127.0.0.1',
    ]);
  } finally {
    await web.stop();
    api.close();
  }
});
