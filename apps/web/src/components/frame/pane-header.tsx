'use client';

import type { ReactNode } from 'react';
import { cn } from '../ui/cn';

type PaneHeaderProps = {
  title: ReactNode;
  /** At the start, before the title (a back button). */
  leading?: ReactNode;
  actions?: ReactNode;
  /** On a page, the title stands where the text below it begins. */
  measured?: boolean;
};

/** The top line of a list or page; all are of one height, so that their baselines meet. */
export function PaneHeader({ title, leading, actions, measured = false }: PaneHeaderProps) {
  return (
    <header
      className={cn(
        'safe-top shrink-0',
        measured ? 'mx-auto w-full max-w-(--measure) px-4' : 'ps-4 pe-2',
        leading && 'phone:ps-1',
      )}
    >
      <div className="flex h-(--header-height) min-w-0 items-center gap-1">
        {leading}
        <h1 className="min-w-0 flex-1 truncate font-semibold text-lead">{title}</h1>
        {actions}
      </div>
    </header>
  );
}
