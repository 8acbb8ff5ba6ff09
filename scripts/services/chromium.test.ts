import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OFF_IN_PLAYWRIGHT } from '../../e2e/browser.ts';
import { root } from '../paths.ts';

test('Browsers of the tests are without all that Playwright turns off', () => {
  const bundle = join(root, 'node_modules/playwright-core/lib/coreBundle.js');
  const [, list = ''] = /disabledFeatures = \[([^\]]*)\]/.exec(readFileSync(bundle, 'utf8')) ?? [];
  const names = list.match(/^\s*"\w+"/gm)?.map((name) => JSON.parse(name));
  expect(OFF_IN_PLAYWRIGHT).toEqual(names);
});
