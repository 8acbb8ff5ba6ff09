import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extendTailwindMerge } from 'tailwind-merge';
import { expect, test } from 'vitest';
import { cn } from './cn';

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['meta', 'label', 'body', 'lead', 'title', 'display'],
      radius: ['control', 'bubble', 'tail', 'sheet'],
      shadow: ['float'],
    },
  },
});

/** What our sources say for the ordinary state: a word of a string that reads like a utility. */
function utilitiesInUse(): string[] {
  const src = join(import.meta.dirname, '../..');
  const words = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .flatMap((path) => readFileSync(join(src, path), 'utf8').match(/(?<=["'` ])[^"'`\s{}<>]+/g))
    .filter((word) => word !== null)
    .filter((word) => /^-?[a-z][\w-]*(?:\[[^\]:]+\])?[\w./-]*$/.test(word));
  return [...new Set(words)].filter((word) => merge(word, 'block', word) === `block ${word}`);
}

test('nothing is overruled that may stand beside the later one, of all that we use', () => {
  const inUse = utilitiesInUse();
  expect(inUse.length).toBeGreaterThan(300);
  const lost = inUse.flatMap((earlier) =>
    inUse.filter(
      (later) =>
        later !== earlier && cn(earlier, later) === later && merge(earlier, later) !== later,
    ),
  );
  expect(lost).toEqual([]);
});

test.each([
  ['flex gap-2', 'hidden', 'hidden gap-2'],
  ['relative', 'absolute inset-0', 'absolute inset-0'],
  ['size-9 touch:size-11', 'size-8', 'size-8 touch:size-11'],
  ['rounded-control', 'rounded-[24%]', 'rounded-[24%]'],
  ['rounded-bubble', 'rounded-ee-tail', 'rounded-bubble rounded-ee-tail'],
  ['text-ink-2 text-body', 'text-leaf-ink', 'text-leaf-ink text-body'],
  ['text-body text-ink', 'text-[0.75rem]', 'text-[0.75rem] text-ink'],
  ['text-center text-body', 'text-start', 'text-start text-body'],
  ['px-3', 'pe-11', 'px-3 pe-11'],
  ['-mt-1', 'mt-3', 'mt-3'],
  ['not-disabled:hover:bg-hover', 'not-disabled:hover:bg-veil', 'not-disabled:hover:bg-veil'],
  ['[&_.lucide]:text-ink-2', '[&_.lucide]:text-vermilion-ink', '[&_.lucide]:text-vermilion-ink'],
  ['hover:bg-hover', 'bg-selected', 'hover:bg-hover bg-selected'],
])('%s and then %s is %s', (earlier, later, answer) => {
  expect(cn(earlier, later)).toBe(answer);
});

test('what is false, empty or not there says nothing', () => {
  expect(cn('flex', false, undefined, null, '', { hidden: false })).toBe('flex');
  expect(cn()).toBe('');
});
