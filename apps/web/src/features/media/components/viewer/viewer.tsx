'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';
import { savingAddress } from '../../addresses';
import { closeViewer, type ViewerItem, type Viewing } from '../../viewing';
import { FileName } from '../file-name';
import { Stage, type StageControls } from './stage';

/** Pictures and videos on the whole screen. Stands in the frame of the app; `openViewer` fills it. */
export function Viewer({ viewing }: { viewing: Viewing | null }) {
  const from = useRef<HTMLElement | null>(null);
  const popup = useRef<HTMLDivElement>(null);
  if (viewing?.from) from.current = viewing.from;
  return (
    <Base.Root
      open={viewing !== null}
      onOpenChange={(open) => {
        if (!open) closeViewer();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-50 bg-stage transition-opacity duration-160 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          finalFocus={() => {
            from.current?.focus({ preventScroll: true });
            return false;
          }}
          initialFocus={() => popup.current?.querySelector<HTMLElement>('[data-stage]') ?? null}
          ref={popup}
          className="fixed inset-0 z-50 text-on-veil outline-none transition-opacity duration-120 data-ending-style:opacity-0"
        >
          {viewing && <Opened viewing={viewing} />}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** So many before the first, the ones before it are fetched. */
const NEAR = 5;

const ON_STAGE = 'text-on-veil not-disabled:hover:bg-veil not-disabled:hover:text-on-veil';

function Opened({ viewing }: { viewing: Viewing }) {
  const t = useTranslations('media');
  const common = useTranslations('common');
  const { items, from } = viewing;
  const [shown, setShown] = useState(items[viewing.index]?.id);
  const [opened] = useState(shown);
  const [turned, setTurned] = useState(false);
  const controls = useRef<StageControls | null>(null);
  const known = items.findIndex(({ id }) => id === shown);
  // One that is gone gives way to its neighbour.
  const last = useRef(viewing.index);
  const index = known >= 0 ? known : Math.min(last.current, items.length - 1);
  last.current = index;
  const item = items[index];
  useNeighbours(items, index);
  const stage = useRef<HTMLDivElement>(null);
  // The dialog takes the focus some frames later: keys that are pressed until then are meant for it as well.
  useLayoutEffect(() => stage.current?.focus({ preventScroll: true }), []);
  const { readOn } = viewing;
  const near = index < NEAR;
  useEffect(() => {
    if (near) void readOn?.();
  }, [near, readOn]);
  if (!item) return null;
  const show = (id: string | undefined) => {
    setTurned(true);
    setShown(id);
  };
  const turn = (by: number) => {
    const next = items[index + by];
    if (next) show(next.id);
  };
  const press = (event: KeyboardEvent) => {
    // A video's own keys are its own.
    if (event.target instanceof HTMLVideoElement) return;
    const rtl = document.documentElement.dir === 'rtl' ? -1 : 1;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => turn(-rtl),
      ArrowRight: () => turn(rtl),
      Home: () => show(items[0]?.id),
      End: () => show(items.at(-1)?.id),
      '+': () => controls.current?.closer(),
      '=': () => controls.current?.closer(),
      '-': () => controls.current?.farther(),
      '0': () => controls.current?.whole(),
    };
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the dialog it fills.
    <div
      ref={stage}
      data-stage
      tabIndex={-1}
      onKeyDown={press}
      className="absolute inset-0 outline-none"
    >
      <Stage
        key={item.id}
        item={item}
        from={!turned && item.id === opened ? from : null}
        onTurn={turn}
        onClose={closeViewer}
        controls={controls}
      />
      <header className="safe-top absolute inset-x-0 top-0 bg-veil">
        <div className="flex h-14 items-center gap-1 ps-4 pe-2">
          <Base.Title className="flex min-w-0 flex-1 items-center gap-3 font-normal text-label">
            {items.length > 1 && (
              <span className="tabular shrink-0 font-medium text-on-veil" aria-hidden="true">
                {t('position', { at: index + 1, count: items.length })}
              </span>
            )}
            <span className="min-w-0 text-on-veil/80" aria-hidden="true">
              <FileName name={item.name} />
            </span>
            <span className="sr-only" role="status">
              {t('viewing', { name: item.name, at: index + 1, count: items.length })}
            </span>
          </Base.Title>
          {item.kind === 'IMAGE' && (
            <span className="contents phone:hidden">
              <IconButton
                className={ON_STAGE}
                side="bottom"
                label={t('zoomOut')}
                onClick={() => controls.current?.farther()}
              >
                <ZoomOut aria-hidden="true" />
              </IconButton>
              <IconButton
                className={ON_STAGE}
                side="bottom"
                label={t('zoomIn')}
                onClick={() => controls.current?.closer()}
              >
                <ZoomIn aria-hidden="true" />
              </IconButton>
            </span>
          )}
          <a
            href={item.local ? item.local.url : savingAddress(item.fullUrl)}
            download={item.name}
            aria-label={t('download', { name: item.name })}
            title={t('save')}
            className="inline-flex size-9 shrink-0 items-center justify-center rounded-control text-on-veil hover:bg-veil touch:size-11"
          >
            <Download aria-hidden="true" />
          </a>
          <Base.Close
            render={
              <IconButton className={ON_STAGE} side="bottom" label={common('close')}>
                <X aria-hidden="true" />
              </IconButton>
            }
          />
        </div>
      </header>
      <Turn side="start" label={t('previous')} disabled={index === 0} onClick={() => turn(-1)} />
      <Turn
        side="end"
        label={t('next')}
        disabled={index === items.length - 1}
        onClick={() => turn(1)}
      />
    </div>
  );
}

type TurnProps = { side: 'start' | 'end'; label: string; disabled: boolean; onClick: () => void };

function Turn({ side, label, disabled, onClick }: TurnProps) {
  const Icon = side === 'start' ? ChevronLeft : ChevronRight;
  if (disabled) return null;
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className={cn(
        '-translate-y-1/2 absolute top-1/2 flex size-11 items-center justify-center rounded-full bg-veil text-on-veil hover:opacity-80 phone:hidden',
        side === 'start' ? 'start-3' : 'end-3',
      )}
    >
      <Icon className="size-6 rtl:rotate-180" aria-hidden="true" />
    </button>
  );
}

/** Those beside the one on the screen are there when one turns to them. */
function useNeighbours(items: readonly ViewerItem[], index: number): void {
  const [before, after] = [items[index - 1], items[index + 1]];
  useEffect(() => {
    for (const item of [after, before]) {
      if (item?.kind !== 'IMAGE' || item.local) continue;
      const image = new Image();
      image.src = item.fullUrl;
    }
  }, [before, after]);
}
