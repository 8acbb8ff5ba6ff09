import { parseArgs } from 'node:util';
import { benchSteps } from './bench-runs.ts';
import { buildWeb } from './build-web.ts';
import { staticChecks } from './checks.ts';
import { runNode, stopCommands } from './command.ts';
import { generate } from './generate.ts';
import { differences } from './migration.ts';
import { apiFolder, e2eFolder, root, webFolder } from './paths.ts';
import { ensureChromium } from './services/chromium.ts';
import type { ProcessSpec } from './services/processes.ts';
import { ensureTestServices, type TestServices } from './services/test-services.ts';
import { join, printTally, runSteps, type Step, type Tally, verdict } from './steps.ts';
import { runPlaywright, runVitest, type SuiteOptions } from './suites.ts';
import { Refusal, say } from './terminal.ts';

type Part = 'static' | 'migrations' | 'scripts' | 'api' | 'web' | 'e2e' | 'bench';

/**
 * What runs after each other, and how many steps of it at once: most suites have use for both cores themselves, while
 * benchmarks wait for much of their time.
 */
const STAGES: { parts: Part[]; width: number }[] = [
  { parts: ['static', 'migrations', 'scripts'], width: 2 },
  { parts: ['api', 'web', 'e2e'], width: 1 },
  { parts: ['bench'], width: 3 },
];
const PARTS = STAGES.flatMap(({ parts }) => parts);

interface Choice {
  parts: readonly Part[];
  pattern: string | undefined;
  args: string[];
  live: boolean;
}

/** `npm test`: everything. `npm test -- --only api [-t "name of a test"] [file]`: one part, as it goes. */
export async function main(args: string[]): Promise<void> {
  const choice = readChoice(args);
  let services: TestServices | undefined;
  const stop = async () => {
    stopCommands();
    await services?.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  }
  try {
    await generate(say);
    if (needsServices(choice)) services = await ensureTestServices(say);
    const steps = stepsOf(choice, services);
    let tally: Tally = { passed: 0, failed: 0, broken: [] };
    for (const { parts, width } of STAGES) {
      const chosen = parts.filter((part) => choice.parts.includes(part));
      const stage = chosen.flatMap((part) => steps[part]());
      tally = join(tally, await runSteps(stage, width));
    }
    await stop();
    printTally(tally);
    process.exitCode = tally.failed > 0 ? 1 : 0;
  } catch (error) {
    await stop();
    throw error;
  }
}

function readChoice(args: string[]): Choice {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { only: { type: 'string', multiple: true }, t: { type: 'string', short: 't' } },
  });
  const unknown = values.only?.find((name) => !PARTS.includes(name as Part));
  if (unknown) throw new Refusal(`There is no part ${unknown}; parts are ${PARTS.join(', ')}.`);
  return {
    parts: (values.only as Part[] | undefined) ?? PARTS,
    pattern: values.t,
    args: positionals,
    live: values.only !== undefined,
  };
}

function needsServices({ parts }: Choice): boolean {
  return parts.some((part) => ['migrations', 'api', 'e2e', 'bench'].includes(part));
}

function stepsOf(choice: Choice, services: TestServices | undefined): Record<Part, () => Step[]> {
  const { databaseUrl = '', redisUrl, redisServerBin } = services ?? {};
  const env: NodeJS.ProcessEnv = services
    ? {
        TEST_DATABASE_URL: databaseUrl,
        TEST_REDIS_URL: redisUrl,
        REDIS_SERVER_BIN: redisServerBin,
      }
    : {};
  const suite = (folder: string): SuiteOptions => ({ folder, env, ...choice });
  const one = (name: string, run: Step['run']) => () => [{ name, run }];
  return {
    static: staticChecks,
    migrations: one('migrations', async () => verdict(await differences(databaseUrl))),
    scripts: one('scripts tests', () => runVitest(suite(root))),
    api: one('api tests', () => runVitest(suite(apiFolder))),
    web: one('web tests', () => runVitest(suite(webFolder))),
    e2e: one('end-to-end tests', () => endToEnd(suite(e2eFolder))),
    // `npm test -- --only bench search`: one of them.
    bench: () => benchSteps(choice.args, databaseUrl, readyBrowser),
  };
}

async function endToEnd(suite: SuiteOptions) {
  return runPlaywright({ ...suite, env: { ...suite.env, ...(await readyBrowser()) } });
}

/** What stories and benchmarks in a browser need, as settings. */
async function readyBrowser(): Promise<NodeJS.ProcessEnv> {
  const CHROMIUM_PATH = ensureChromium(say);
  await buildWeb(runBuild, say);
  return { CHROMIUM_PATH };
}

async function runBuild(spec: ProcessSpec): Promise<void> {
  const { code, output } = await runNode(spec.args, {
    cwd: spec.cwd,
    env: { ...spec.env, NO_COLOR: '1' },
  });
  if (code !== 0) throw new Refusal(`The web client does not build:\n${output}`);
}
