'use client';

import { Files, Images } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQuery } from 'urql';
import { PanelRow } from '@/features/groups/components/panel';
import { SharedCountsQuery } from '../../shared-documents';

export type SharedPageName = 'pictures' | 'files';

const ROWS = [
  ['pictures', Images],
  ['files', Files],
] as const;

type SharedRowsProps = { conversationId: string; onPage: (page: SharedPageName) => void };

/** Lead to what was sent in a conversation besides words, and say how much of it there is. */
export function SharedRows({ conversationId, onPage }: SharedRowsProps) {
  const t = useTranslations('messages.shared');
  const [{ data }] = useQuery({ query: SharedCountsQuery, variables: { id: conversationId } });
  const counts = data?.conversation;
  return (
    <div className="border-line border-t p-2">
      {ROWS.map(([page, Icon]) => (
        <PanelRow
          key={page}
          Icon={Icon}
          label={t(`pages.${page}`)}
          trailing={
            counts && (
              <span className="tabular text-ink-2 text-label">
                {t('count', { count: counts[page] })}
              </span>
            )
          }
          leads
          onClick={() => onPage(page)}
        />
      ))}
    </div>
  );
}
