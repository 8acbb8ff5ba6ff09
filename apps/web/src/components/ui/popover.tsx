'use client';

import { cloneElement, type MouseEvent, type ReactElement, type ReactNode, useRef } from 'react';
import { onDemand } from '../on-demand';

const popover = onDemand(() => import('./popover-window'));
const PopoverWindow = popover.component('PopoverWindow', { needed: ({ open }) => open });

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

type TriggerProps = {
  'aria-haspopup': 'dialog';
  'aria-expanded': boolean;
  onPointerEnter: () => void;
  onClick: (event: MouseEvent<HTMLElement>) => void;
};

/** Something small beside what opened it. */
export function Popover({ trigger, ...rest }: PopoverProps) {
  const { open, onOpenChange } = rest;
  const anchor = useRef<HTMLElement>(null);
  const props: TriggerProps = {
    'aria-haspopup': 'dialog',
    'aria-expanded': open,
    onPointerEnter: () => void popover.preload(),
    onClick: ({ currentTarget }) => {
      // Safari does not focus what is clicked, and the focus is to come back here.
      currentTarget.focus({ preventScroll: true });
      anchor.current = currentTarget;
      onOpenChange(!open);
    },
  };
  return (
    <>
      {cloneElement(trigger as ReactElement<Partial<TriggerProps>>, props)}
      <PopoverWindow {...rest} anchor={anchor.current} />
    </>
  );
}
