import { parseArgs } from 'node:util';
import { buildWeb } from './build-web.ts';
import { staticChecks } from './checks.ts';
import { runNode, stopCommands } from './command.ts';
import { generate } from './generate.ts';
import { differences } from './migration.ts';
import { apiFolder, e2eFolder, root, webFolder } from './paths.ts';
import { ensureChromium } from './services/chromium.ts';
import type { ProcessSpec } from './services/processes.ts';
import { ensureTestServices, type TestServices } from './services/test-services.ts';
import { join, printTally, runSteps, type Step, verdict } from './steps.ts';
import { runPlaywright, runVitest, type SuiteOptions } from './suites.ts';
import { Refusal, say } from './terminal.ts';

const PARTS = ['static', 'migrations', 'scripts', 'api', 'web', 'e2e'] as const;
type Part = (typeof PARTS)[number];

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
    const light = choice.parts.includes('static') ? staticChecks() : [];
    const first = await runSteps(light, 2);
    const second = await runSteps(suiteSteps(choice, services));
    const tally = join(first, second);
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
  return parts.some((part) => ['migrations', 'api', 'e2e'].includes(part));
}

function suiteSteps(choice: Choice, services: TestServices | undefined): Step[] {
  const env: NodeJS.ProcessEnv = services
    ? {
        TEST_DATABASE_URL: services.databaseUrl,
        TEST_REDIS_URL: services.redisUrl,
        REDIS_SERVER_BIN: services.redisServerBin,
      }
    : {};
  const suite = (folder: string): SuiteOptions => ({ folder, env, ...choice });
  const steps: Record<Exclude<Part, 'static'>, Step[]> = {
    migrations: [
      { name: 'migrations', run: async () => verdict(await differences(services?.databaseUrl)) },
    ],
    scripts: [{ name: 'scripts tests', run: () => runVitest(suite(root)) }],
    api: [{ name: 'api tests', run: () => runVitest(suite(apiFolder)) }],
    web: [{ name: 'web tests', run: () => runVitest(suite(webFolder)) }],
    e2e: [{ name: 'end-to-end tests', run: () => endToEnd(suite(e2eFolder)) }],
  };
  return choice.parts.flatMap((part) => (part === 'static' ? [] : steps[part]));
}

async function endToEnd(suite: SuiteOptions) {
  const CHROMIUM_PATH = ensureChromium(say);
  await buildWeb(runBuild, say);
  return runPlaywright({ ...suite, env: { ...suite.env, CHROMIUM_PATH } });
}

async function runBuild(spec: ProcessSpec): Promise<void> {
  const { code, output } = await runNode(spec.args, {
    cwd: spec.cwd,
    env: { ...spec.env, NO_COLOR: '1' },
  });
  if (code !== 0) throw new Refusal(`The web client does not build:\n${output}`);
}
