import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ['meta', 'label', 'body', 'lead', 'title', 'display'],
      radius: ['control', 'bubble', 'tail', 'sheet'],
      shadow: ['float'],
    },
  },
});

/** Joins class names; a later utility wins over an earlier one of the same kind. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
