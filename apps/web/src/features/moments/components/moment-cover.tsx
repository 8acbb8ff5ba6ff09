import type { ReactNode } from 'react';
import { TeaDrawing } from '@/components/tea-drawing';
import { cn } from '@/components/ui/cn';

type MomentCoverProps = {
  /** The picture behind, which fills the place; null while nobody has chosen one. */
  picture: ReactNode | null;
  name: string;
  portrait: ReactNode;
  /** What they say of themself, below the picture. */
  line?: string | null;
  /** At the lower start, on the picture. */
  actions?: ReactNode;
};

/** The head of a feed or an album: somebody's picture, and they themself at its lower edge. */
export function MomentCover({ picture, name, portrait, line, actions }: MomentCoverProps) {
  return (
    <header className="relative">
      <div className="relative flex h-64 items-end justify-center overflow-hidden bg-leaf-tint wide:rounded-sheet phone:h-62">
        {/* Above the line of the name, however long that is. */}
        {picture ?? <TeaDrawing className="mb-14 size-46 shrink-0 opacity-40" />}
        <h2
          dir="auto"
          className={cn(
            'absolute end-30 bottom-3 start-14 truncate text-end font-semibold text-lead',
            picture ? 'text-on-veil [text-shadow:0_1px_4px_var(--veil)]' : 'text-ink',
          )}
        >
          {name}
        </h2>
        {actions && <div className="absolute start-2 top-2">{actions}</div>}
      </div>
      <div className="absolute end-4 top-48 phone:top-46">
        <div className="rounded-full bg-paper p-1">{portrait}</div>
      </div>
      <p dir="auto" className="min-h-7 truncate ps-4 pe-30 pt-2 text-end text-ink-2 text-meta">
        {line}
      </p>
    </header>
  );
}
