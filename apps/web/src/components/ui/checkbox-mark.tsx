import { Check } from 'lucide-react';
import { cn } from './cn';

/** The picture of a checkbox, for rows that are themselves the control. */
export function CheckboxMark({ checked }: { checked: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'inline-flex size-5 shrink-0 items-center justify-center rounded-full border transition-colors',
        checked ? 'border-leaf bg-leaf text-on-leaf' : 'border-ink-3 text-transparent',
      )}
    >
      <Check className="size-3.5 stroke-3" />
    </span>
  );
}
