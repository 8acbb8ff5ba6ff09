'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useConnection } from '@/lib/connection';
import { momentTime } from '@/lib/time-format';
import { useBlobUrl } from '../blob-url';
import { layDown } from '../draft';
import { useMomentsHead } from '../head';
import type { UnpostedMoment } from '../moment-outbox';
import type { AttachedFile } from '../moments-db';
import { discardMoment, retryMoment } from '../outbox';
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
    <div className="flex w-36 flex-col items-center gap-2 rounded-[10px] bg-veil px-4 py-3 text-on-veil">
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

function WaitingState({ moment, onRewrite }: WaitingCardProps) {
  const t = useTranslations('moments.waiting');
  const connection = useConnection();
  const locale = useLocale();
  const { clientId, state, reason } = moment;
  if (state === 'failed') return <Refused moment={moment} onRewrite={onRewrite} />;
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

/** Why it was not taken, and what can be done about it. */
function Refused({ moment: { clientId, words, files, reason }, onRewrite }: WaitingCardProps) {
  const t = useTranslations('moments.waiting');
  const refusal = useMomentRefusal();
  const head = useMomentsHead();
  const rewrite = async () => {
    if (!head) return;
    await layDown(head.user.id, words, files);
    await discardMoment(clientId);
    onRewrite?.();
  };
  return (
    <Notice tone="error" className="mt-3">
      {refusal({ error: reason?.rule ?? '', ...reason })}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onClick={() => void retryMoment(clientId)}>
          {t('again')}
        </Button>
        {onRewrite && (
          <Button size="small" onClick={() => void rewrite()}>
            {t('rewrite')}
          </Button>
        )}
        <Button size="small" variant="quiet" onClick={() => void discardMoment(clientId)}>
          {t('discard')}
        </Button>
      </div>
    </Notice>
  );
}
