import type { Socket } from 'node:net';
import { brotliCompressSync, createGzip, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { Pages } from '../testing/pages.ts';
import { readRanges } from './addresses.ts';
import { type FetchOptions, fetchPreview } from './fetch.ts';

const PAGE = '<!doctype html><title>Tea</title><meta name="description" content="All about it">';
const READ = { page: { title: 'Tea', description: 'All about it', siteName: null } };
const refused = (reason: string, retry = false) => ({ page: null, reason, retry });

const options = (more: Partial<FetchOptions> = {}): FetchOptions => ({
  allowed: readRanges('127.0.0.1/32'),
  resolve: async () => ['127.0.0.1'],
  ...more,
});
const pages = new Pages();
afterEach(() => pages.close());

describe('limits', () => {
  /** Sends as long as it is read; says how much that was. */
  async function endless(
    head: string,
    chunk: Buffer,
    headers: Record<string, string>,
    packed: boolean,
  ) {
    let closed = () => {};
    const ended = new Promise<void>((resolve) => {
      closed = resolve;
    });
    let sent = 0;
    const server = await pages.serve((_req, res) => {
      res.writeHead(200, { 'Content-Type': 'text/html', ...headers });
      const sink = packed ? createGzip() : res;
      if (packed) sink.pipe(res);
      sink.write(head);
      const more = () => {
        while (!res.destroyed && sink.write(chunk)) sent += chunk.length;
      };
      sink.on('drain', more);
      more();
      res.on('close', () => {
        sink.destroy();
        closed();
      });
    });
    return { ...server, ended, sent: () => sent };
  }

  test.each([
    ['an endless page', {}, false],
    ['a bomb of gzip', { 'Content-Encoding': 'gzip' }, true],
  ])('%s is read to its 512th kilobyte, and hung up on', async (_what, headers, packed) => {
    const server = await endless(PAGE, Buffer.alloc(64 * 1024, ' '), headers, packed);
    expect(await fetchPreview(server.at(), options())).toEqual(READ);
    await server.ended;
  });

  test('a packing that never comes to hold anything is read no further than a page', async () => {
    const server = await pages.serve((_req, res) => {
      res.writeHead(200, HTML({ 'Content-Encoding': 'gzip' }));
      res.write(gzipSync('').subarray(0, 10));
      // A block of nothing, and that it is not the last.
      const nothing = Buffer.alloc(50_000, Buffer.from('000000ffff', 'hex'));
      const more = () => {
        while (!res.destroyed && res.write(nothing));
      };
      res.on('drain', more);
      more();
    });
    expect(await fetchPreview(server.at(), options())).toEqual(refused('CONTENT'));
  });

  test.each([
    ['a picture', 200, { 'Content-Type': 'image/png' }],
    ['a redirect', 302, { Location: '/there' }],
    ['an error', 404, { 'Content-Type': 'text/html' }],
  ])('%s is hung up on, whatever it goes on to send', async (_what, status, headers) => {
    let closed: Promise<unknown> = Promise.resolve();
    const server = await pages.serve((req, res) => {
      if (req.url === '/there') return res.writeHead(200, HTML()).end(PAGE);
      closed = new Promise((resolve) => res.on('close', resolve));
      res.writeHead(status, headers as Record<string, string>).write('more to come');
    });
    await fetchPreview(server.at(), options({ timeoutMs: 60_000 }));
    await closed;
  });

  test('a title behind the 512th kilobyte is not read, however it is packed', async () => {
    const late = `${' '.repeat(512 * 1024)}${PAGE}`;
    const soon = `${' '.repeat(500 * 1024)}${PAGE}`;
    for (const [body, outcome] of [
      [late, refused('CONTENT')],
      [soon, READ],
    ] as const) {
      const plain = await pages.page(body);
      expect(await fetchPreview(plain.at(), options())).toEqual(outcome);
      const packed = await pages.page(gzipSync(body), { 'Content-Encoding': 'gzip' });
      expect(await fetchPreview(packed.at(), options())).toEqual(outcome);
      const brotli = await pages.page(brotliCompressSync(body), { 'Content-Encoding': 'br' });
      expect(await fetchPreview(brotli.at(), options())).toEqual(outcome);
    }
  });

  test.each([
    ['never answers', () => {}],
    [
      'stops in the middle of its headers',
      (socket: Socket) => socket.write('HTTP/1.1 200 OK\r\nA: '),
    ],
    [
      'stops in the middle of its body',
      (socket: Socket) =>
        socket.write(
          'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99\r\n\r\n<title>',
        ),
    ],
    [
      'sends a byte from time to time',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>');
        const timer = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => clearInterval(timer));
      },
    ],
  ])('a server that %s is given up after its time, and hung up on', async (_what, speak) => {
    let closed: Promise<unknown> = Promise.resolve();
    const url = await pages.raw((socket) => {
      closed = new Promise((resolve) => socket.on('close', resolve));
      speak(socket);
    });
    const fetched = await fetchPreview(url, options({ timeoutMs: 300 }));
    expect(fetched).toEqual(refused('TIMEOUT', true));
    await closed;
  });

  test('the time is for everything together: redirects do not begin it anew', async () => {
    const server = await pages.serve((_req, res) => {
      setTimeout(() => res.writeHead(302, { Location: '/again' }).end(), 150);
    });
    const fetched = await fetchPreview(server.at(), options({ timeoutMs: 400 }));
    expect(fetched).toEqual(refused('TIMEOUT', true));
  });

  test('a name server that never answers is given up as well', async () => {
    const resolve: FetchOptions['resolve'] = (_name, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const fetched = await fetchPreview('http://page.test/', options({ resolve, timeoutMs: 100 }));
    expect(fetched).toEqual(refused('TIMEOUT', true));
  });

  test.each([
    ['one header that does not end', `A: ${'x'.repeat(1_000_000)}`],
    ['more headers than anyone reads', 'A: x\r\n'.repeat(100_000)],
  ])('%s', async (_what, headers) => {
    const url = await pages.raw((socket) => socket.write(`HTTP/1.1 200 OK\r\n${headers}`));
    expect(await fetchPreview(url, options())).toEqual(refused('UNREACHABLE'));
  });

  test('a flood of interim answers', async () => {
    const url = await pages.raw((socket) => {
      socket.write('HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n'.repeat(10));
      socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>x</title>');
      socket.end();
    });
    expect(await fetchPreview(url, options())).toEqual(refused('UNREACHABLE'));
  });
});

describe('no page', () => {
  test.each([
    ['a picture', 200, { 'Content-Type': 'image/png' }, 'CONTENT', false],
    ['what only begins like HTML', 200, { 'Content-Type': 'text/html5' }, 'CONTENT', false],
    ['text that is not HTML', 200, { 'Content-Type': 'text/plain' }, 'CONTENT', false],
    ['something of no type', 200, {}, 'CONTENT', false],
    ['an unknown packing', 200, HTML({ 'Content-Encoding': 'zstd' }), 'CONTENT', false],
    [
      'a packing within a packing',
      200,
      HTML({ 'Content-Encoding': 'gzip, gzip' }),
      'CONTENT',
      false,
    ],
    ['not packed as it says', 200, HTML({ 'Content-Encoding': 'gzip' }), 'CONTENT', false],
    ['not packed as it says', 200, HTML({ 'Content-Encoding': 'br' }), 'CONTENT', false],
    ['nothing', 204, HTML(), 'STATUS', false],
    ['a part', 206, HTML(), 'STATUS', false],
    ['not found', 404, HTML(), 'STATUS', false],
    ['for paying readers', 403, HTML(), 'STATUS', false],
    ['busy', 429, HTML(), 'STATUS', true],
    ['broken', 503, HTML(), 'STATUS', true],
  ])('%s (%i)', async (_what, status, headers, reason, retry) => {
    const { at } = await pages.serve((_req, res) => {
      res.writeHead(status, headers as Record<string, string>).end(status === 204 ? '' : PAGE);
    });
    expect(await fetchPreview(at(), options())).toEqual(refused(reason, retry));
  });

  test('an empty one, or one without a title', async () => {
    for (const body of ['', '<p>Tea</p>']) {
      const { at } = await pages.page(body);
      expect(await fetchPreview(at(), options())).toEqual(refused('CONTENT'));
    }
  });

  test('what does not speak HTTP, or wants to speak something else', async () => {
    const ssh = await pages.raw((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    expect(await fetchPreview(ssh, options())).toEqual(refused('UNREACHABLE'));
    const upgrade = await pages.raw((socket) =>
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
    );
    expect(await fetchPreview(upgrade, options())).toEqual(refused('UNREACHABLE'));
  });

  test('a connection that breaks is worth another try', async () => {
    const broken = await pages.raw((socket) => socket.resetAndDestroy());
    expect(await fetchPreview(broken, options())).toEqual(refused('UNREACHABLE', true));
    const gone = await pages.page(PAGE);
    await gone.close();
    expect(await fetchPreview(gone.at(), options())).toEqual(refused('UNREACHABLE', true));
  });
});

function HTML(more: Record<string, string> = {}): Record<string, string> {
  return { 'Content-Type': 'text/html', ...more };
}
