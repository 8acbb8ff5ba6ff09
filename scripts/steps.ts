import { messageOf, say, seconds } from './terminal.ts';

export interface Outcome {
  passed: number;
  failed: number;
  /** What to read when something failed. */
  details?: string;
  /** What deserves a word although nothing failed. */
  note?: string;
}

export interface Step {
  name: string;
  run(): Promise<Outcome>;
}

export interface Tally {
  passed: number;
  failed: number;
  /** The names of the steps with failures. */
  broken: string[];
}

/** A check that is right or wrong as a whole counts as one test. */
export function verdict(problems: string[]): Outcome {
  return problems.length === 0
    ? { passed: 1, failed: 0 }
    : { passed: 0, failed: 1, details: problems.join('\n') };
}

/** Runs the steps, at most `width` at once, and reports each as it ends. */
export async function runSteps(steps: Step[], width = 1): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, broken: [] };
  const waiting = [...steps];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const outcome = await runStep(step);
      tally.passed += outcome.passed;
      tally.failed += outcome.failed;
      if (outcome.failed > 0) tally.broken.push(step.name);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return tally;
}

async function runStep(step: Step): Promise<Outcome> {
  const since = Date.now();
  let outcome: Outcome;
  try {
    outcome = await step.run();
  } catch (error) {
    // A step that breaks has failed like any other; the rest is still worth knowing.
    outcome = { passed: 0, failed: 1, details: (error as Error)?.stack ?? messageOf(error) };
    if ((error as Error)?.name === 'Refusal') outcome.details = messageOf(error);
  }
  const mark = outcome.failed > 0 ? '✗' : '✓';
  const counts = outcome.passed + outcome.failed > 1 ? `, ${outcome.passed} passed` : '';
  const failures = outcome.failed > 0 ? `, ${outcome.failed} failed` : '';
  const note = outcome.note ? `, ${outcome.note}` : '';
  say(`${mark} ${step.name} (${seconds(since)}${counts}${failures}${note})`);
  if (outcome.failed > 0 && outcome.details) say(indent(outcome.details));
  return outcome;
}

function indent(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ');
}

export function join(a: Tally, b: Tally): Tally {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    broken: [...a.broken, ...b.broken],
  };
}

export function printTally({ passed, failed, broken }: Tally): void {
  if (broken.length > 0) say(`\nFailed: ${broken.join(', ')}`);
  say(`${passed} passed, ${failed} failed`);
}
