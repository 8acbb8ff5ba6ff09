'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { type Crop, placeOf, wholeOf } from '../../crop';
import { cutOut, type OpenPicture, type SavePortrait, sendPortrait } from '../../portrait';
import { usePortraitRefusal } from '../../use-portrait-refusal';
import { CropStage } from './crop-stage';

type PortraitDialogProps = {
  picture: OpenPicture;
  save: SavePortrait;
  onClose: () => void;
};

/** Choosing the square of a picture that is to stand for somebody, as it will be seen. */
export function PortraitDialog({ picture, save, onClose }: PortraitDialogProps) {
  const t = useTranslations('media.portrait');
  const common = useTranslations('common');
  const [crop, setCrop] = useState(() => wholeOf(picture));
  const { share, problem, send, stop } = useSending(picture, save);
  const busy = share !== null;
  const close = () => {
    stop();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={t('title')}
      description={t('hint')}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={close}>{common('cancel')}</Button>
          <Button
            variant="primary"
            busy={busy}
            onClick={async () => (await send(crop)) && onClose()}
          >
            {t('use')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && <Notice tone="error">{problem}</Notice>}
        <CropStage picture={picture} crop={crop} onCrop={setCrop} />
        <Previews picture={picture} crop={crop} />
        {busy && (
          <progress
            aria-label={t('saving')}
            max={1}
            value={share}
            className="h-1 w-full appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-leaf [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-leaf [&::-webkit-progress-value]:transition-[width]"
          />
        )}
      </div>
    </Dialog>
  );
}

/** As it is seen beside a name, and beside a message. */
function Previews({ picture, crop }: { picture: OpenPicture; crop: Crop }) {
  return (
    <div aria-hidden="true" className="flex items-center justify-center gap-4 phone:hidden">
      {['size-12', 'size-8'].map((size) => (
        <span key={size} className={`relative overflow-hidden rounded-full bg-inset ${size}`}>
          {/* biome-ignore lint/performance/noImgElement: it is in this page only. */}
          <img
            src={picture.url}
            alt=""
            style={placeOf(picture, crop)}
            className="absolute max-w-none"
          />
        </span>
      ))}
    </div>
  );
}

function useSending(picture: OpenPicture, save: SavePortrait) {
  const client = useClient();
  const refusal = usePortraitRefusal();
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stopper = useRef<AbortController>(null);
  const stop = () => stopper.current?.abort();
  useEffect(() => () => stopper.current?.abort(), []);
  const send = async (crop: Crop): Promise<boolean> => {
    if (share !== null) return false;
    const controller = new AbortController();
    stopper.current = controller;
    const { signal } = controller;
    setProblem(null);
    setShare(0);
    const square = await cutOut(picture, crop);
    const outcome = square
      ? await sendPortrait(client, save, square, { signal, onProgress: setShare })
      : { ok: false as const, error: 'Unreadable' };
    if (signal.aborted) return false;
    setShare(null);
    if (!outcome.ok) setProblem(refusal(outcome));
    return outcome.ok;
  };
  return { share, problem, send, stop };
}
