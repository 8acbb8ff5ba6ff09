import { expect, test } from 'vitest';
import { runNode } from './command.ts';
import { root } from './paths.ts';

test('A command that takes longer than it may fails, and says how far it has come', async () => {
  const args = ['-e', 'console.log("so far"); setInterval(() => {}, 1_000)'];
  const { code, output } = await runNode(args, { cwd: root, limitMs: 5_000 });
  expect(code).toBe(1);
  expect(output).toContain('so far');
  expect(output).toContain('still under way after 5 s');
});

test('A command that ends in time is what it is', async () => {
  const args = ['-e', 'console.log("done"); process.exit(3)'];
  const result = await runNode(args, { cwd: root, limitMs: 60_000 });
  expect(result).toEqual({ code: 3, output: 'done\n' });
});
