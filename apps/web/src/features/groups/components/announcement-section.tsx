'use client';

import { Megaphone } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useQuery } from 'urql';
import { useNow } from '@/components/use-now';
import { useNameOf } from '@/features/contacts/names';
import { timeAgo } from '@/lib/time-format';
import { LatestAnnouncementQuery } from '../announcements';
import { PanelRow, PanelSection } from './panel';

type AnnouncementSectionProps = {
  conversationId: string;
  mayPublish: boolean;
  onAll: () => void;
};

/** The newest announcement among the details; the others, and publishing, on a page of their own. */
export function AnnouncementSection({
  conversationId,
  mayPublish,
  onAll,
}: AnnouncementSectionProps) {
  const t = useTranslations('groups.announcements');
  const locale = useLocale();
  const now = useNow();
  const [{ data }] = useQuery({
    query: LatestAnnouncementQuery,
    variables: { id: conversationId },
    requestPolicy: 'cache-and-network',
  });
  const latest = data?.conversation?.latestAnnouncement;
  const nameOf = useNameOf();
  if (!latest && !mayPublish) return null;
  return (
    <PanelSection title={t('title')}>
      {latest && (
        <div className="px-3 pb-2">
          <p className="line-clamp-4 whitespace-pre-wrap break-words text-body" dir="auto">
            {latest.text}
          </p>
          <p className="mt-1 truncate text-ink-2 text-meta">
            {t('byline', {
              name: nameOf(latest.author),
              ago: timeAgo(new Date(latest.publishedAt), now, locale),
            })}
          </p>
        </div>
      )}
      <PanelRow
        Icon={Megaphone}
        label={mayPublish ? t('allAndNew') : t('all')}
        leads
        onClick={onAll}
      />
    </PanelSection>
  );
}
