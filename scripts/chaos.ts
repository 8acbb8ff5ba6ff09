import { generate } from './generate.ts';
import { apiFolder } from './paths.ts';
import { printTally, runSteps } from './steps.ts';
import { runVitest } from './suites.ts';
import { say } from './terminal.ts';

const SECONDS = '300';

/** `npm run test:chaos`: what `npm test` does for some seconds, for as long as CHAOS_SECONDS says. */
export async function main(args: string[]): Promise<void> {
  await generate(say);
  const env = { CHAOS_SECONDS: process.env.CHAOS_SECONDS || SECONDS };
  const suite = { folder: apiFolder, env, args: ['src/chaos.test.ts', ...args], live: true };
  const tally = await runSteps([{ name: 'chaos', run: () => runVitest(suite) }]);
  printTally(tally);
  process.exitCode = tally.failed > 0 ? 1 : 0;
}
