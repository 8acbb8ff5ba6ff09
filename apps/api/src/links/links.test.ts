import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { transaction } from '../realtime/transaction.ts';
import { Pages } from '../testing/pages.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { keyOf, loadPreviews } from './access.ts';
import { normaliseLink } from './first-link.ts';
import { type OnReady, requestPreview, runLinkPreviews } from './service.ts';

const LOCAL = { LINK_PREVIEW_ALLOWED_ADDRESSES: '127.0.0.1/32' };
/** Every name is this machine. */
const resolve = async () => ['127.0.0.1'];
const nobody: OnReady = async () => {};

let stage: Stage;
beforeAll(async () => {
  stage = await startStage(LOCAL);
});
afterAll(() => stage.close());
const pages = new Pages();
afterEach(async () => {
  await pages.close();
  // What a test left to be tried again is not the next one's.
  await stage.backend.pool.query(
    `UPDATE link_preview SET next_attempt_at = NULL, claimed_until = NULL,
            state = CASE state WHEN 'PENDING' THEN 'FAILED' ELSE state END`,
  );
});

const ask = (url: string, at: Stage = stage) =>
  transaction(at.backend, (tx) => requestPreview(at.backend, tx, url));
const run = (onReady: OnReady = nobody, at: Stage = stage) =>
  runLinkPreviews(at.backend, onReady, { resolve });
async function row(url: string) {
  return stage.backend.db.linkPreview.findUnique({
    where: { key: keyOf(normaliseLink(url) ?? '') },
  });
}
async function requireRow(url: string) {
  const found = await row(url);
  if (!found) throw new Error(`Nobody asked for ${url}`);
  return found;
}
/** Lets time pass for one row: what lay in the future is due. */
const pass = (url: string, column: 'next_attempt_at' | 'expires_at' | 'claimed_until') =>
  stage.backend.pool.query(
    `UPDATE link_preview SET ${column} = now() - interval '1 second' WHERE url = $1`,
    [normaliseLink(url)],
  );
const secondsUntil = (date: Date | null) => ((date?.getTime() ?? 0) - Date.now()) / 1_000;
/** A host of its own for each test. */
const someHost = () => `${randomUUID()}.test`;
const TEA = '<title>Tea</title><meta property="og:site_name" content="Teahouse">';

describe('a preview', () => {
  test('is fetched after it was asked for, stored, told of, and shown', async () => {
    const server = await pages.page(TEA);
    const url = server.at('/tea', someHost());
    await ask(url);
    expect(await requireRow(url)).toMatchObject({ state: 'PENDING', attempts: 0 });
    expect(await loadPreviews(stage.backend, [url])).toEqual([null]);
    expect(server.asked).toEqual([]);

    const told: string[] = [];
    const ready = await run(async (_tx, of) => void told.push(of));
    expect(ready).toEqual([url]);
    expect(told).toEqual([url]);
    const preview = { url, title: 'Tea', description: null, siteName: 'Teahouse' };
    expect(await loadPreviews(stage.backend, ['https://none.test/', url, 'no url', url])).toEqual([
      null,
      preview,
      null,
      preview,
    ]);
    const { state, expiresAt, claimedUntil, nextAttemptAt } = await requireRow(url);
    expect({ state, claimedUntil, nextAttemptAt }).toEqual({
      state: 'READY',
      claimedUntil: null,
      nextAttemptAt: null,
    });
    expect(secondsUntil(expiresAt) / 86_400).toBeCloseTo(7, 2);
    expect(await run()).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  test('that many ask for at once is one', async () => {
    const server = await pages.page(TEA);
    const url = server.at('/', someHost());
    await Promise.all(Array.from({ length: 8 }, () => ask(url)));
    expect(await run()).toEqual([url]);
    await Promise.all(Array.from({ length: 8 }, () => ask(url)));
    expect(await run()).toEqual([]);
    expect(server.asked).toHaveLength(1);
  });

  test('of a transaction that is undone was never asked for', async () => {
    const url = `https://${someHost()}/`;
    const undone = transaction(stage.backend, async (tx) => {
      await requestPreview(stage.backend, tx, url);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await row(url)).toBeNull();
  });

  test('of what is no address of a page is not asked for', async () => {
    const before = await stage.backend.db.linkPreview.count();
    for (const url of ['', 'tea', 'ftp://a.test/', `https://a.test/${'x'.repeat(2_000)}`])
      await ask(url);
    expect(await stage.backend.db.linkPreview.count()).toBe(before);
  });

  test('is ready and told in one transaction, or neither', async () => {
    const server = await pages.page(TEA);
    const url = server.at('/', someHost());
    await ask(url);
    const failing: OnReady = async () => {
      throw new Error('could not tell');
    };
    expect(await run(failing)).toEqual([]);
    expect(await requireRow(url)).toMatchObject({ state: 'PENDING', title: null });
    await pass(url, 'claimed_until');
    expect(await run()).toEqual([url]);
  });
});

describe('one that cannot be had', () => {
  test('is tried three times, each time later, and again when somebody asks a day later', async () => {
    let status = 503;
    const server = await pages.serve((_req, res) =>
      res.writeHead(status, { 'Content-Type': 'text/html' }).end(TEA),
    );
    const url = server.at('/', someHost());
    await ask(url);
    for (const [attempt, wait] of [10, 90].entries()) {
      expect(await run()).toEqual([]);
      expect(await run()).toEqual([]);
      expect(server.asked).toHaveLength(attempt + 1);
      const { state, nextAttemptAt } = await requireRow(url);
      expect(state).toBe('PENDING');
      expect(Math.abs(secondsUntil(nextAttemptAt) - wait)).toBeLessThan(5);
      await pass(url, 'next_attempt_at');
    }
    expect(await run()).toEqual([]);
    expect(await requireRow(url)).toMatchObject({ state: 'FAILED', nextAttemptAt: null });
    expect(server.asked).toHaveLength(3);

    status = 200;
    await ask(url);
    expect(await run()).toEqual([]);
    await pass(url, 'expires_at');
    await ask(url);
    expect(await run()).toEqual([url]);
  });

  test('and never will be, is tried once', async () => {
    const server = await pages.page('no page', { 'Content-Type': 'text/plain' });
    const url = server.at('/', someHost());
    await ask(url);
    await run();
    expect(await requireRow(url)).toMatchObject({ state: 'FAILED', attempts: 1, title: null });
    expect(await loadPreviews(stage.backend, [url])).toEqual([null]);
  });

  test('because its address is an internal one: by default nothing of this machine is reached', async () => {
    const plain = await startStageOn(stage.databaseUrl);
    const server = await pages.page(TEA);
    const urls = ['127.0.0.1', someHost()].map((host) => server.at('/', host));
    for (const url of urls) await ask(url, plain);
    expect(await run(nobody, plain)).toEqual([]);
    for (const url of urls) expect(await requireRow(url)).toMatchObject({ state: 'FAILED' });
    expect(server.asked).toEqual([]);
    await plain.close();
  });
});

describe('an old one', () => {
  test('is shown until its successor has come, which is fetched when somebody asks', async () => {
    let title = 'Green tea';
    const server = await pages.serve((_req, res) =>
      res.writeHead(200, { 'Content-Type': 'text/html' }).end(`<title>${title}</title>`),
    );
    const url = server.at('/', someHost());
    await ask(url);
    await run();
    title = 'Black tea';
    await pass(url, 'expires_at');
    // Reading asks for nothing.
    expect(await loadPreviews(stage.backend, [url])).toMatchObject([{ title: 'Green tea' }]);
    expect(await run()).toEqual([]);
    await ask(url);
    expect(await loadPreviews(stage.backend, [url])).toMatchObject([{ title: 'Green tea' }]);
    expect(await run()).toEqual([url]);
    expect(await loadPreviews(stage.backend, [url])).toMatchObject([{ title: 'Black tea' }]);
  });

  test('stays when its page is gone', async () => {
    let status = 200;
    const server = await pages.serve((_req, res) =>
      res.writeHead(status, { 'Content-Type': 'text/html' }).end(TEA),
    );
    const url = server.at('/', someHost());
    await ask(url);
    await run();
    status = 404;
    await pass(url, 'expires_at');
    await ask(url);
    expect(await run()).toEqual([]);
    expect(await requireRow(url)).toMatchObject({ state: 'READY', nextAttemptAt: null });
    expect(await loadPreviews(stage.backend, [url])).toMatchObject([{ title: 'Tea' }]);
    await ask(url);
    expect(await run()).toEqual([]);
    expect(server.asked).toHaveLength(2);
  });
});

describe('several processes', () => {
  /** Answers when the test says so, and counts who is being answered at a time. */
  async function busyServer() {
    const waiting: ((status: number) => void)[] = [];
    const now = new Map<string, number>();
    let mostOfOneHost = 0;
    const server = await pages.serve((req, res) => {
      const host = req.headers.host ?? '';
      now.set(host, (now.get(host) ?? 0) + 1);
      mostOfOneHost = Math.max(mostOfOneHost, now.get(host) ?? 0);
      waiting.push((status) => {
        now.set(host, (now.get(host) ?? 0) - 1);
        res.writeHead(status, { 'Content-Type': 'text/html' }).end(TEA);
      });
    });
    const until = async (count: number) => {
      while (server.asked.length < count) await new Promise((turn) => setTimeout(turn, 5));
    };
    const release = () => {
      for (const answer of waiting.splice(0)) answer(200);
    };
    const releaseFirst = (status: number) => waiting.shift()?.(status);
    return { ...server, until, release, releaseFirst, mostOfOneHost: () => mostOfOneHost };
  }

  test('fetch each page once, and of one host one at a time', async () => {
    const other = await startStageOn(stage.databaseUrl, LOCAL);
    const server = await busyServer();
    const hosts = [someHost(), someHost()];
    const urls = hosts.flatMap((host) => [1, 2, 3].map((page) => server.at(`/${page}`, host)));
    await Promise.all(urls.map((url) => ask(url)));
    const ready: string[] = [];
    while (ready.length < urls.length) {
      const rounds = Promise.all([stage, other, stage, other].map((at) => run(nobody, at)));
      const releasing = setInterval(server.release, 20);
      ready.push(...(await rounds).flat());
      clearInterval(releasing);
    }
    expect(ready.sort()).toEqual(urls.sort());
    expect(server.asked).toHaveLength(urls.length);
    expect(server.mostOfOneHost()).toBe(1);
    await other.close();
  });

  test('read at most eight pages at a time, and a host with many links holds up no other', async () => {
    const server = await busyServer();
    const crowd = someHost();
    for (let page = 0; page < 120; page++) await ask(server.at(`/${page}`, crowd));
    const others = Array.from({ length: 9 }, () => server.at('/', someHost()));
    for (const url of others) await ask(url);
    const first = run();
    await server.until(8);
    expect(await run()).toEqual([]);
    server.release();
    const ready = await first;
    expect(ready).toHaveLength(8);
    expect(ready.filter((url) => others.includes(url))).toHaveLength(7);
  });

  test('take over from one that died, but not what may have killed it', async () => {
    const server = await pages.page(TEA);
    const url = server.at('/', someHost());
    const killer = server.at('/', someHost());
    await ask(url);
    await ask(killer);
    await stage.backend.pool.query(
      `UPDATE link_preview SET claimed_until = now() + interval '1 minute',
              attempts = CASE url WHEN $1 THEN 1 ELSE 3 END WHERE url IN ($1, $2)`,
      [url, killer],
    );
    expect(await run()).toEqual([]);
    await pass(url, 'claimed_until');
    await pass(killer, 'claimed_until');
    expect(await run()).toEqual([url]);
    expect(await requireRow(killer)).toMatchObject({ state: 'FAILED', nextAttemptAt: null });
    expect(server.asked).toHaveLength(1);
  });

  test.each([
    ['a page', 200],
    ['a failure', 404],
  ])(
    'whoever comes back with %s after their time stores and tells nothing',
    async (_what, status) => {
      const server = await busyServer();
      const url = server.at('/', someHost());
      await ask(url);
      const told: string[] = [];
      const tell =
        (who: string): OnReady =>
        async () =>
          void told.push(who);
      const late = run(tell('late'));
      await server.until(1);
      await pass(url, 'claimed_until');
      const successor = run(tell('successor'));
      await server.until(2);
      server.releaseFirst(status);
      expect(await late).toEqual([]);
      server.release();
      expect(await successor).toEqual([url]);
      expect(told).toEqual(['successor']);
    },
  );

  test('leave a busy host alone and go on with the others', async () => {
    const server = await busyServer();
    const [one, two] = [someHost(), someHost()];
    await ask(server.at('/1', one));
    const first = run();
    await server.until(1);
    await ask(server.at('/2', one));
    await pass(server.at('/2', one), 'next_attempt_at');
    await ask(server.at('/', two));
    const second = run();
    await server.until(2);
    server.release();
    expect(await Promise.all([first, second])).toEqual([
      [server.at('/1', one)],
      [server.at('/', two)],
    ]);
  });

  test('give way when another takes a page of the same host in the same instant', async () => {
    const { pool } = stage.backend;
    const host = someHost();
    await ask(`https://${host}/older`);
    await ask(`https://${host}/newer`);
    const other = await pool.connect();
    await other.query('BEGIN');
    await other.query(
      `UPDATE link_preview SET claimed_until = now() + interval '1 minute' WHERE url = $1`,
      [`https://${host}/newer`],
    );
    const round = run();
    const waiting = () =>
      pool.query(`SELECT FROM pg_stat_activity
                  WHERE datname = current_database() AND wait_event_type = 'Lock'`);
    while ((await waiting()).rowCount === 0);
    await other.query('COMMIT');
    other.release();
    expect(await round).toEqual([]);
    expect(await requireRow(`https://${host}/older`)).toMatchObject({ attempts: 0 });
  });
});

test('switched off, nothing is asked for and nothing is fetched', async () => {
  const off = await startStageOn(stage.databaseUrl, { ...LOCAL, LINK_PREVIEWS: 'false' });
  const server = await pages.page(TEA);
  const url = server.at('/', someHost());
  await ask(url, off);
  expect(await row(url)).toBeNull();
  await ask(url);
  expect(await run(nobody, off)).toEqual([]);
  expect(server.asked).toEqual([]);
  await off.close();
});
