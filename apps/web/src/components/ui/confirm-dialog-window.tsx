'use client';

import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { Button } from './button';
import { buttonVariants } from './button-variants';
import { useFinalFocus } from './return-focus';

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** What will happen, and what will be kept. */
  description: ReactNode;
  confirmLabel: string;
  cancelLabel: string;
  busy?: boolean;
  error?: ReactNode;
  onConfirm: () => void;
};

export function ConfirmDialogWindow(props: ConfirmDialogProps) {
  const finalFocus = useFinalFocus();
  return (
    <Base.Root open={props.open} onOpenChange={props.onOpenChange}>
      <Base.Portal>
        {/* Above another dialog, too: that one is out of reach as well. */}
        <Base.Backdrop
          forceRender
          className="fixed inset-0 z-50 bg-scrim transition-opacity duration-160 data-ending-style:opacity-0 data-starting-style:opacity-0"
        />
        <Base.Viewport className="fixed inset-0 z-50 flex items-center justify-center p-6 phone:items-end phone:p-3">
          <Base.Popup
            finalFocus={finalFocus}
            className="w-full max-w-100 rounded-sheet bg-raised p-6 text-ink shadow-float transition-[opacity,translate] duration-160 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0 phone:mb-[env(safe-area-inset-bottom)]"
          >
            <Base.Title className="font-semibold text-lead">{props.title}</Base.Title>
            <Base.Description className="mt-2 text-ink-2 text-label">
              {props.description}
            </Base.Description>
            {props.error && (
              <p role="alert" className="mt-3 text-label text-vermilion-ink">
                {props.error}
              </p>
            )}
            <div className="mt-6 flex justify-end gap-2 phone:*:flex-1">
              <Base.Close className={buttonVariants({ variant: 'secondary' })}>
                {props.cancelLabel}
              </Base.Close>
              <Button variant="destructive" busy={props.busy} onClick={props.onConfirm}>
                {props.confirmLabel}
              </Button>
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
