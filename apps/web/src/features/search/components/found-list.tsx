'use client';

import { CloudOff, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { useReached } from '@/components/use-reached';
import { useConnection } from '@/lib/connection';
import type { Pages } from '@/lib/urql/use-pages';
import type { FoundMessage } from '../documents';
import { unaskedBecause } from '../use-message-search';

type FoundListProps = {
  found: Pages<FoundMessage>;
  query: string;
  children: (hit: FoundMessage, index: number) => ReactNode;
};

/** What a search has brought, or why it has brought nothing. */
export function FoundList({ found, query, children }: FoundListProps) {
  const t = useTranslations('search');
  const { items, fetching, error, hasMore, loadMore } = found;
  const offline = useConnection().state === 'offline';
  const none = items.length === 0;
  return (
    <div aria-busy={fetching}>
      <p role="status" className="sr-only">
        {!fetching && !error && t('found', { count: items.length, more: hasMore ? 'yes' : 'no' })}
      </p>
      {error && (offline ? <Offline /> : <Failed />)}
      {none && fetching && !error && <FoundSkeleton />}
      {none && !fetching && !error && (
        <EmptyState className="py-8" picture={<SearchX className="size-7" />} title={t('nothing')}>
          {t('nothingHint', { query })}
        </EmptyState>
      )}
      {!none && (
        <ul aria-label={t('messages')}>
          {items.map((hit, index) => (
            <li key={hit.message.id} className="px-2">
              {children(hit, index)}
            </li>
          ))}
        </ul>
      )}
      {hasMore && <End onReached={loadMore} />}
    </div>
  );
}

/** Instead of a search that the API would refuse. */
export function Unasked({ query }: { query: string }) {
  const t = useTranslations('search');
  const why = unaskedBecause(query);
  if (why === null) return null;
  return (
    <p role="status" className="px-4 py-3 text-ink-2 text-label">
      {why === 'long' ? t('tooLong') : t('tooShort')}
    </p>
  );
}

function Offline() {
  const t = useTranslations('search');
  return (
    <EmptyState className="py-8" picture={<CloudOff className="size-7" />} title={t('offline')}>
      {t('offlineHint')}
    </EmptyState>
  );
}

function Failed() {
  const t = useTranslations('search');
  return (
    <Notice tone="error" className="mx-4 my-2">
      {t('failed')}
    </Notice>
  );
}

const shapes = ['w-40', 'w-52', 'w-36'];

function FoundSkeleton() {
  return shapes.map((width) => (
    <div key={width} className="flex h-16 items-center gap-3 px-4">
      <Skeleton className="size-10 shrink-0 rounded-full" />
      <div className="flex flex-col gap-1.5">
        <Skeleton className="h-3.5 w-24" />
        <Skeleton className={`h-3 ${width}`} />
      </div>
    </div>
  ));
}

function End({ onReached }: { onReached: () => void }) {
  const end = useReached(onReached);
  return <div ref={end} className="h-10" />;
}
