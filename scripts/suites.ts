import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binOf } from './checks.ts';
import { runNode } from './command.ts';
import type { Outcome } from './steps.ts';

export interface SuiteOptions {
  folder: string;
  env?: NodeJS.ProcessEnv;
  /** Passed on to the runner: file names, for example. */
  args: string[];
  /** Only tests whose name matches; the others then do not count as skipped. */
  pattern?: string | undefined;
  /** Show the runner's own output as it comes. */
  live: boolean;
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export function runVitest(options: SuiteOptions): Promise<Outcome> {
  return runSuite(options, (report) => ({
    args: [
      binOf('vitest', 'vitest'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...(options.pattern ? ['-t', options.pattern] : []),
      ...options.args,
    ],
    env: {},
    count: (json) => {
      // A file that breaks before its first test has no failed test to show for it.
      const broken = json.testResults.filter(
        (file: { status: string; assertionResults: unknown[] }) =>
          file.status === 'failed' && file.assertionResults.length === 0,
      );
      return {
        passed: json.numPassedTests,
        failed: json.numFailedTests + broken.length,
        skipped: json.numPendingTests + json.numTodoTests,
      };
    },
  }));
}

export function runPlaywright(options: SuiteOptions): Promise<Outcome> {
  return runSuite(options, (report) => ({
    args: [
      binOf('@playwright/test', 'playwright'),
      'test',
      '--reporter=./screen-reporter.ts,list,json',
      ...(options.pattern ? ['-g', options.pattern] : []),
      ...options.args,
    ],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    count: ({ stats, errors }) => ({
      passed: stats.expected,
      // A test that passes only at the second try has not passed.
      failed: stats.unexpected + stats.flaky + errors.length,
      skipped: stats.skipped,
    }),
  }));
}

interface Runner {
  args: string[];
  env: NodeJS.ProcessEnv;
  // biome-ignore lint/suspicious/noExplicitAny: the reports' own formats, of which this reads a few numbers.
  count(json: any): Counts;
}

async function runSuite(
  options: SuiteOptions,
  describe: (reportFile: string) => Runner,
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'teahouse-report-'));
  const reportFile = join(folder, 'report.json');
  try {
    const { args, env, count } = describe(reportFile);
    const { code, output } = await runNode(args, {
      cwd: options.folder,
      env: { NO_COLOR: options.live ? undefined : '1', ...options.env, ...env },
      live: options.live,
    });
    if (!existsSync(reportFile)) return { passed: 0, failed: 1, details: output };
    return judge(count(JSON.parse(readFileSync(reportFile, 'utf8'))), code, output, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Green means that something ran and nothing was left out. */
function judge(counts: Counts, code: number, output: string, options: SuiteOptions): Outcome {
  const skipped = options.pattern ? 0 : counts.skipped;
  const reasons: string[] = [];
  let failed = counts.failed;
  if (skipped > 0 && process.env.CI) {
    failed += skipped;
    reasons.push(`${skipped} skipped, which counts as failed here`);
  }
  if (failed === 0 && code !== 0) {
    failed = 1;
    reasons.push(`the runner ended with code ${code}`);
  }
  if (failed === 0 && counts.passed === 0) {
    failed = 1;
    reasons.push('no test ran');
  }
  return {
    passed: counts.passed,
    failed,
    details: [...(options.live ? [] : [output]), ...reasons].join('\n'),
    ...(skipped > 0 ? { note: `${skipped} skipped` } : {}),
  };
}
