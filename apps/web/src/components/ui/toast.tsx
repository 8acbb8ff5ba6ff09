'use client';

import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button';

export const useToast = Base.useToastManager;

/** For what happened out of sight; whatever has a place on the screen is said there instead. */
export function ToastProvider({
  closeLabel,
  children,
}: {
  closeLabel: string;
  children: ReactNode;
}) {
  return (
    <Base.Provider timeout={6000} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed end-6 bottom-6 z-60 flex w-90 max-w-[calc(100vw-2rem)] flex-col gap-2 phone:inset-x-4 phone:bottom-[calc(var(--tab-bar-height)+1rem+env(safe-area-inset-bottom))] phone:w-auto">
          <Toasts closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts({ closeLabel }: { closeLabel: string }) {
  const { toasts } = Base.useToastManager();
  return toasts.map((toast) => (
    <Base.Root
      key={toast.id}
      toast={toast}
      swipeDirection={['down', 'right']}
      className="rounded-sheet bg-raised text-ink shadow-float transition-[opacity,translate] duration-160 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-limited:hidden data-starting-style:translate-y-2 data-starting-style:opacity-0"
    >
      <Base.Content className="flex items-start gap-2 py-2 ps-4 pe-2">
        <div className="min-w-0 flex-1 py-1.5">
          <Base.Title className="font-medium text-label" />
          <Base.Description className="text-ink-2 text-label" />
        </div>
        <Base.Close
          render={
            <IconButton label={closeLabel}>
              <X className="size-4" aria-hidden="true" />
            </IconButton>
          }
        />
      </Base.Content>
    </Base.Root>
  ));
}
