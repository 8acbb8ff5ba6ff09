'use client';

import { Play, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { Spinner } from '@/components/ui/spinner';
import { byteSize, playTime } from '../sizes';
import { dropFromTray, type TrayItem, useTray } from '../tray';
import { FileIcon } from './file-icon';
import { FileName } from './file-name';

/** What has been picked, above the field, until it is sent. */
export function Tray({ conversationId }: { conversationId: string }) {
  const t = useTranslations('media');
  const items = useTray(conversationId);
  if (items.length === 0) return null;
  const wrong = items.filter(({ tooLarge }) => tooLarge);
  return (
    <div className="border-line border-b">
      <ul
        aria-label={t('picked')}
        className="flex gap-2 overflow-x-auto overscroll-x-contain p-2 pb-2.5"
      >
        {items.map((item) => (
          <Picked
            key={item.id}
            item={item}
            onRemove={() => dropFromTray(conversationId, item.id)}
          />
        ))}
      </ul>
      <div role="status">
        {wrong.map((item) => (
          <TooLargeLine key={item.id} item={item} />
        ))}
      </div>
    </div>
  );
}

/** Says the limit, the size, and what to do. */
function TooLargeLine({ item: { name, tooLarge, prepared } }: { item: TrayItem }) {
  const t = useTranslations('media');
  const locale = useLocale();
  if (!tooLarge) return null;
  const about = {
    name,
    limit: byteSize(tooLarge.limit, locale),
    size: byteSize(tooLarge.size, locale),
  };
  return (
    <p className="px-3 pb-2 text-label text-vermilion-ink [overflow-wrap:anywhere]">
      {prepared?.kind === 'IMAGE' ? t('pictureTooLarge', about) : t('fileTooLarge', about)}
    </p>
  );
}

function Picked({ item, onRemove }: { item: TrayItem; onRemove: () => void }) {
  const t = useTranslations('media');
  return (
    <li className="relative shrink-0">
      {item.pictureUrl ? <PickedPicture item={item} /> : <PickedFile item={item} />}
      <button
        type="button"
        aria-label={t('remove', { name: item.name })}
        onClick={onRemove}
        className="absolute end-1 top-1 flex size-6 items-center justify-center rounded-full bg-veil text-on-veil before:absolute before:-inset-2 hover:opacity-80 touch:size-7"
      >
        <X className="size-4" aria-hidden="true" />
      </button>
    </li>
  );
}

function PickedPicture({ item: { name, pictureUrl, prepared, tooLarge } }: { item: TrayItem }) {
  return (
    <div
      className={cn(
        'relative size-20 overflow-hidden rounded-[8px] bg-inset',
        tooLarge && 'outline-2 outline-vermilion -outline-offset-2',
      )}
    >
      {/* biome-ignore lint/performance/noImgElement: it is in this page only. */}
      <img src={pictureUrl ?? ''} alt={name} className="size-full object-cover" />
      {prepared?.kind === 'VIDEO' && (
        <span className="tabular absolute start-1 bottom-1 flex items-center gap-0.5 rounded-control bg-veil px-1 text-meta text-on-veil">
          <Play className="size-3 fill-current" aria-hidden="true" />
          {playTime(prepared.durationMs ?? 0)}
        </span>
      )}
    </div>
  );
}

function PickedFile({ item: { name, size, prepared, tooLarge } }: { item: TrayItem }) {
  const locale = useLocale();
  return (
    <div
      className={cn(
        'flex h-20 w-56 items-center gap-2.5 rounded-[8px] bg-inset ps-2.5 pe-9',
        tooLarge && 'outline-2 outline-vermilion -outline-offset-2',
      )}
    >
      <FileIcon name={name} />
      <span className="flex min-w-0 flex-1 flex-col text-label">
        <FileName name={name} />
        <span className="tabular flex items-center gap-1.5 text-ink-2 text-meta">
          {byteSize(size, locale)}
          {!prepared && <Spinner />}
        </span>
      </span>
    </div>
  );
}
