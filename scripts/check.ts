import { staticChecks } from './checks.ts';
import { generate } from './generate.ts';
import { printTally, runSteps } from './steps.ts';
import { say } from './terminal.ts';

/** `npm run check`: what an author wants to know before every commit, in seconds. */
export async function main(): Promise<void> {
  await generate(say);
  const tally = await runSteps(staticChecks(), 2);
  printTally(tally);
  process.exitCode = tally.failed > 0 ? 1 : 0;
}
