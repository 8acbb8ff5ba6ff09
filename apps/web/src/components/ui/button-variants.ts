import { cva } from 'class-variance-authority';

export const buttonVariants = cva(
  [
    'inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-control font-medium',
    'transition-colors disabled:cursor-not-allowed data-disabled:cursor-not-allowed',
  ],
  {
    variants: {
      variant: {
        primary:
          'bg-leaf text-on-leaf not-disabled:hover:bg-leaf-strong disabled:bg-sunken disabled:text-ink-2',
        secondary:
          'border border-line-strong bg-raised text-ink not-disabled:hover:bg-hover disabled:text-ink-2',
        quiet: 'text-ink-2 not-disabled:hover:bg-hover not-disabled:hover:text-ink',
        link: 'text-leaf-ink not-disabled:hover:bg-leaf-tint',
        danger:
          'border border-line-strong bg-raised text-vermilion-ink not-disabled:hover:bg-vermilion-tint',
        destructive: 'bg-vermilion text-on-vermilion not-disabled:hover:opacity-90',
      },
      size: {
        small: 'h-8 px-3 text-label touch:h-10',
        medium: 'h-9 px-4 text-label touch:h-11',
        large: 'h-11 px-5 text-body touch:h-12',
      },
      wide: { true: 'w-full' },
    },
    defaultVariants: { variant: 'secondary', size: 'medium' },
  },
);
