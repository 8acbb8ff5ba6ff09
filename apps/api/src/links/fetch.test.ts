import { createServer as createSecureServer } from 'node:https';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { Pages } from '../testing/pages.ts';
import { readRanges } from './addresses.ts';
import { type FetchOptions, fetchPreview } from './fetch.ts';

const PAGE = '<!doctype html><title>Tea</title><meta name="description" content="All about it">';
const READ = { page: { title: 'Tea', description: 'All about it', siteName: null } };
const refused = (reason: string, retry = false) => ({ page: null, reason, retry });

/** `page.test` is this machine; whatever else has a name of its own is said in the test. */
const NAMES: Record<string, string[]> = {
  'page.test': ['127.0.0.1'],
  'other.test': ['127.0.0.1'],
  'metadata.test': ['169.254.169.254'],
  'private.test': ['10.0.0.1'],
  'mixed.test': ['127.0.0.1', '192.168.1.1'],
  'mixed6.test': ['127.0.0.1', 'fd00::1'],
  'mapped.test': ['::ffff:10.0.0.1'],
  'public.test': ['93.184.215.14'],
};
const options = (more: Partial<FetchOptions> = {}): FetchOptions => ({
  allowed: readRanges('127.0.0.1/32'),
  resolve: async (hostname) => NAMES[hostname] ?? [],
  ...more,
});

const pages = new Pages();
afterEach(() => pages.close());

const redirect = (target: (port: number) => string, status = 302) =>
  pages.serve((req, res) => {
    const { localPort = 0 } = req.socket;
    if (req.url === '/') res.writeHead(status, { Location: target(localPort) }).end();
    else res.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
  });

describe('a page', () => {
  test('is read', async () => {
    const { at } = await pages.page(PAGE, { 'Content-Type': 'Text/HTML; Charset=UTF-8' });
    expect(await fetchPreview(at(), options())).toEqual(READ);
  });

  test('learns nothing but what is asked for: no cookie, no origin, no fragment', async () => {
    const { at, asked } = await pages.page(PAGE, { 'Set-Cookie': 'a=b' });
    await fetchPreview(at('/tea?leaf=green#secret'), options());
    expect(asked.map(({ method, url }) => [method, url])).toEqual([['GET', '/tea?leaf=green']]);
    const { host, 'user-agent': agent, ...rest } = asked[0]?.headers ?? {};
    expect(host).toMatch(/^page\.test:\d+$/);
    expect(agent).toContain('Teahouse');
    expect(Object.keys(rest).sort()).toEqual(['accept', 'accept-encoding', 'connection']);
  });

  test.each([
    ['gzip', gzipSync(PAGE)],
    ['br', brotliCompressSync(PAGE)],
  ])('packed with %s is unpacked', async (encoding, body) => {
    const { at } = await pages.page(body, { 'Content-Encoding': encoding });
    expect(await fetchPreview(at(), options())).toEqual(READ);
  });

  test('in another encoding is read by its name', async () => {
    const body = Buffer.concat([
      Buffer.from('<title>'),
      Buffer.from('b2e8b9dd', 'hex'),
      Buffer.from('</title>'),
    ]);
    const { at } = await pages.page(body, { 'Content-Type': 'text/html;charset="gb18030"' });
    expect(await fetchPreview(at(), options())).toMatchObject({ page: { title: '茶馆' } });
  });

  test('over TLS is read from whom the certificate names, at the address that was checked', async () => {
    const { port } = await pages.serve(
      (_req, res) => res.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE),
      (listener) => createSecureServer({ key: KEY, cert: CERTIFICATE }, listener),
    );
    const trusting = options({ ca: CERTIFICATE });
    expect(await fetchPreview(`https://page.test:${port}/`, trusting)).toEqual(READ);
    for (const host of ['other.test', '127.0.0.1'])
      expect(await fetchPreview(`https://${host}:${port}/`, trusting)).toEqual(
        refused('UNREACHABLE'),
      );
    expect(await fetchPreview(`https://page.test:${port}/`, options())).toEqual(
      refused('UNREACHABLE'),
    );
  });
});

describe('addresses that are out of reach', () => {
  test.each([
    ...['http://127.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/latest/meta-data/'],
    ...['http://localhost/', 'http://LOCALHOST./', 'http://api.localhost/', 'https://localhost/'],
    // Other spellings of 127.0.0.1: short, one number, octal, hexadecimal, full-width, encoded, within IPv6.
    ...['http://127.1/', 'http://2130706433/', 'http://017700000001/', 'http://0x7f000001/'],
    ...[
      'http://0x7f.0.0.0x1/',
      'http://0177.0.0.01/',
      'http://127.0.0.1./',
      'http://１２７.０.０.１/',
    ],
    ...['http://①②⑦.⓪.⓪.①/', 'http://%31%32%37.0.0.1/', 'http://[::ffff:127.0.0.1]/'],
    ...['http://[::ffff:7f00:1]/', 'http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/'],
    ...['http://0/', 'http://0.0.0.0/', 'http://[::]/', 'http://[fe80::1]/', 'http://[fd00::1]/'],
    ...['http://10.0.0.1/', 'http://192.168.1.1/', 'http://172.16.0.1/', 'http://100.100.100.200/'],
    ...['http://255.255.255.255/', 'http://224.0.0.1/', 'http://168.63.129.16/'],
  ])('%s', async (url) => {
    const nothing = { allowed: readRanges('') };
    expect(await fetchPreview(url, nothing)).toEqual(refused('ADDRESS'));
  });

  test.each(['metadata', 'private', 'mapped', 'mixed', 'mixed6'])(
    'names that stand for them, alone or among others: %s',
    async (name) => {
      const { at, asked } = await pages.page(PAGE);
      expect(await fetchPreview(at('/', `${name}.test`), options())).toEqual(refused('ADDRESS'));
      expect(await fetchPreview(`http://${name}.test/`, options())).toEqual(refused('ADDRESS'));
      expect(asked).toEqual([]);
    },
  );

  test.each([
    ...['http://public.test:8080/', 'http://public.test:443/', 'https://public.test:80/'],
    ...['http://93.184.215.14:22/', 'http://[2606:4700::1]:6379/'],
  ])('services of public hosts that are no pages: %s', async (url) => {
    expect(await fetchPreview(url, options())).toEqual(refused('ADDRESS'));
  });

  test.each([
    ...['http://tea:leaf@page.test/', 'http://tea@page.test/', 'ftp://page.test/'],
    ...['file:///etc/passwd', 'data:text/html,<title>Tea</title>', 'javascript:alert(1)'],
    ...['gopher://page.test/', 'ws://page.test/'],
  ])('addresses that are not of pages: %s', async (url) => {
    expect(await fetchPreview(url, options())).toEqual(refused('ADDRESS'));
  });

  test('a name that stands for nothing', async () => {
    expect(await fetchPreview('http://nowhere.test/', options())).toEqual(
      refused('UNREACHABLE', true),
    );
  });

  test('a name is looked up once: what was checked is what is connected to, whatever it says later', async () => {
    const { at, asked } = await pages.page(PAGE);
    const answers = [['127.0.0.1'], ['127.0.0.2'], ['169.254.169.254']];
    let lookups = 0;
    const resolve = async () => answers[lookups++] ?? [];
    expect(await fetchPreview(at(), options({ resolve }))).toEqual(READ);
    expect(lookups).toBe(1);
    expect(asked.map(({ address }) => address)).toEqual(['127.0.0.1']);
  });

  test('the next address is tried when one does not answer, and only checked ones are', async () => {
    const { at, asked } = await pages.page(PAGE);
    const resolve = async () => ['127.0.0.3', '127.0.0.1'];
    const allowed = readRanges('127.0.0.1/32,127.0.0.3/32');
    const fetched = await fetchPreview(at(), options({ resolve, allowed }));
    expect(fetched).toEqual(READ);
    expect(asked).toHaveLength(1);
  });
});

describe('redirects', () => {
  test.each([301, 302, 303, 307, 308])(
    '%i is followed, to relative addresses too',
    async (status) => {
      const { at, asked } = await redirect(() => '/there?x', status);
      expect(await fetchPreview(at(), options())).toEqual(READ);
      expect(asked.map(({ url }) => url)).toEqual(['/', '/there?x']);
    },
  );

  test.each([
    ...['http://127.0.0.2:PORT/', 'http://[::1]:PORT/', 'http://localhost:PORT/', 'http://0:PORT/'],
    ...['http://169.254.169.254/', 'http://metadata.test/', 'http://mixed.test:PORT/'],
    ...[
      '//private.test/',
      'http://2130706434:PORT/',
      'file:///etc/passwd',
      'http://a:b@page.test:PORT/',
    ],
    ...['http://public.test:8080/', 'ftp://page.test/', 'data:text/html,<title>x</title>'],
  ])('to %s is not', async (target) => {
    const { at, asked } = await redirect((port) => target.replace('PORT', String(port)));
    const fetched = await fetchPreview(at(), options({ resolve: resolveLocalhostToo }));
    expect(fetched).toEqual(refused('ADDRESS'));
    expect(asked.map(({ url }) => url)).toEqual(['/']);
  });

  test('a name that was public is checked anew when it comes again', async () => {
    const { at, asked } = await redirect(() => '/there');
    const answers = [['127.0.0.1'], ['10.0.0.1']];
    const resolve = async () => answers.shift() ?? [];
    expect(await fetchPreview(at(), options({ resolve }))).toEqual(refused('ADDRESS'));
    expect(asked).toHaveLength(1);
  });

  test('three are followed and no fourth', async () => {
    const chain = (length: number) =>
      pages.serve((req, res) => {
        const step = Number(req.url?.slice(1) ?? 0);
        if (step < length) res.writeHead(302, { Location: `/${step + 1}` }).end();
        else res.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE);
      });
    const three = await chain(3);
    expect(await fetchPreview(three.at('/0'), options())).toEqual(READ);
    const endless = await chain(Number.POSITIVE_INFINITY);
    expect(await fetchPreview(endless.at('/0'), options())).toEqual(refused('REDIRECTS'));
    expect(endless.asked).toHaveLength(4);
  });

  test('without a readable place to go to are no pages', async () => {
    const nowhere = await pages.serve((_req, res) => res.writeHead(302).end(PAGE));
    expect(await fetchPreview(nowhere.at(), options())).toEqual(refused('STATUS'));
    const nonsense = await redirect(() => 'http://[');
    expect(await fetchPreview(nonsense.at(), options())).toEqual(refused('REDIRECTS'));
  });

  test('that a page asks of a browser are not followed', async () => {
    const { at, asked } = await pages.page(
      '<meta http-equiv="refresh" content="0; url=/there"><title>Here</title><script>location="/there"</script>',
      { Refresh: '0; url=/there' },
    );
    expect(await fetchPreview(at(), options())).toMatchObject({ page: { title: 'Here' } });
    expect(asked).toHaveLength(1);
  });
});

const resolveLocalhostToo: FetchOptions['resolve'] = async (hostname) =>
  hostname === 'localhost' ? ['127.0.0.1', '::1'] : (NAMES[hostname] ?? []);

/** A certificate for page.test that nobody trusts, good until 2199, and its key. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg65hW6oaHkLV52NhA
U7gNu5bHqXPdNRLs9A2IyqpUfIOhRANCAARSfTJY9ntY8IGkeSoj2pCyApVFVqBY
kUxqHfTqSlpXowjwTCXu8ZHzyU/Sh4W9RMqF1nD1O/pEwnDHCMuk+DWA
-----END PRIVATE KEY-----`;
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBYDCCAQegAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlwYWdlLnRl
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjE5OTEyMzEwMDAwMDBaMBQxEjAQBgNVBAMM
CXBhZ2UudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFJ9Mlj2e1jwgaR5
KiPakLIClUVWoFiRTGod9OpKWlejCPBMJe7xkfPJT9KHhb1EyoXWcPU7+kTCcMcI
y6T4NYCjSDBGMBQGA1UdEQQNMAuCCXBhZ2UudGVzdDAPBgNVHRMBAf8EBTADAQH/
MB0GA1UdDgQWBBQqdTC8rzDa+gjPPslYMqDB6Y9fZDAKBggqhkjOPQQDAgNHADBE
AiBTQ9AGtorKskMTF7qIpb24Ytb7Z9Ukt3esjCdVz5FppwIgLfz8BKcR/joFeccP
Q4TQFTrO0NmGddusZG1IzhNx6A0=
-----END CERTIFICATE-----`;
