import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';

const SOURCE = readFileSync(fileURLToPath(new URL('../../public/sw.js', import.meta.url)), 'utf8');
const ORIGIN = 'https://tea.house';

class FakeCache {
  readonly entries = new Map<string, Response>();
  match = async (url: string) => this.entries.get(pathOf(url))?.clone();
  put = async (url: string, response: Response) => {
    this.entries.set(pathOf(url), response.clone());
  };
  delete = async (url: string) => this.entries.delete(pathOf(url));
  keys = async () => [...this.entries.keys()];
}

const pathOf = (url: string) => {
  const { pathname, search } = new URL(url, ORIGIN);
  return pathname + search;
};

/** A web server that serves one version of the app. */
class Site {
  online = true;
  /** Requests are taken and never answered. */
  silent = false;
  status = 200;
  readonly asked: string[] = [];
  /** Of the files, where a deployment has come as far as those only. */
  built: string | null = null;
  constructor(
    public build: string,
    public look = 'en',
  ) {}

  readonly fetch = async (given: string | { url: string }): Promise<Response> => {
    const path = pathOf(typeof given === 'string' ? given : given.url);
    this.asked.push(path);
    if (!this.online) throw new TypeError('Failed to fetch');
    if (this.silent) return new Promise(() => {});
    if (path === '/offline/assets')
      return Response.json({
        build: this.built ?? this.build,
        files: [`/_next/static/${this.built ?? this.build}.js`],
      });
    if (path === '/offline')
      return new Response(
        `<html lang="${this.look}" data-build="${this.build}"><link rel="icon" href="/icon.svg?1">`,
      );
    return new Response(`${path} of ${this.build}`, { status: this.status });
  };
}

type Listener = (event: Record<string, unknown>) => void;

/** The worker in a browser that has kept so much. */
function start(site: Site, kept = new Map<string, FakeCache>()) {
  const listeners = new Map<string, Listener>();
  const caches = {
    open: async (name: string) => {
      const cache = kept.get(name) ?? new FakeCache();
      kept.set(name, cache);
      return cache;
    },
    keys: async () => [...kept.keys()],
    delete: async (name: string) => kept.delete(name),
  };
  const self = {
    location: { origin: ORIGIN },
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
    skipWaiting: async () => {},
    clients: { claim: async () => {} },
    registration: {},
  };
  runInNewContext(SOURCE, {
    ...{ self, caches, fetch: site.fetch, URL, Response, Promise },
    setTimeout: (work: () => void, ms: number) => setTimeout(work, ms),
  });
  const going: Promise<unknown>[] = [];
  const say = async (name: string, event: object) => {
    const extended: Promise<unknown>[] = [];
    let answer: Promise<Response> | undefined;
    listeners.get(name)?.({
      ...event,
      waitUntil: (work: Promise<unknown>) => {
        extended.push(work);
        going.push(work);
      },
      respondWith: (response: Promise<Response>) => {
        answer = response;
      },
    });
    return { extended: Promise.all(extended), answer };
  };
  return {
    kept,
    keep: async (build: string, look = site.look) =>
      (await say('message', { data: { build, look } })).extended,
    /** Undefined: the worker leaves it to the browser. */
    async request(path: string, given: object = { mode: 'navigate' }) {
      const url = new URL(path, ORIGIN).href;
      const request = { method: 'GET', destination: '', url, ...given };
      const { answer } = await say('fetch', { request, preloadResponse: undefined });
      return answer && (await answer).text();
    },
    /** Once it has done what it goes on with after its answers. */
    settled: () => Promise.all(going),
    versions: () =>
      [...kept].filter(([, { entries }]) => entries.has('/offline')).map(([name]) => name),
  };
}

const file = { mode: 'no-cors', destination: 'script' };
afterEach(() => {
  vi.useRealTimers();
});

test('without a network any page of the app is the shell, and its files are there', async () => {
  const site = new Site('one');
  const worker = start(site);
  await worker.keep('one');
  site.online = false;
  for (const path of ['/', '/chats', '/chats/Q29udmU%3D?details', '/sign-in'])
    expect(await worker.request(path)).toContain('data-build="one"');
  expect(await worker.request('/_next/static/one.js', file)).toBe('/_next/static/one.js of one');
  const icon = { mode: 'no-cors', destination: 'image' };
  expect(await worker.request('/icon.svg?1', icon)).toBe('/icon.svg?1 of one');
});

test('with a network pages come from the server, so that a new version is there at once', async () => {
  const site = new Site('one');
  const worker = start(site);
  await worker.keep('one');
  site.build = 'two';
  expect(await worker.request('/chats')).toBe('/chats of two');
});

test('a server in trouble and a network that says nothing count as none', async () => {
  const site = new Site('one');
  const worker = start(site);
  await worker.keep('one');
  site.status = 502;
  expect(await worker.request('/chats')).toContain('data-build="one"');
  vi.useFakeTimers();
  site.silent = true;
  const patient = worker.request('/chats');
  await vi.advanceTimersByTimeAsync(4_001);
  expect(await patient).toContain('data-build="one"');
});

test('requests for data, for signing in and from elsewhere are none of its business, and nothing of them is kept', async () => {
  const site = new Site('one');
  const worker = start(site);
  await worker.keep('one');
  const asked = [
    ['/graphql', { method: 'POST', mode: 'cors' }],
    ['/graphql', { mode: 'navigate' }],
    ['/api/auth/session', { mode: 'cors' }],
    ['/api/auth/callback/oidc?code=1', { mode: 'navigate' }],
    ['/chats?_rsc=1', { mode: 'cors' }],
    ['https://elsewhere.example/_next/static/one.js', file],
    ['/report.pdf', { mode: 'navigate' }],
  ] as const;
  for (const [path, given] of asked) expect(await worker.request(path, given)).toBeUndefined();
  await worker.request('/chats');
  await worker.request('/_next/static/later.js', file);
  const paths = [...worker.kept.values()].flatMap(({ entries }) => [...entries.keys()]);
  const own = ['/offline', '/offline/current', '/offline/look'];
  expect(paths.sort()).toEqual(['/_next/static/one.js', '/icon.svg?1', ...own]);
});

test('a new version takes over as a whole, and of the old ones the last stays for pages still open', async () => {
  const site = new Site('one');
  const worker = start(site);
  for (const build of ['one', 'two', 'three']) {
    site.build = build;
    await worker.keep(build);
  }
  expect(worker.versions()).toEqual(['teahouse-app/two', 'teahouse-app/three']);
  site.online = false;
  expect(await worker.request('/chats')).toContain('data-build="three"');
  expect(await worker.request('/_next/static/two.js', file)).toBe('/_next/static/two.js of two');
});

test('a version that could not be kept as a whole does not count', async () => {
  const site = new Site('one');
  const worker = start(site);
  await worker.keep('one');
  site.build = 'two';
  site.status = 404;
  await worker.keep('two');
  expect(worker.versions()).toEqual(['teahouse-app/one']);
  site.status = 200;
  await worker.keep('two');
  expect(worker.versions()).toEqual(['teahouse-app/one', 'teahouse-app/two']);
});

test('a page of the old version does not make the worker keep the new one: its own data would be of no use to that', async () => {
  const site = new Site('two');
  const worker = start(site);
  await worker.keep('one');
  expect(worker.versions()).toEqual([]);
  Object.assign(site, { build: 'one', built: 'two' });
  await worker.keep('one');
  expect(worker.versions()).toEqual([]);
});

test('of two versions that are served side by side, the one of the page that was there last opens', async () => {
  const site = new Site('one');
  const worker = start(site);
  await worker.keep('one');
  site.build = 'two';
  await worker.keep('two');
  site.build = 'one';
  await worker.keep('one');
  site.online = false;
  expect(await worker.request('/chats')).toContain('data-build="one"');
});

test('a page that looks different makes a new shell, and what has not changed is not fetched again', async () => {
  const site = new Site('one', 'en');
  const worker = start(site);
  await worker.keep('one', 'en');
  site.asked.length = 0;
  await worker.keep('one', 'en');
  expect(site.asked).toEqual([]);
  site.look = 'zh-CN';
  await worker.keep('one', 'zh-CN');
  expect(site.asked).toEqual(['/offline/assets', '/offline']);
  site.online = false;
  expect(await worker.request('/chats')).toContain('lang="zh-CN"');
});

const image = { mode: 'no-cors', destination: 'image' };

test('small forms of pictures are kept for a time without a network, and asked for anew while there is one', async () => {
  const site = new Site('one');
  const worker = start(site);
  const seen = ['/files/a1/thumbnail', '/files/a1/preview', '/files/b2/poster'];
  for (const path of seen) expect(await worker.request(path, image)).toBe(`${path} of one`);
  site.build = 'two';
  expect(await worker.request('/files/a1/thumbnail', image)).toBe('/files/a1/thumbnail of two');
  await worker.settled();
  site.online = false;
  for (const path of seen) expect(await worker.request(path, image)).toContain(path);
  expect(await worker.request('/files/a1/full', image).catch(() => 'gone')).toBe('gone');
});

test('a picture that may not be seen any more is not kept either', async () => {
  const site = new Site('one');
  const worker = start(site);
  await worker.request('/files/a1/thumbnail', image);
  await worker.settled();
  site.status = 404;
  await worker.request('/files/a1/thumbnail', image);
  await worker.settled();
  site.online = false;
  expect(await worker.request('/files/a1/thumbnail', image).catch(() => 'gone')).toBe('gone');
});

test('of very many pictures those are kept that were seen last', async () => {
  const site = new Site('one');
  const worker = start(site);
  for (let at = 0; at < 405; at += 1) await worker.request(`/files/p${at}/thumbnail`, image);
  await worker.settled();
  const kept = [...(worker.kept.get('teahouse-pictures')?.entries.keys() ?? [])];
  expect(kept).toHaveLength(400);
  expect(kept).not.toContain('/files/p4/thumbnail');
  expect(kept).toContain('/files/p404/thumbnail');
});
