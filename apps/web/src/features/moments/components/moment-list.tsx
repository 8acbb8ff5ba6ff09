'use client';

import { Skeleton } from '@/components/ui/skeleton';
import { useReached } from '@/components/use-reached';
import type { Moment } from '../documents';
import { MomentCard } from './moment-card';

/** What is far out of sight is neither laid out nor painted, and keeps its height. */
const FAR_ROW = '[content-visibility:auto] [contain-intrinsic-size:auto_26rem] phone:px-4';

type MomentListProps = {
  label: string;
  moments: readonly Moment[];
  hasMore: boolean;
  loadMore: () => void;
};

/** Posts one below the other; more are asked for when the end comes near. */
export function MomentList({ label, moments, hasMore, loadMore }: MomentListProps) {
  const end = useReached(loadMore);
  return (
    <>
      {moments.length > 0 && (
        <ol aria-label={label}>
          {moments.map((moment) => (
            <li key={moment.id} data-moment={moment.id} className={FAR_ROW}>
              <div className="border-line border-b">
                <MomentCard moment={moment} />
              </div>
            </li>
          ))}
        </ol>
      )}
      {hasMore && (
        <div ref={end}>
          <MomentSkeleton />
        </div>
      )}
    </>
  );
}

export function MomentSkeleton() {
  return (
    <div className="flex gap-3 py-5 phone:px-4" aria-hidden="true">
      <Skeleton className="size-10 shrink-0 rounded-full" />
      <div className="min-w-0 flex-1">
        <Skeleton className="h-4 w-28" />
        <Skeleton className="mt-3 h-3.5 w-11/12" />
        <Skeleton className="mt-2 h-3.5 w-3/5" />
        <Skeleton className="mt-3 h-44 w-60 max-w-full rounded-[8px]" />
      </div>
    </div>
  );
}
