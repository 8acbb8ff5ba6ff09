'use client';

import { Popover as Base } from '@base-ui/react/popover';
import type { ReactNode } from 'react';

type PopoverWindowProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What it holds, for screen readers. */
  label: string;
  /** What opens it. */
  anchor: HTMLElement | null;
  children: ReactNode;
  side?: 'top' | 'bottom';
  align?: 'start' | 'center' | 'end';
};

export function PopoverWindow({
  open,
  onOpenChange,
  anchor,
  label,
  children,
  side = 'top',
  align = 'start',
}: PopoverWindowProps) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next, { event, cancel }) => {
        // What opens it closes it as well, by itself.
        if (!next && event.target instanceof Node && anchor?.contains(event.target)) cancel();
        else onOpenChange(next);
      }}
    >
      <Base.Portal>
        <Base.Positioner {...{ anchor, side, align }} sideOffset={8} className="z-50 outline-none">
          <Base.Popup
            aria-label={label}
            className="origin-(--transform-origin) overflow-hidden rounded-sheet bg-raised text-ink shadow-float outline-none transition-[opacity,scale] data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
