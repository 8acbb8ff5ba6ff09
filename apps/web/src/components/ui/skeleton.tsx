import { cn } from './cn';

/** A shape of what is coming. Invisible for its first 150 ms, so that quick answers never flicker. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className="block animate-appear-late">
      <span className={cn('block animate-breathe rounded-control bg-sunken', className)} />
    </span>
  );
}
