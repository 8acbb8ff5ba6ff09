'use client';

import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { IconButton } from './icon-button';

export interface ToastWords {
  title: ReactNode;
  description?: ReactNode;
  /** Milliseconds until it goes; 0 for one that stays. */
  timeout?: number;
}

const manager = Base.createToastManager();

type ToastLayerProps = {
  closeLabel: string;
  /** What is to be said; taken out of the queue. */
  queue: ToastWords[];
};

export function ToastLayer({ closeLabel, queue }: ToastLayerProps) {
  useEffect(() => {
    for (const words of queue.splice(0)) manager.add(words);
  });
  return (
    <Base.Provider timeout={6000} limit={3} toastManager={manager}>
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
