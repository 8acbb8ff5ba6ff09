import type { ReactNode, Ref } from 'react';
import { PaneHeader } from '@/components/frame/pane-header';
import { cn } from '@/components/ui/cn';
import { ConnectionLine } from '@/features/conversations/components/connection-line';

type MomentsPageProps = {
  title: string;
  /** Out of sight, but kept as it is. */
  hidden?: boolean;
  leading?: ReactNode;
  actions?: ReactNode;
  /** Over the top of what scrolls, and not scrolling with it. */
  overlay?: ReactNode;
  scroller?: Ref<HTMLDivElement>;
  children: ReactNode;
};

/** One column as wide as a post is read best. */
export function MomentsPage({
  title,
  hidden = false,
  leading,
  actions,
  overlay,
  scroller,
  children,
}: MomentsPageProps) {
  return (
    <div className={cn('relative flex min-h-0 min-w-0 flex-1 flex-col', hidden && 'hidden')}>
      <div className="mx-auto w-full max-w-160">
        <PaneHeader measured title={title} leading={leading} actions={actions} />
      </div>
      <ConnectionLine />
      <div className="relative min-h-0 flex-1">
        {overlay}
        <div
          ref={scroller}
          className="h-full overflow-y-auto overscroll-contain [overflow-anchor:auto]"
        >
          <div className="mx-auto w-full max-w-160 px-4 pb-16 phone:px-0">{children}</div>
        </div>
      </div>
    </div>
  );
}
