import { ChevronRight } from 'lucide-react';
import { type ComponentType, type ReactNode, useId } from 'react';
import { cn } from '@/components/ui/cn';

type Icon = ComponentType<{ className?: string; 'aria-hidden'?: 'true' }>;

type PanelSectionProps = { title: ReactNode; action?: ReactNode; children: ReactNode };

/** A part of the details panel, under a heading of its own. */
export function PanelSection({ title, action, children }: PanelSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-line border-t py-2">
      <div className="flex h-11 items-center justify-between gap-2 ps-5 pe-2">
        <h3 id={id} className="tabular font-medium text-ink-2 text-label">
          {title}
        </h3>
        {action}
      </div>
      <div className="px-2">{children}</div>
    </section>
  );
}

type PanelRowProps = {
  Icon: Icon;
  label: ReactNode;
  /** A number or a word at the end of the row. */
  trailing?: ReactNode;
  /** It leads to a page of its own. */
  leads?: boolean;
  tone?: 'plain' | 'danger';
  onClick: () => void;
};

export function PanelRow({
  Icon,
  label,
  trailing,
  leads = false,
  tone = 'plain',
  onClick,
}: PanelRowProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={cn(
        '-outline-offset-2 flex min-h-11 w-full items-center gap-3 rounded-[8px] px-3 text-start text-body',
        tone === 'danger' ? 'text-vermilion-ink hover:bg-vermilion-tint' : 'hover:bg-hover',
      )}
    >
      <Icon aria-hidden="true" className={cn('shrink-0', tone === 'plain' && 'text-ink-2')} />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {trailing}
      {leads && (
        <ChevronRight className="size-4.5 shrink-0 text-ink-3 rtl:rotate-180" aria-hidden="true" />
      )}
    </button>
  );
}

/** Nothing here yet, said in the middle of a page of the panel. */
export function PanelEmpty({ children }: { children: ReactNode }) {
  return <p className="px-6 py-10 text-center text-ink-2 text-label">{children}</p>;
}
