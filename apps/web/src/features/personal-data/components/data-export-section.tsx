'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SettingsGroup } from '@/components/ui/settings-group';
import { Skeleton } from '@/components/ui/skeleton';
import { longDate } from '@/lib/time-format';
import { type DataExports, useDataExports, useExportActions } from '../exports';
import { useExportRefusal } from '../use-export-refusal';
import { ExportProgress } from './export-progress';
import { ReadyArchive } from './ready-archive';

/** Everything that is the person’s, as one archive to keep. */
export function DataExportSection() {
  const t = useTranslations('personalData');
  const { exports, failed, reload } = useDataExports();
  return (
    <SettingsGroup title={t('title')} hint={t('hint')}>
      {exports ? (
        <Exports exports={exports} />
      ) : failed ? (
        <Notice
          tone="error"
          className="mt-3"
          action={
            <Button size="small" onClick={reload}>
              {t('tryAgain')}
            </Button>
          }
        >
          {t('failedToLoad')}
        </Notice>
      ) : (
        <Skeleton className="mt-3 h-16 w-full" />
      )}
    </SettingsGroup>
  );
}

function Exports({ exports: { underWay, ready, newest } }: { exports: DataExports }) {
  const t = useTranslations('personalData');
  return (
    <>
      {underWay && <ExportProgress key={underWay.id} dataExport={underWay} />}
      {ready && <ReadyArchive key={ready.id} dataExport={ready} />}
      {newest?.exportState === 'FAILED' && (
        <Notice tone="error" className="mt-3">
          {t('problem.failed')}
        </Notice>
      )}
      {!underWay && <RequestExport again={!!newest} newest={newest} />}
    </>
  );
}

type RequestExportProps = { again: boolean; newest: DataExports['newest'] };

function RequestExport({ again, newest }: RequestExportProps) {
  const t = useTranslations('personalData');
  const locale = useLocale();
  const { request } = useExportActions();
  const refusalWords = useExportRefusal();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const start = async () => {
    setBusy(true);
    setRefusal(null);
    const outcome = await request();
    setBusy(false);
    if (!outcome.ok) setRefusal(refusalWords(outcome));
  };
  const state = newest?.exportState;
  return (
    <div className="flex flex-col items-start gap-3 pt-4">
      {(state === 'EXPIRED' || state === 'CANCELLED') && newest?.finishedAt && (
        <p className="text-ink-2 text-label">
          {t(`ended.${state}`, {
            date: longDate(new Date(newest.finishedAt), locale),
          })}
        </p>
      )}
      <Button variant={again ? 'secondary' : 'primary'} busy={busy} onClick={start}>
        {again ? t('requestAgain') : t('request')}
      </Button>
      {refusal && (
        <Notice tone="error" className="self-stretch">
          {refusal}
        </Notice>
      )}
    </div>
  );
}
