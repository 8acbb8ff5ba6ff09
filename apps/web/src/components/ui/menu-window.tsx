'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { type ComponentProps, type ReactNode, useEffect, useRef } from 'react';
import { cn } from './cn';

type MenuWindowProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** What opens it. */
  anchor: HTMLElement | null;
  /** The id of what opens it, which it is called after. */
  labelledBy: string;
  /** The entry that whoever has opened it by a key stands on at once. */
  enter: 'first' | 'last' | null;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** Pixels between it and what opens it. */
  distance?: number;
};

const ENTRY = '[role^=menuitem]:not([aria-disabled=true])';

export function MenuWindow(props: MenuWindowProps) {
  const { open, onOpenChange, anchor, labelledBy, enter, children } = props;
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open || enter === null) return;
    // After the menu itself has taken the focus.
    const frame = requestAnimationFrame(() => {
      const entries = popup.current?.querySelectorAll<HTMLElement>(ENTRY) ?? [];
      entries[enter === 'first' ? 0 : entries.length - 1]?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [open, enter]);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          sideOffset={props.distance ?? 6}
          align={props.align ?? 'end'}
          side={props.side ?? 'bottom'}
          className="z-50 outline-none"
        >
          <Base.Popup
            ref={popup}
            aria-labelledby={labelledBy}
            className="min-w-44 origin-(--transform-origin) rounded-sheet bg-raised p-1 text-ink shadow-float outline-none transition-[opacity,scale] data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0"
          >
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

const ITEM =
  'flex h-9 cursor-default select-none items-center gap-2.5 rounded-control px-3 text-label outline-none touch:h-11 data-highlighted:bg-hover [&_.lucide]:size-4.5 [&_.lucide]:text-ink-2';

type MenuItemProps = ComponentProps<typeof Base.Item> & { tone?: 'plain' | 'danger' };

export function MenuItem({ tone = 'plain', className, ...rest }: MenuItemProps) {
  return (
    <Base.Item
      {...rest}
      className={cn(
        ITEM,
        tone === 'danger' && 'text-vermilion-ink [&_.lucide]:text-vermilion-ink',
        className,
      )}
    />
  );
}

type MenuCheckItemProps = {
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
  children: ReactNode;
};

/** Something that is on or off. */
export function MenuCheckItem({ checked, onCheckedChange, children }: MenuCheckItemProps) {
  return (
    <Base.CheckboxItem
      checked={checked}
      onCheckedChange={(on) => onCheckedChange(on)}
      closeOnClick
      className={ITEM}
    >
      {children}
      <Base.CheckboxItemIndicator className="ms-auto ps-4 [&_.lucide]:text-leaf-ink">
        <Check aria-hidden="true" />
      </Base.CheckboxItemIndicator>
    </Base.CheckboxItem>
  );
}

/** Between entries of different kinds. */
export function MenuLine() {
  return <Base.Separator className="my-1 h-px bg-line" />;
}
