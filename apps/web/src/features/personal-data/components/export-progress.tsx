'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { useToast } from '@/components/ui/toast';
import { byteSize } from '@/features/media/sizes';
import { type DataExport, shareDone, useExportActions } from '../exports';

/** How far an archive has come, in numbers, for as long as it is being made. It goes on without the page. */
export function ExportProgress({ dataExport }: { dataExport: DataExport }) {
  const t = useTranslations('personalData');
  const locale = useLocale();
  const { progress } = dataExport;
  const running = dataExport.exportState === 'RUNNING';
  const share = running ? shareDone(progress) : 0;
  const title = running ? t('running') : t('queued');
  const counts = [
    progress.messagesTotal > 0 &&
      t('messages', { done: progress.messagesDone, total: progress.messagesTotal }),
    progress.filesTotal > 0 &&
      t('files', {
        done: progress.filesDone,
        total: progress.filesTotal,
        doneBytes: byteSize(progress.fileBytesDone, locale),
        totalBytes: byteSize(progress.fileBytesTotal, locale),
      }),
  ].filter((count) => count !== false);
  return (
    <div className="flex flex-col gap-3 border-line border-b py-4">
      <div className="flex items-center justify-between gap-4">
        <p className="min-w-0 text-body">
          {title}
          {running && (
            <span className="ml-2 text-ink-2 tabular-nums">
              {new Intl.NumberFormat(locale, { style: 'percent' }).format(share)}
            </span>
          )}
        </p>
        <CancelButton id={dataExport.id} />
      </div>
      <div
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
        aria-valuetext={counts.join(', ') || title}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className="h-full origin-left rounded-full bg-leaf transition-transform duration-200 ease-out rtl:origin-right motion-reduce:transition-none"
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
      <div className="text-ink-2 text-label tabular-nums" aria-hidden="true">
        {running && counts.map((count) => <p key={count}>{count}</p>)}
      </div>
      <p className="text-ink-2 text-label">{t('goesOn')}</p>
    </div>
  );
}

function CancelButton({ id }: { id: string }) {
  const t = useTranslations('personalData');
  const toast = useToast();
  const { cancel } = useExportActions();
  const [busy, setBusy] = useState(false);
  const stop = async () => {
    setBusy(true);
    const outcome = await cancel(id);
    setBusy(false);
    if (!outcome.ok) toast.add({ title: t('problem.notStopped') });
  };
  return (
    <Button size="small" busy={busy} onClick={stop}>
      {t('stop')}
    </Button>
  );
}
