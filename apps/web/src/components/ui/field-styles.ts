/** Shared by every control one types into, so that they sit alike in a form. */
export const controlClass =
  'w-full min-w-0 rounded-control border border-line-strong bg-raised text-body text-ink placeholder:text-ink-2 ' +
  'transition-colors hover:border-ink-3 focus-visible:border-leaf focus-visible:outline-2 focus-visible:outline-leaf focus-visible:outline-offset-0 ' +
  'aria-invalid:border-vermilion disabled:opacity-60';
