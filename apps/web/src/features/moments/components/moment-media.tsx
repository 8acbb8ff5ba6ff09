'use client';

import { Play } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { CSSProperties, ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { playTime } from '@/features/media/sizes';
import { layoutOf } from '../picture-grid';

export interface Tile {
  id: string;
  width: number;
  height: number;
  /** Of a video. */
  durationMs: number | null;
  /** Fills the box it is put into. `large`: it is shown at more than a third of the width. */
  picture: (large: boolean) => ReactNode;
}

type MomentMediaProps = {
  tiles: readonly Tile[];
  /** Nothing to open where they are not there yet. */
  onOpen?: (index: number, from: HTMLElement) => void;
  /** Over all of them: how far they have come. */
  veil?: ReactNode;
};

/** The pictures of a post, or its video. Every box is there before its picture is. */
export function MomentMedia({ tiles, onOpen, veil }: MomentMediaProps) {
  const t = useTranslations('moments');
  if (tiles.length === 0) return null;
  const layout = layoutOf(tiles);
  const single = layout.kind === 'single';
  const style: CSSProperties = single
    ? { width: `min(100%, ${layout.width / 16}rem)`, aspectRatio: layout.ratio }
    : {};
  const label = (index: number, tile: Tile) =>
    tile.durationMs === null
      ? t('picture', { place: index + 1, count: tiles.length })
      : t('video', { length: playTime(tile.durationMs) });
  return (
    <div
      style={style}
      className={cn(
        'relative mt-2.5 overflow-hidden',
        single && 'rounded-[8px]',
        !single && 'grid gap-1',
        !single && layout.columns === 2 && 'max-w-80 grid-cols-2',
        !single && layout.columns === 3 && 'max-w-105 grid-cols-3',
      )}
    >
      {tiles.map((tile, index) => (
        <TileBox
          key={tile.id}
          label={label(index, tile)}
          className={single ? 'size-full' : 'aspect-square rounded-[4px]'}
          onPress={onOpen && ((from) => onOpen(index, from))}
        >
          {tile.picture(single || layout.columns === 2)}
          {tile.durationMs !== null && <PlayMark length={playTime(tile.durationMs)} />}
        </TileBox>
      ))}
      {veil && (
        <div className="absolute inset-0 flex items-center justify-center bg-paper/40">{veil}</div>
      )}
    </div>
  );
}

type TileBoxProps = {
  label: string;
  className: string;
  onPress?: (from: HTMLElement) => void;
  children: ReactNode;
};

function TileBox({ label, className, onPress, children }: TileBoxProps) {
  const box = cn('relative block overflow-hidden bg-sunken', className);
  if (!onPress) return <div className={box}>{children}</div>;
  return (
    <button
      type="button"
      aria-label={label}
      onClick={(event) => onPress(event.currentTarget)}
      className={cn(box, '-outline-offset-2 cursor-zoom-in')}
    >
      {children}
    </button>
  );
}

function PlayMark({ length }: { length: string }) {
  return (
    <>
      <span className="absolute inset-0 flex items-center justify-center">
        <span className="flex size-14 items-center justify-center rounded-full bg-veil">
          <Play className="ms-1 size-7 fill-on-veil text-on-veil" aria-hidden="true" />
        </span>
      </span>
      <span className="tabular absolute end-2 bottom-2 rounded-full bg-veil px-2 py-1 text-[0.75rem] text-on-veil leading-none">
        {length}
      </span>
    </>
  );
}
