'use client';

import { ImagePlus, Play, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { playTime } from '@/features/media/sizes';
import { useBlobUrl } from '../../blob-url';
import type { AttachedFile } from '../../moments-db';
import { moved, placeAfterKey } from '../../picture-grid';
import { useReordering } from './use-reordering';

const COLUMNS = 3;

type FileTrayProps = {
  files: readonly AttachedFile[];
  onFiles: (to: (files: readonly AttachedFile[]) => readonly AttachedFile[]) => void;
  /** Null where no more fit. */
  onAdd: (() => void) | null;
  /** So many fit. */
  most: number;
  /** Files are being made ready. */
  preparing: number;
};

/** The pictures of a post as they will lie: carried to another place, or moved there with the arrow keys. */
export function FileTray({ files, onFiles, onAdd, most, preparing }: FileTrayProps) {
  const t = useTranslations('moments.compose');
  const list = useRef<HTMLUListElement>(null);
  const [told, setTold] = useState('');
  const move = (from: number, to: number) => {
    onFiles((now) => moved(now, from, to));
    setTold(t('movedTo', { place: to + 1, count: files.length }));
  };
  const { carried, handlers, styleOf } = useReordering(list, {
    count: files.length,
    columns: COLUMNS,
    onMove: move,
  });
  const element = (selector: string) => list.current?.querySelector<HTMLElement>(selector);
  /** Whoever takes one away stays among the others: a dialog takes back the focus that has gone with an element. */
  const remove = (index: number) => {
    const beside = files[index + 1] ?? files[index - 1];
    element(beside ? `[data-file="${beside.id}"]` : '[data-add]')?.focus();
    onFiles((now) => now.filter(({ id }) => id !== files[index]?.id));
  };
  const press = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const file = files[index];
    if (!file) return;
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      remove(index);
      return;
    }
    const to = placeAfterKey(event.key, index, { count: files.length, columns: COLUMNS });
    if (to === null) return;
    event.preventDefault();
    move(index, to);
    // The element is keyed by its file and moves with it; in some browsers moving takes the focus away.
    requestAnimationFrame(() => element(`[data-file="${file.id}"]`)?.focus());
  };
  return (
    <>
      <p role="status" className="sr-only">
        {told}
      </p>
      <ul ref={list} aria-label={t('pictures')} className="grid max-w-90 grid-cols-3 gap-1.5">
        {files.map((file, index) => (
          <TrayTile
            key={file.id}
            file={file}
            label={t('pictureAt', { place: index + 1, count: files.length })}
            carried={carried === null ? null : carried === index ? 'self' : 'other'}
            style={styleOf(index)}
            handlers={handlers(index)}
            onRemove={() => remove(index)}
            onKeyDown={(event) => press(event, index)}
          />
        ))}
        {Array.from({ length: preparing }, (_, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: places without anything in them yet.
            key={index}
            aria-hidden="true"
            className="aspect-square animate-breathe rounded-control bg-sunken"
          />
        ))}
        {onAdd && (
          <li>
            <button
              type="button"
              data-add
              onClick={onAdd}
              className="flex aspect-square w-full flex-col items-center justify-center gap-1.5 rounded-control bg-sunken px-2 text-balance text-ink-2 text-meta leading-tight transition-colors hover:bg-hover hover:text-ink"
            >
              <ImagePlus className="size-6 stroke-[1.5]!" aria-hidden="true" />
              {files.length > 0 && Number.isFinite(most)
                ? t('places', { count: files.length, most })
                : t('addPictures')}
            </button>
          </li>
        )}
      </ul>
    </>
  );
}

type TrayTileProps = {
  file: AttachedFile;
  label: string;
  /** What is being carried: this one, or another. */
  carried: 'self' | 'other' | null;
  style: CSSProperties | undefined;
  handlers: ReturnType<ReturnType<typeof useReordering>['handlers']>;
  onRemove: () => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
};

function TrayTile({
  file: { id, file },
  label,
  carried,
  style,
  handlers,
  onRemove,
  onKeyDown,
}: TrayTileProps) {
  const t = useTranslations('moments.compose');
  const url = useBlobUrl(file.poster ?? file.bytes);
  return (
    <li
      style={style}
      className={cn(
        'relative',
        carried === 'self' && 'z-10',
        carried === 'other' && 'transition-[translate] duration-160',
      )}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a press on a button is a click, and this one is a grip. */}
      <div
        role="button"
        tabIndex={0}
        data-file={id}
        aria-label={label}
        aria-description={t('moveHint')}
        {...handlers}
        onKeyDown={onKeyDown}
        className={cn(
          'aspect-square cursor-grab touch-pan-y select-none overflow-hidden rounded-control bg-sunken transition-[scale,box-shadow] duration-160 [-webkit-touch-callout:none]',
          carried === 'self' && 'scale-106 cursor-grabbing shadow-float',
        )}
      >
        {url && (
          // biome-ignore lint/performance/noImgElement: bytes of this browser.
          <img src={url} alt="" draggable={false} className="size-full object-cover" />
        )}
        {file.kind === 'VIDEO' && (
          <span className="absolute start-1.5 bottom-1.5 flex items-center gap-1 rounded-full bg-veil px-1.5 py-0.5 text-[0.6875rem] text-on-veil leading-none">
            <Play className="size-3 fill-on-veil" aria-hidden="true" />
            <span className="tabular">{playTime(file.durationMs ?? 0)}</span>
          </span>
        )}
      </div>
      <button
        type="button"
        aria-label={t('removePicture', { name: label })}
        onClick={onRemove}
        className="absolute end-0 top-0 flex size-8 items-center justify-center touch:size-11"
      >
        <span className="flex size-5.5 items-center justify-center rounded-full bg-veil text-on-veil">
          <X className="size-3.5" aria-hidden="true" />
        </span>
      </button>
    </li>
  );
}
