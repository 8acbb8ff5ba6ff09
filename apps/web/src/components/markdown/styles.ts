import { cn } from '@/components/ui/cn';

/** The looks of blocks: one for the real reading and the rough one before it, so that both take the same room. */
export const BODY =
  'flex min-w-0 flex-col gap-2 break-words text-body text-ink [overflow-wrap:anywhere]';
export const LIST_ITEM = 'ps-0.5 marker:text-ink-2';
export const QUOTE = 'flex flex-col gap-2 border-ink-3/60 border-s-2 ps-3 text-ink-2';
export const RULE = 'my-1 border-inset-line';
export const TABLE_FRAME = 'max-w-full overflow-x-auto rounded-control border border-inset-line';
export const TABLE = 'w-full border-collapse text-label [overflow-wrap:break-word]';
export const TABLE_ROW = 'border-inset-line border-b last:border-b-0';
export const HEAD_CELL = 'bg-inset px-3 py-1.5 text-start align-bottom font-semibold';
export const CELL = 'min-w-24 max-w-96 px-3 py-1.5 text-start align-top';
/** The Latin font has no italics of its own and may be slanted here; Chinese is never. */
export const EMPHASIS =
  'italic [font-synthesis-style:auto] [&:lang(zh)]:font-medium [&:lang(zh)]:not-italic';
export const LINK = 'text-sky-ink underline decoration-1 underline-offset-2 hover:decoration-2';

export const headingStyle = (level: number) =>
  cn(
    'font-semibold not-first:pt-1.5',
    level === 1 && 'text-lead',
    level === 2 && 'text-[1rem]',
    level === 3 && 'text-body',
    level > 3 && 'text-label text-ink-2',
  );

export const listStyle = (ordered: boolean, last: number) =>
  cn(
    'flex flex-col gap-1',
    ordered ? 'list-decimal' : 'list-disc',
    // Room for the widest number.
    last < 10 ? 'ps-5.5' : last < 100 ? 'ps-7' : last < 10_000 ? 'ps-11' : 'ps-24',
  );
