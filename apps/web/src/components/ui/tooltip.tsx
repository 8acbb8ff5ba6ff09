'use client';

import { Tooltip as Base } from '@base-ui/react/tooltip';
import { type ReactElement, type ReactNode, useState } from 'react';

export const TooltipProvider = Base.Provider;

type TooltipProps = {
  label: ReactNode;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** The element described. It must carry its own accessible name; the tooltip only shows it. */
  children: ReactElement;
};

export function Tooltip({ label, side = 'top', children }: TooltipProps) {
  const [open, setOpen] = useState(false);
  const change = (next: boolean, details: Base.Root.ChangeEventDetails) => {
    // Escape is meant for what lies below, and takes the tooltip with it: nobody presses it twice for that.
    if (details.reason === 'escape-key') {
      details.cancel();
      details.allowPropagation();
    }
    setOpen(next);
  };
  return (
    <Base.Root open={open} onOpenChange={change}>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={8} className="z-50">
          <Base.Popup className="pointer-events-none max-w-72 rounded-control bg-ink px-2 py-1 text-meta text-paper transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            {label}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
