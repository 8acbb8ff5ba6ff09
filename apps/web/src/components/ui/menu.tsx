'use client';

import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react';
import { onDemand } from '../on-demand';

const menu = onDemand(() => import('./menu-window'));
const MenuWindow = menu.component('MenuWindow', { needed: ({ open }) => open });

export const preloadMenus = menu.preload;
export const MenuItem = menu.component('MenuItem');
export const MenuCheckItem = menu.component('MenuCheckItem');
export const MenuLine = menu.component('MenuLine');

type MenuProps = {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** Pixels between it and what opens it. */
  distance?: number;
};

type TriggerProps = {
  id: string;
  'aria-haspopup': 'menu';
  'aria-expanded': boolean;
  onPointerEnter: () => void;
  onClick: (event: MouseEvent<HTMLElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
};

/** Opens by a click, and by the arrows like any menu; what it is made of comes when somebody is about to. */
export function Menu({ trigger, children, ...rest }: MenuProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [enter, setEnter] = useState<'first' | 'last' | null>(null);
  const anchor = useRef<HTMLElement>(null);
  const openAt = (element: HTMLElement, at: typeof enter) => {
    // Safari does not focus what is clicked, and the focus is to come back here.
    element.focus({ preventScroll: true });
    anchor.current = element;
    setEnter(at);
    setOpen(true);
  };
  const props: TriggerProps = {
    id,
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    onPointerEnter: () => void menu.preload(),
    // A click that no pointer has made comes from a key.
    onClick: ({ currentTarget, detail }) => openAt(currentTarget, detail === 0 ? 'first' : null),
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      openAt(event.currentTarget, event.key === 'ArrowDown' ? 'first' : 'last');
    },
  };
  return (
    <>
      {cloneElement(trigger as ReactElement<Partial<TriggerProps>>, props)}
      <MenuWindow
        {...rest}
        {...{ open, enter, labelledBy: id }}
        anchor={anchor.current}
        onOpenChange={setOpen}
      >
        {children}
      </MenuWindow>
    </>
  );
}
