import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchSteps } from './bench-runs.ts';
import { root } from './paths.ts';

const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const commands = Object.keys(scripts).filter((name) => name.startsWith('bench:'));

test('Benchmarks are all run small, and are all where their names say', () => {
  const steps = benchSteps([], '', async () => ({}));
  expect(steps.map(({ name }) => name).sort()).toEqual(commands.sort());
  for (const command of commands) {
    const [, name] = command.split(':');
    expect(scripts[command]).toBe(`node --import tsx bench/${name}/${name}.ts`);
    expect(existsSync(join(root, `bench/${name}/${name}.ts`))).toBe(true);
  }
});

test('Benchmarks are all named to whoever contributes', () => {
  const guide = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  expect(commands.filter((command) => !guide.includes(`\`${command}\``))).toEqual([]);
});
