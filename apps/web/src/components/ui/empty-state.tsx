import type { ReactNode } from 'react';
import { cn } from './cn';

type EmptyStateProps = {
  /** A drawing or icon; decorative. */
  picture?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ picture, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn('flex flex-col items-center justify-center px-6 py-12 text-center', className)}
    >
      {picture && (
        <div aria-hidden="true" className="mb-4 text-ink-3">
          {picture}
        </div>
      )}
      <p className="font-medium text-body text-ink">{title}</p>
      {children && (
        <div className="mt-1 max-w-72 text-balance text-ink-2 text-label">{children}</div>
      )}
      {action && <div className="mt-5 flex gap-2">{action}</div>}
    </div>
  );
}
