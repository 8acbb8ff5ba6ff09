import { parseArgs } from 'node:util';
import type { Browser } from '@playwright/test';
import { chatPath, composer } from '../../e2e/screens.ts';
import { browse } from '../browsing.ts';
import { writeReport } from '../house.ts';
import { figuresOf, milliseconds, printTable } from '../measure.ts';
import { CHAT_IS_USABLE, type FirstLoad, loadFirst, newVisitor, openTalk } from './page.ts';
import { measureBareSwitches, measureSwitches } from './switching.ts';
import { type Scene, setTable, talkAll } from './table.ts';
import { measureTyping } from './typing.ts';

interface Plan {
  rounds: number;
  switches: number;
  seconds: number;
  rate: number;
  warmUp: number;
  /** Milliseconds until all that comes when the browser is idle has come. */
  stay: number;
  /** How many times slower the processor is made; 1 leaves it out. */
  slowed: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      switches: { type: 'string', default: '40' },
      seconds: { type: 'string', default: '10' },
      /** Messages a second that arrive while somebody types. */
      rate: { type: 'string', default: '50' },
      /** Rounds of first loads before those that count. */
      'warm-up': { type: 'string', default: '1' },
      stay: { type: 'string', default: '6000' },
      /** As slow as a phone in the middle of the range. */
      slowed: { type: 'string', default: '4' },
      json: { type: 'string' },
    },
  });
  const plan: Plan = {
    rounds: Number(values.rounds),
    switches: Number(values.switches),
    seconds: Number(values.seconds),
    rate: Number(values.rate),
    warmUp: Number(values['warm-up']),
    stay: Number(values.stay),
    slowed: Number(values.slowed),
  };
  await browse(async ({ browser, house, url }) => {
    const scene = await setTable(house.api.url, house.pool);
    const report = {
      loads: await compareLoads(browser, url, scene, plan),
      switches: await compareSwitches(browser, url, scene, plan),
      typing: await compareTyping(browser, url, scene, plan),
    };
    writeReport(values.json, report);
  });
}

/** The chat page beside the one for signing in, at the machine's pace and slowed down, turn by turn. */
async function compareLoads(browser: Browser, url: string, scene: Scene, plan: Plan) {
  const { rounds, warmUp, stay } = plan;
  const pages = [
    { name: 'the page for signing in', path: '/sign-in', usable: 'form input:enabled' },
    { name: 'a conversation', path: chatPath(scene.talks[0].id), usable: CHAT_IS_USABLE, scene },
  ];
  const cases = pages.flatMap((page) =>
    [...new Set([1, plan.slowed])].map((slowed) => ({ ...page, slowed })),
  );
  const taken = cases.map((): FirstLoad[] => []);
  for (let round = 1 - warmUp; round <= rounds; round += 1)
    for (const [place, { path, usable, slowed, scene }] of cases.entries()) {
      const context = await newVisitor(browser, url, scene);
      const load = await loadFirst(context, path, usable, {
        slowed,
        stayMs: round === rounds && slowed === 1 ? stay : 0,
      });
      await context.close();
      if (round > 0) taken[place]?.push(load);
    }
  const rows = cases.map(({ name, slowed }, place) => {
    const loads = taken[place] ?? [];
    const median = (of: (load: FirstLoad) => number) => figuresOf(loads.map(of)).p50;
    return {
      page: slowed > 1 ? `${name}, CPU slowed ${slowed} times` : name,
      usableMs: median(({ usable }) => usable),
      firstBytes: median(({ first }) => first.scripts),
      firstFiles: median(({ first }) => first.files),
      laterBytes: Math.max(...loads.map(({ later }) => later.scripts)),
    };
  });
  console.log();
  printTable(
    ['First load', 'usable p50 ms', 'scripts until then KB', 'files', 'scripts afterwards KB'],
    rows.map((row) => [
      row.page,
      row.usableMs.toFixed(0),
      kilobytes(row.firstBytes),
      row.firstFiles.toFixed(0),
      kilobytes(row.laterBytes),
    ]),
  );
  return rows;
}

const kilobytes = (bytes: number) => (bytes / 1_024).toFixed(1);

async function compareSwitches(browser: Browser, url: string, scene: Scene, { switches }: Plan) {
  const context = await newVisitor(browser, url, scene);
  const page = await openTalk(context, scene.talks[0]);
  const ours = await measureSwitches(page, scene.talks, switches);
  const bare = await measureBareSwitches(page, scene.talks, switches);
  await context.close();
  const rows = [
    { what: 'reference: the same markup, by hand', ...figuresOf(bare) },
    { what: 'another conversation, from the cache', ...figuresOf(ours) },
  ];
  console.log();
  printTable(
    ['From the click to the frame', 'p50 ms', 'p95 ms', 'worst ms', 'times'],
    rows.map(({ what, p50, p95, most, runs }) => [
      what,
      milliseconds(p50),
      milliseconds(p95),
      milliseconds(most),
      String(runs),
    ]),
  );
  return rows;
}

async function compareTyping(browser: Browser, url: string, scene: Scene, plan: Plan) {
  const { seconds, rate } = plan;
  const context = await newVisitor(browser, url, scene);
  const bare = await context.newPage();
  await bare.setContent('<textarea></textarea>');
  const page = await openTalk(context, scene.talks[0]);
  const rows = [];
  for (const { what, where, field, arriving } of [
    { what: 'reference: a bare field', where: bare, field: bare.locator('textarea'), arriving: 0 },
    { what: 'nothing arrives', where: page, field: composer(page), arriving: 0 },
    { what: `${rate} messages/s arrive`, where: page, field: composer(page), arriving: rate },
  ]) {
    await where.bringToFront();
    const silence = arriving ? talkAll(scene, scene.talks[0].id, arriving) : async () => 0;
    const { longTasks, keys, busy } = await measureTyping(where, field, seconds);
    const arrived = await silence();
    rows.push({
      ...{ what, arrived, busy, longTasks: longTasks.length },
      longestTask: Math.max(0, ...longTasks),
      ...figuresOf(keys),
    });
  }
  await context.close();
  console.log();
  printTable(
    [
      'While typing',
      'key to frame p50 ms',
      'p95 ms',
      'tasks over 50 ms',
      'longest ms',
      'main thread busy',
      'arrived',
    ],
    rows.map((row) => [
      row.what,
      milliseconds(row.p50),
      milliseconds(row.p95),
      String(row.longTasks),
      row.longestTask.toFixed(0),
      `${(row.busy * 100).toFixed(0)} %`,
      String(row.arrived),
    ]),
  );
  return rows;
}

await main();
