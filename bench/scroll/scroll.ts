import { parseArgs } from 'node:util';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { ApiProcess } from '@teahouse/api/testing/processes';
import { PASSWORD } from '@teahouse/api/testing/world';
import { migrate } from '@teahouse/db/migrate';
import pg from 'pg';
import { CHROMIUM } from '../../e2e/browser.ts';
import { chatPath, history } from '../../e2e/screens.ts';
import { settle } from '../../e2e/scrolling.ts';
import { ensureWebBuilt, webServer } from '../../e2e/servers.ts';
import { bringSession } from '../../e2e/session.ts';
import { generate } from '../../scripts/generate.ts';
import { freePort, LOOPBACK } from '../../scripts/services/ports.ts';
import { ThrowawayServers } from '../../scripts/services/test-services.ts';
import { figuresOf, printTable } from '../measure.ts';
import { Reader, type Smoothness, type Weight } from './frames.ts';
import { buildScene, type Scene, type Talk } from './scene.ts';

const SMALL = 100;
const LIVE_PER_SECOND = 20;
/** Pixels. */
const FAR = 3_000;
/** Pixels in a second: of a person who reads diagonally, and of one who looks for something far above. */
const STEADY = 1_500;
const FAST = 10_000;
const ALONG_MS = 4_000;

/** What is measured, and what brings the page back afterwards. */
const GESTURES = {
  wheel: { work: (reader: Reader) => reader.upAndDown(FAR, STEADY) },
  fling: { work: (reader: Reader) => reader.upAndDown(FAR, FAST) },
  /** Always on to what has not been seen; where there is no more, from the end again. */
  'ever further up': {
    work: (reader: Reader) => reader.scroll(FAR, STEADY),
    inSmall: (reader: Reader) => reader.scroll(-FAR, FAST),
  },
  'reading along': { work: () => new Promise((resolve) => setTimeout(resolve, ALONG_MS)) },
} satisfies Record<string, Motion>;
type Gesture = keyof typeof GESTURES;

interface Motion {
  work(reader: Reader): Promise<unknown>;
  inSmall?(reader: Reader): Promise<unknown>;
}

/** Where in the large conversation one is, and how one comes there. */
interface Place {
  name: string;
  go(page: Page): Promise<void>;
  live?: boolean;
  gestures?: Gesture[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '100000' },
      loaded: { type: 'string', default: '1000,5000,20000' },
      rounds: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
    },
  });
  await generate(console.log);
  await ensureWebBuilt();
  const services = new ThrowawayServers();
  const { url: databaseUrl } = await services.postgres();
  await migrate(databaseUrl);
  const [apiPort, webPort] = [await freePort(), await freePort()];
  const url = `http://${LOOPBACK}:${webPort}`;
  const api = new ApiProcess(apiPort, { DATABASE_URL: databaseUrl, PUBLIC_URL: url });
  const web = webServer(webPort, api, url);
  const browser = await chromium.launch(CHROMIUM);
  const stop = async () => {
    await browser.close();
    await Promise.all([api.stop(), web.stop()]);
    await services.stop();
  };
  process.once('SIGINT', () => void stop().finally(() => process.exit(130)));
  try {
    await Promise.all([api.start(), web.start()]);
    const pool = new pg.Pool({ connectionString: databaseUrl });
    const sizes = { small: SMALL, large: Number(values.messages) };
    const scene = await buildScene(pool, api.url, sizes);
    await pool.query('VACUUM ANALYZE');
    await pool.end();
    const context = await browser.newContext({
      baseURL: url,
      locale: 'en-US',
      viewport: { width: 1440, height: 900 },
    });
    // tsx has every function keep its name by a call, also those that run in the page.
    await context.addInitScript('globalThis.__name = (named) => named');
    await bringSession(context, scene.viewer.account.username, PASSWORD);
    await bench(context, scene, {
      loaded: values.loaded.split(',').map(Number),
      rounds: Number(values.rounds),
      only: values.only,
    });
  } finally {
    await stop();
  }
}

async function bench(
  context: BrowserContext,
  scene: Scene,
  { loaded, rounds, only }: { loaded: number[]; rounds: number; only: string },
): Promise<void> {
  const far = loaded[loaded.length >> 1] ?? 0;
  const places: Place[] = [
    { name: 'at the end', go: async () => {} },
    ...loaded.map((count) => ({
      name: `${count} messages up`,
      go: (page: Page) => loadOlder(page, count),
    })),
    { name: 'after a jump to the middle', go: jumpToMiddle },
    {
      name: `at the end, ${LIVE_PER_SECOND} new messages/s`,
      go: async () => {},
      live: true,
      gestures: ['wheel', 'fling', 'reading along'],
    },
    {
      name: `${far} messages up, ${LIVE_PER_SECOND} new messages/s`,
      go: (page: Page) => loadOlder(page, far),
      live: true,
    },
  ];
  const rows: string[][] = [];
  for (const place of places.filter(({ name }) => name.includes(only)))
    rows.push(...(await compare(context, scene, place, rounds)));
  console.log();
  printTable(HEAD, rows);
}

/** Turn by turn in the small conversation and at the place in the large one, so that the machine's moods fall on both. */
async function compare(
  context: BrowserContext,
  scene: Scene,
  place: Place,
  rounds: number,
): Promise<string[][]> {
  const small = await open(context, scene.small);
  const large = await open(context, scene.large);
  await place.go(large.page);
  const sides = [
    { ...small, talk: scene.small, taken: new Map<Gesture, Smoothness[]>() },
    { ...large, talk: scene.large, taken: new Map<Gesture, Smoothness[]>() },
  ];
  const gestures = place.gestures ?? ['wheel', 'fling', 'ever further up'];
  for (let round = 0; round <= rounds; round += 1)
    for (const gesture of gestures)
      for (const side of round % 2 ? sides : sides.toReversed()) {
        await side.page.bringToFront();
        const silence = place.live ? speak(scene, side.talk) : async () => {};
        const { work, inSmall }: Motion = GESTURES[gesture];
        const smoothness = await side.reader.measure(() => work(side.reader));
        await silence();
        if (side.talk === scene.small) await inSmall?.(side.reader);
        // The first round warms up.
        if (round > 0) side.taken.set(gesture, [...(side.taken.get(gesture) ?? []), smoothness]);
      }
  const weights = [await small.reader.weigh(), await large.reader.weigh()] as const;
  const rows = gestures.flatMap((gesture) =>
    rowsOf(
      `${place.name}: ${gesture}`,
      sides.map(({ taken }) => taken.get(gesture) ?? []),
      weights,
    ),
  );
  for (const row of rows) console.log(row.join(' | '));
  await small.page.close();
  await large.page.close();
  return rows;
}

async function open(context: BrowserContext, talk: Talk) {
  const page = await context.newPage();
  await page.goto(chatPath(talk.id));
  await history(page).locator('[data-message-id]').first().waitFor();
  await settle(page);
  return { page, reader: await Reader.at(page) };
}

const HEAD = [
  'In the large conversation',
  ...[
    'p50 ms',
    'p95 ms',
    'worst ms',
    '> 33 ms',
    '> 50 ms',
    'long tasks',
    'CPU ms/frame',
    'heap MB',
    'nodes',
  ],
];

/** One row for the small conversation, one for the large, and what the second is of the first. */
function rowsOf(
  name: string,
  [small = [], large = []]: Smoothness[][],
  weights: readonly [Weight, Weight],
): string[][] {
  const [one, other] = [figures(small, weights[0]), figures(large, weights[1])];
  const ratio = one.map((figure, column) => (other[column] ?? 0) / figure);
  return [
    [`${name}: ${SMALL} messages`, ...one.map(written)],
    [name, ...other.map(written)],
    ['ratio', ...ratio.map((value) => (Number.isFinite(value) ? value.toFixed(2) : '–'))],
  ];
}

const written = (value: number, column: number) =>
  column === 3 || column === 4
    ? `${(value * 100).toFixed(1)} %`
    : value.toFixed(column < 3 || column === 6 ? 1 : 0);

/** Of each round, and then the median of all. */
function figures(taken: readonly Smoothness[], { heap, nodes }: Weight): number[] {
  const median = (of: (one: Smoothness) => number) => figuresOf(taken.map(of)).p50;
  const share = ({ frames }: Smoothness, limit: number) =>
    frames.filter((time) => time > limit).length / frames.length;
  return [
    median(({ frames }) => figuresOf(frames).p50),
    median(({ frames }) => figuresOf(frames).p95),
    median(({ frames }) => figuresOf(frames).most),
    median((one) => share(one, 33.4)),
    median((one) => share(one, 50.1)),
    median(({ longTasks }) => longTasks),
    median(({ cpu }) => cpu),
    heap,
    nodes,
  ];
}

/** Scrolls up until so many older messages have come. */
async function loadOlder(page: Page, count: number): Promise<void> {
  let come = 0;
  page.on('response', async (response) => {
    if (!response.url().endsWith('/graphql') || response.request().method() !== 'POST') return;
    const answer = await response.json().catch(() => null);
    come += answer?.data?.conversation?.messages?.edges?.length ?? 0;
  });
  for (let quiet = 0; come < count && quiet < 100; ) {
    const before = come;
    await history(page).evaluate(async (log) => {
      log.scrollTop = Math.min(log.scrollTop, 200);
      await new Promise(requestAnimationFrame);
    });
    quiet = come === before ? quiet + 1 : 0;
    if (quiet > 0) await page.waitForTimeout(20);
  }
  await settle(page);
}

/** By the reply near the end whose quote leads there. */
async function jumpToMiddle(page: Page): Promise<void> {
  const reply = history(page)
    .locator('[data-message-id]')
    .filter({ hasText: 'As was said back then' });
  await reply.getByRole('button').first().click();
  await page.waitForTimeout(1_000);
  await settle(page);
}

/** Has somebody talk at a steady rate until it is silenced. */
function speak({ speaker }: Scene, { id }: Talk): () => Promise<void> {
  const said: Promise<unknown>[] = [];
  const timer = setInterval(() => {
    said.push(speaker.send(id, `说到 ${said.length}: and what do you think of that?`));
  }, 1_000 / LIVE_PER_SECOND);
  return async () => {
    clearInterval(timer);
    await Promise.all(said);
  };
}

await main();
