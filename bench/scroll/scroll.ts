import { parseArgs } from 'node:util';
import type { BrowserContext, Page } from '@playwright/test';
import { PASSWORD } from '@teahouse/api/testing/world';
import { chatPath, history } from '../../e2e/screens.ts';
import { settle } from '../../e2e/scrolling.ts';
import { bringSession } from '../../e2e/session.ts';
import { browse } from '../browsing.ts';
import { writeReport } from '../house.ts';
import { figuresOf, printTable } from '../measure.ts';
import { Reader, type Smoothness, type Weight } from './frames.ts';
import { buildScene, type Scene, type Talk } from './scene.ts';

const SMALL = 100;
const LIVE_PER_SECOND = 20;
/** Pixels in a second: of a person who reads diagonally, and of one who looks for something far above. */
const STEADY = 1_500;
const FAST = 10_000;
const ALONG_MS = 4_000;

type Gesture = 'wheel' | 'fling' | 'ever further up' | 'reading along';

/** What is measured, and what brings the page back afterwards; so many pixels far. */
const gesturesOver = (far: number): Record<Gesture, Motion> => ({
  wheel: { work: (reader) => reader.upAndDown(far, STEADY) },
  fling: { work: (reader) => reader.upAndDown(far, FAST) },
  /** Always on to what has not been seen; where there is no more, from the end again. */
  'ever further up': {
    work: (reader) => reader.scroll(far, STEADY),
    inSmall: (reader) => reader.scroll(-far, FAST),
  },
  'reading along': { work: () => new Promise((resolve) => setTimeout(resolve, ALONG_MS)) },
});

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
      /** Pixels. */
      far: { type: 'string', default: '3000' },
      only: { type: 'string', default: '' },
      json: { type: 'string' },
    },
  });
  await browse(async ({ browser, house, url }) => {
    const sizes = { small: SMALL, large: Number(values.messages) };
    const scene = await buildScene(house.pool, house.api.url, sizes);
    await house.pool.query('VACUUM ANALYZE');
    const context = await browser.newContext({
      baseURL: url,
      locale: 'en-US',
      viewport: { width: 1440, height: 900 },
    });
    // tsx has every function keep its name by a call, also those that run in the page.
    await context.addInitScript('globalThis.__name = (named) => named');
    await bringSession(context, scene.viewer.account.username, PASSWORD);
    const plan = {
      loaded: values.loaded.split(',').map(Number),
      rounds: Number(values.rounds),
      gestures: gesturesOver(Number(values.far)),
    };
    const places = placesOf(plan.loaded).filter(({ name }) => name.includes(values.only));
    const rows: Row[] = [];
    for (const place of places) rows.push(...(await compare(context, scene, place, plan)));
    console.log();
    print(rows);
    writeReport(values.json, rows);
  });
}

function placesOf(loaded: readonly number[]): Place[] {
  const far = loaded[loaded.length >> 1] ?? 0;
  return [
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
}

interface Plan {
  rounds: number;
  gestures: Record<Gesture, Motion>;
}

/** Turn by turn in the small conversation and at the place in the large one, so that the machine's moods fall on both. */
async function compare(
  context: BrowserContext,
  scene: Scene,
  place: Place,
  { rounds, gestures: motions }: Plan,
): Promise<Row[]> {
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
        const { work, inSmall } = motions[gesture];
        const smoothness = await side.reader.measure(() => work(side.reader));
        await silence();
        if (side.talk === scene.small) await inSmall?.(side.reader);
        // The first round warms up.
        if (round > 0) side.taken.set(gesture, [...(side.taken.get(gesture) ?? []), smoothness]);
      }
  const weights = [await small.reader.weigh(), await large.reader.weigh()] as const;
  const rows = gestures.map((gesture): Row => {
    const [inSmall = [], inLarge = []] = sides.map(({ taken }) => taken.get(gesture) ?? []);
    return {
      what: `${place.name}: ${gesture}`,
      small: figures(inSmall, weights[0]),
      large: figures(inLarge, weights[1]),
    };
  });
  print(rows);
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

/** Of each, how it is written. */
const COLUMNS = {
  'p50 ms': (value: number) => value.toFixed(1),
  'p95 ms': (value: number) => value.toFixed(1),
  'worst ms': (value: number) => value.toFixed(1),
  '> 33 ms': percent,
  '> 50 ms': percent,
  'long tasks': String,
  'CPU ms/frame': (value: number) => value.toFixed(1),
  'heap MB': (value: number) => value.toFixed(0),
  nodes: String,
};
type Column = keyof typeof COLUMNS;
type Figures = Record<Column, number>;
const TITLES = Object.keys(COLUMNS) as Column[];

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

interface Row {
  what: string;
  small: Figures;
  large: Figures;
}

/** One line for the small conversation, one for the large, and what the second is of the first. */
function print(rows: readonly Row[]): void {
  const written = (figures: Figures) => TITLES.map((title) => COLUMNS[title](figures[title]));
  printTable(
    ['In the large conversation', ...TITLES],
    rows.flatMap(({ what, small, large }) => {
      const ratios = TITLES.map((title) => large[title] / small[title]);
      return [
        [`${what}: ${SMALL} messages`, ...written(small)],
        [what, ...written(large)],
        ['ratio', ...ratios.map((ratio) => (Number.isFinite(ratio) ? ratio.toFixed(2) : '–'))],
      ];
    }),
  );
}

/** Of each round, and then the median of all. */
function figures(taken: readonly Smoothness[], { heap, nodes }: Weight): Figures {
  const median = (of: (one: Smoothness) => number) => figuresOf(taken.map(of)).p50;
  const share = ({ frames }: Smoothness, limit: number) =>
    frames.filter((time) => time > limit).length / frames.length;
  return {
    'p50 ms': median(({ frames }) => figuresOf(frames).p50),
    'p95 ms': median(({ frames }) => figuresOf(frames).p95),
    'worst ms': median(({ frames }) => figuresOf(frames).most),
    '> 33 ms': median((one) => share(one, 33.4)),
    '> 50 ms': median((one) => share(one, 50.1)),
    'long tasks': median(({ longTasks }) => longTasks),
    'CPU ms/frame': median(({ cpu }) => cpu),
    'heap MB': heap,
    nodes,
  };
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
