'use client';

import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useRef,
} from 'react';
import { LIST_WIDTH } from '../appearance';
import { cn } from '../ui/cn';
import { useListWidth } from './list-width';

type ListDetailProps = {
  /** What the list holds, for its landmark. */
  listLabel: string;
  resizeLabel: string;
  list: ReactNode;
  detail: ReactNode;
  /** On a phone there is room for one of the two. */
  detailOpen: boolean;
};

export function ListDetail({ listLabel, resizeLabel, list, detail, detailOpen }: ListDetailProps) {
  const { width } = useListWidth();
  return (
    <div
      className="flex min-h-0 min-w-0 flex-1"
      style={{ '--list-width': `${width}px` } as CSSProperties}
    >
      <section
        aria-label={listLabel}
        className={cn(
          'relative flex w-(--list-width) max-w-[45vw] shrink-0 flex-col bg-surface phone:w-full phone:max-w-none',
          detailOpen && 'phone:hidden',
        )}
      >
        {list}
        <ResizeHandle label={resizeLabel} />
      </section>
      <main
        className={cn(
          'relative flex min-w-0 flex-1 flex-col bg-paper',
          !detailOpen && 'phone:hidden',
        )}
      >
        {detail}
      </main>
    </div>
  );
}

const STEP = 16;

function ResizeHandle({ label }: { label: string }) {
  const { width, setWidth } = useListWidth();
  const grip = useRef<{ from: number; width: number } | null>(null);

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!grip.current) return;
    const sign = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
    setWidth(grip.current.width + sign * (event.clientX - grip.current.from));
  };
  const press = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowLeft: -STEP, ArrowRight: STEP };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setWidth(width + step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be focused or dragged; this is ARIA's window splitter.
    <div
      role="separator"
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={LIST_WIDTH.least}
      aria-valuemax={LIST_WIDTH.most}
      tabIndex={0}
      className="group absolute inset-y-0 -end-1.5 z-10 w-3 cursor-col-resize touch-none outline-none phone:hidden"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = { from: event.clientX, width };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        grip.current = null;
      }}
      onDoubleClick={() => setWidth(LIST_WIDTH.normal)}
      onKeyDown={press}
    >
      <div className="absolute inset-y-0 start-1.25 w-px bg-line transition-colors group-hover:bg-ink-3 group-focus-visible:w-0.5 group-focus-visible:bg-leaf group-active:bg-leaf" />
    </div>
  );
}
