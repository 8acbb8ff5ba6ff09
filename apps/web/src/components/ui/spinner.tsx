import { LoaderCircle } from 'lucide-react';
import { cn } from './cn';

/** Appears late, so that quick work never flickers. Decorative: say what is happening in words beside it. */
export function Spinner({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex animate-appear-late', className)} aria-hidden="true">
      <LoaderCircle className="size-4 animate-spin motion-reduce:animate-none" />
    </span>
  );
}
