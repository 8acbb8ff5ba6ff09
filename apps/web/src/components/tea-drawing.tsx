import { cn } from './ui/cn';

/** Ink lines and one leaf: a lidded cup on its saucer. */
export function TeaDrawing({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 320 320"
      className={cn('text-ink', className)}
      fill="none"
      stroke="currentColor"
      strokeWidth="2.25"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M84 176h152c0 46-24 78-54 88h-44c-30-10-54-42-54-88Z" />
      <path d="M140 264v9h40v-9" />
      <path d="M62 268c10 18 44 26 98 26s88-8 98-26" />
      <path d="M62 268h60m76 0h60" />
      <path d="M97 164c5-24 30-38 63-38s58 14 63 38" />
      <path d="M88 164h144" />
      <path d="M146 126c0-14 28-14 28 0" />
      <path d="M104 196c4 20 13 36 25 46" strokeWidth="1.5" opacity="0.55" />
      <g className="text-leaf">
        <path
          className="fill-leaf"
          stroke="none"
          d="M158 98c-10-34 8-64 52-70 6 42-14 68-44 70 8-22 16-36 28-50-16 12-28 28-36 50Z"
        />
      </g>
      <path d="M160 110c-1-4-1.600-8-2-12" className="text-leaf" />
    </svg>
  );
}
