import { readFileSync } from 'node:fs';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const MOST_LINES = 160;

/** Tells what stood on the screen where a story failed: of a run on another machine nothing else remains. */
export default class ScreenReporter implements Reporter {
  readonly #screens: string[] = [];

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === test.expectedStatus) return;
    const { path } = result.attachments.find(({ name }) => name === 'error-context') ?? {};
    if (!path) return;
    const [, screen = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(path, 'utf8')) ?? [];
    const lines = screen.split('\n').slice(0, MOST_LINES);
    this.#screens.push(`On the screen when “${test.title}” failed:`, ...lines);
  }

  onEnd(): void {
    if (this.#screens.length > 0) console.log(`\n${this.#screens.join('\n')}`);
  }
}
