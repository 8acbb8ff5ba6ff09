import { cn } from './cn';

type BadgeProps = {
  count: number;
  /** What the number means, for screen readers: "3 unread messages". */
  label: string;
  /** There, but not calling. */
  quiet?: boolean;
  className?: string;
};

const MOST = 99;

export function Badge({ count, label, quiet, className }: BadgeProps) {
  if (count <= 0) return null;
  return (
    <span
      className={cn(
        'tabular forced-outline inline-flex h-4.5 min-w-4.5 shrink-0 items-center justify-center rounded-full px-1.25 font-semibold text-[0.6875rem] leading-none',
        quiet ? 'bg-hover text-ink-2' : 'bg-leaf text-on-leaf',
        className,
      )}
    >
      <span aria-hidden="true">{count > MOST ? `${MOST}+` : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
