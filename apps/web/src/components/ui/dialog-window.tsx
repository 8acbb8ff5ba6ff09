'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { cn } from './cn';
import { IconButton } from './icon-button';
import { useFinalFocus } from './return-focus';

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  closeLabel: string;
  children: ReactNode;
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
  className?: string;
};

/** A dialog in the middle of a wide window, a sheet from below on a phone. */
export function DialogWindow({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  children,
  footer,
  className,
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  const finalFocus = useFinalFocus();
  // One comes to fill something in, not to close; by touch the keyboard would jump into the way.
  const focusFirstField = (how: string) =>
    how === 'touch' || window.matchMedia('(pointer: coarse)').matches
      ? popup.current
      : (popup.current?.querySelector<HTMLElement>('input:not([hidden]), textarea') ?? true);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        {/* Above another dialog, too: that one is out of reach as well. */}
        <Base.Backdrop
          forceRender
          className="fixed inset-0 z-40 bg-scrim transition-opacity duration-160 data-ending-style:opacity-0 data-starting-style:opacity-0"
        />
        <Base.Viewport className="fixed inset-0 z-40 flex items-center justify-center p-6 phone:items-end phone:p-0">
          <Base.Popup
            ref={popup}
            initialFocus={focusFirstField}
            finalFocus={finalFocus}
            className={cn(
              'flex max-h-[min(85dvh,44rem)] w-full max-w-110 flex-col overflow-hidden rounded-sheet bg-raised text-ink shadow-float [--bubble:var(--bubble-raised)]',
              'transition-[opacity,translate] duration-160 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0',
              'phone:max-h-[92dvh] phone:max-w-none phone:rounded-b-none phone:pb-[env(safe-area-inset-bottom)] phone:data-ending-style:translate-y-full phone:data-starting-style:translate-y-full phone:data-ending-style:opacity-100 phone:data-starting-style:opacity-100',
              className,
            )}
          >
            <header className="flex items-start gap-4 pt-3 ps-6 pe-3">
              <div className="min-w-0 flex-1">
                <Base.Title className="flex min-h-9 items-center font-semibold text-lead touch:min-h-11">
                  {title}
                </Base.Title>
                {description && (
                  <Base.Description className="pb-1 text-ink-2 text-label">
                    {description}
                  </Base.Description>
                )}
              </div>
              <Base.Close
                render={
                  <IconButton label={closeLabel} side="bottom">
                    <X aria-hidden="true" />
                  </IconButton>
                }
              />
            </header>
            <div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-6 pt-3 pb-6">
              {children}
            </div>
            {footer && (
              <footer className="flex justify-end gap-2 border-line border-t px-6 py-4 phone:*:flex-1">
                {footer}
              </footer>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
