import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { useReached } from '@/components/use-reached';
import { PanelEmpty } from '@/features/groups/components/panel';
import type { Pages } from '@/lib/urql/use-pages';

type SharedPagesProps = {
  pages: Pages<unknown>;
  /** What is said where there is nothing. */
  nothing: string;
  children: ReactNode;
};

/** A list of what was sent, or why there is nothing to see; the next page comes when its end is near. */
export function SharedPages({ pages, nothing, children }: SharedPagesProps) {
  const t = useTranslations('messages.shared');
  const end = useReached(pages.loadMore);
  const empty = pages.items.length === 0;
  return (
    <>
      {pages.error && (
        <Notice tone="error" className="mx-4 my-2">
          {t('failed')}
        </Notice>
      )}
      {children}
      {empty && !pages.fetching && !pages.error && <PanelEmpty>{nothing}</PanelEmpty>}
      {empty && pages.fetching && (
        <p className="flex justify-center py-10">
          <Spinner />
        </p>
      )}
      <div ref={end} className={pages.hasMore ? 'h-12' : undefined} />
    </>
  );
}
