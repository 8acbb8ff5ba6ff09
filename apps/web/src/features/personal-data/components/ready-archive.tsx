'use client';

import { Download, FileArchive } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { buttonVariants } from '@/components/ui/button-variants';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { byteSize } from '@/features/media/sizes';
import { longDate, momentTime } from '@/lib/time-format';
import { type DataExport, useExportActions } from '../exports';

/** An archive that can be downloaded, for how long, and away with it. */
export function ReadyArchive({ dataExport }: { dataExport: DataExport }) {
  const t = useTranslations('personalData');
  const locale = useLocale();
  const { downloadUrl, archiveBytes, finishedAt, archiveExpiresAt } = dataExport;
  if (!downloadUrl || !finishedAt || !archiveExpiresAt) return null;
  return (
    <div className="flex flex-col gap-3 border-line border-b py-4">
      <div className="flex items-center gap-3">
        <FileArchive className="size-5 text-ink-2" aria-hidden="true" />
        <div className="min-w-0 flex-1">
          <p className="text-body">
            {t('ready', { date: longDate(new Date(dataExport.requestedAt), locale) })}
          </p>
          <p className="text-ink-2 text-label tabular-nums">
            {t('readyUntil', {
              size: byteSize(archiveBytes ?? 0, locale),
              until: momentTime(new Date(archiveExpiresAt), new Date(), locale),
            })}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <a href={downloadUrl} download className={buttonVariants({ variant: 'primary' })}>
          <Download className="size-4.5" aria-hidden="true" />
          {t('download')}
        </a>
        <RemoveButton id={dataExport.id} />
      </div>
      <p className="text-ink-2 text-label">{t('keepSafe')}</p>
    </div>
  );
}

function RemoveButton({ id }: { id: string }) {
  const t = useTranslations('personalData');
  const common = useTranslations('common');
  const { cancel } = useExportActions();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const remove = async () => {
    setBusy(true);
    setFailed(false);
    const outcome = await cancel(id);
    setBusy(false);
    if (outcome.ok) setAsking(false);
    else setFailed(true);
  };
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('removeTitle')}
        description={t('removeBody')}
        confirmLabel={t('remove')}
        cancelLabel={common('cancel')}
        busy={busy}
        error={failed ? t('problem.notRemoved') : null}
        onConfirm={remove}
      />
    </>
  );
}
