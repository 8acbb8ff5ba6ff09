'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cn } from './cn';

type MenuProps = {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** Pixels between it and what opens it. */
  distance?: number;
};

export function Menu({
  trigger,
  children,
  align = 'end',
  side = 'bottom',
  distance = 6,
}: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          sideOffset={distance}
          align={align}
          side={side}
          className="z-50 outline-none"
        >
          <Base.Popup className="min-w-44 origin-(--transform-origin) rounded-sheet bg-raised p-1 text-ink shadow-float outline-none transition-[opacity,scale] data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0">
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
