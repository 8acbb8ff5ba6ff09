'use client';

import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';

type PopoverProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What it holds, for screen readers. */
  label: string;
  trigger: ReactElement;
  children: ReactNode;
  side?: 'top' | 'bottom';
  align?: 'start' | 'center' | 'end';
};

/** Something small beside what opened it. */
export function Popover({
  trigger,
  label,
  children,
  side = 'top',
  align = 'start',
  ...rest
}: PopoverProps) {
  return (
    <Base.Root {...rest}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={8} className="z-50 outline-none">
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
