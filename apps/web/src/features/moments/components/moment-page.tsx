'use client';

import { ImageOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { goBack } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { MOMENTS } from '../paths';
import { useMoment } from '../reading';
import { AnyBackButton } from './any-back-button';
import { MomentCard } from './moment-card';
import { MomentSkeleton } from './moment-list';
import { MomentsPage } from './moments-page';

/** One post by its address, with all that was said about it. */
export function MomentPage({ id }: { id: string }) {
  const t = useTranslations('moments');
  const { moment, waiting, failed, retry } = useMoment(id);
  usePageTitle(t('post'));
  return (
    <MomentsPage title={t('post')} leading={<AnyBackButton label={t('back')} fallback={MOMENTS} />}>
      <div className="phone:px-4">
        {moment && <MomentCard moment={moment} whole onDeleted={() => goBack(MOMENTS)} />}
        {!moment && waiting && <MomentSkeleton />}
        {!moment && failed && (
          <EmptyState
            title={t('failed')}
            action={
              <Button onClick={() => retry({ requestPolicy: 'network-only' })}>{t('again')}</Button>
            }
          >
            {t('failedHint')}
          </EmptyState>
        )}
        {!moment && !waiting && !failed && (
          <EmptyState picture={<ImageOff className="size-8" />} title={t('postMissing')}>
            {t('postMissingHint')}
          </EmptyState>
        )}
      </div>
    </MomentsPage>
  );
}
