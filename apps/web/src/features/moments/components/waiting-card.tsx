'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useConnection } from '@/lib/connection';
import { momentTime } from '@/lib/time-format';
import { useBlobUrl } from '../blob-url';
import { layDown } from '../draft';
import type { AttachedFile } from '../moments-db';
import { discardMoment, retryMoment, type UnpostedMoment } from '../outbox';
import { useMomentsHead } from '../reading';
import { useMomentRefusal } from '../use-moment-refusal';
import { MomentFrame } from './moment-frame';
import { PlaceLine } from './moment-lines';
import { MomentMedia, type Tile } from './moment-media';
import { MomentText } from './moment-text';

type WaitingCardProps = {
  moment: UnpostedMoment;
  /** Takes it back into the composer; null where something else is being written there. */
  onRewrite: (() => void) | null;
};

/** A post of mine that nobody else sees yet. */
export function WaitingCard({ moment, onRewrite }: WaitingCardProps) {
  const head = useMomentsHead();
  if (!head) return null;
  const { words, files, clientId, state, progress } = moment;
  return (
    <MomentFrame author={head.user}>
      {words.text.trim() && <MomentText id={clientId} text={words.text.trim()} />}
      <MomentMedia
        tiles={files.map(tileOf)}
        veil={state === 'posting' && files.length > 0 ? <Progress share={progress} /> : undefined}
      />
      {words.location.trim() && <PlaceLine label={words.location.trim()} />}
      <WaitingState moment={moment} onRewrite={onRewrite} />
    </MomentFrame>
  );
}

const tileOf = ({ id, file }: AttachedFile): Tile => ({
  id,
  width: file.width ?? 0,
  height: file.height ?? 0,
  durationMs: file.kind === 'VIDEO' ? (file.durationMs ?? 0) : null,
  picture: () => <OwnPicture bytes={file.poster ?? file.bytes} />,
});

function OwnPicture({ bytes }: { bytes: Blob }) {
  const url = useBlobUrl(bytes);
  if (!url) return null;
  // biome-ignore lint/performance/noImgElement: bytes of this browser.
  return <img src={url} alt="" className="size-full object-cover" />;
}

function Progress({ share }: { share: number }) {
  const t = useTranslations('moments.waiting');
  const percent = Math.round(share * 100);
  return (
    <div className="flex w-2/3 max-w-48 flex-col items-center gap-2">
      <span className="tabular font-medium text-label">{t('percent', { percent })}</span>
      <span
        role="progressbar"
        aria-label={t('uploading')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="block h-1 w-full overflow-hidden rounded-full bg-on-veil/30"
      >
        <span
          className="block h-full rounded-full bg-on-veil transition-[width]"
          style={{ width: `${percent}%` }}
        />
      </span>
    </div>
  );
}

function WaitingState({
  moment: { clientId, words, files, state, reason },
  onRewrite,
}: WaitingCardProps) {
  const t = useTranslations('moments.waiting');
  const refusal = useMomentRefusal();
  const connection = useConnection();
  const head = useMomentsHead();
  const locale = useLocale();
  if (state === 'failed')
    return (
      <Notice
        tone="error"
        className="mt-3"
        action={
          <span className="flex flex-wrap gap-1">
            <Button size="small" onClick={() => void retryMoment(clientId)}>
              {t('again')}
            </Button>
            {onRewrite && head && (
              <Button
                size="small"
                onClick={async () => {
                  await layDown(head.user.id, words, files);
                  await discardMoment(clientId);
                  onRewrite();
                }}
              >
                {t('rewrite')}
              </Button>
            )}
            <Button size="small" variant="quiet" onClick={() => void discardMoment(clientId)}>
              {t('discard')}
            </Button>
          </span>
        }
      >
        {refusal({ error: reason?.rule ?? '', ...reason })}
      </Notice>
    );
  const reached = connection.state === 'live' || connection.state === 'connecting';
  const stateWords = () => {
    if (state === 'queued' && !reached) return t('offline');
    if (state === 'queued' && reason?.retryAt)
      return t('held', { until: momentTime(new Date(reason.retryAt), new Date(), locale) });
    return t('posting');
  };
  return (
    <p role="status" className="mt-1.5 flex min-h-9 items-center gap-2 text-ink-2 text-meta">
      {stateWords()}
      {state !== 'posted' && (
        <Button size="small" variant="quiet" onClick={() => void discardMoment(clientId)}>
          {t('cancel')}
        </Button>
      )}
    </p>
  );
}
