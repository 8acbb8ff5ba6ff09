'use client';

import { useTranslations } from 'next-intl';
import { PaneHeader } from '@/components/frame/pane-header';
import { navigate } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { Segmented } from '@/components/ui/segmented';
import { FavouriteList } from '@/features/favourites/components/favourite-list';
import { SAVED, type SavedPage, savedPath } from '@/features/favourites/paths';
import { ReminderList, ScheduledList } from '@/features/schedules/components/schedule-list';

/** What somebody keeps for themselves: saved messages, reminders, messages to be sent later. */
export function SavedScreen({ page }: { page: SavedPage }) {
  const t = useTranslations('saved');
  usePageTitle(t('title'));
  return (
    <main className="flex min-w-0 flex-1 flex-col bg-paper">
      <PaneHeader measured title={t('title')} />
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto flex w-full max-w-(--measure) flex-col px-4 pb-12">
          <Segmented
            className="mb-4 self-start phone:w-full"
            label={t('title')}
            value={page}
            onValueChange={(next) => navigate(savedPath(next), { replace: true })}
            options={SAVED.map((value) => ({ value, label: t(`pages.${value}`) }))}
          />
          {page === 'favourites' && <FavouriteList />}
          {page === 'reminders' && <ReminderList />}
          {page === 'scheduled' && <ScheduledList />}
        </div>
      </div>
    </main>
  );
}
