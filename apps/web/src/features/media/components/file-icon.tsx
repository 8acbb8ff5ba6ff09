import { cn } from '@/components/ui/cn';
import { lookOf } from '../file-look';

const TONES = {
  leaf: 'bg-leaf-tint text-leaf-ink',
  amber: 'bg-amber-tint text-amber-ink',
  vermilion: 'bg-vermilion-tint text-vermilion-ink',
  sky: 'bg-inset text-sky-ink',
  plain: 'bg-inset text-ink-2',
} as const;

/** What kind of file it is, at a glance. */
export function FileIcon({ name, className }: { name: string; className?: string }) {
  const { Icon, tone } = lookOf(name);
  return (
    <span
      className={cn(
        'flex size-11 shrink-0 items-center justify-center rounded-[8px]',
        TONES[tone],
        className,
      )}
      aria-hidden="true"
    >
      <Icon className="size-5.5" />
    </span>
  );
}
