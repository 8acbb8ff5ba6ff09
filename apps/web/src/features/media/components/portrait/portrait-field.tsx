'use client';

import { Camera, Expand, ImagePlus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { Menu, MenuItem } from '@/components/ui/menu';
import { useToast } from '@/components/ui/toast';
import { type OpenPicture, openPicture, type SavePortrait } from '../../portrait';
import { usePortraitRefusal } from '../../use-portrait-refusal';
import { openViewer, type ViewerItem } from '../../viewing';
import { PortraitDialog } from './portrait-dialog';

type PortraitFieldProps = {
  /** What stands for it now. */
  children: ReactNode;
  /** Whether that is a picture, which can be taken away. */
  chosen: boolean;
  /** That picture, as it is seen large. */
  large?: ViewerItem | null;
  label: string;
  save: SavePortrait;
  /** More that may stand for it. */
  more?: ReactNode;
};

/** What stands for somebody or something, as the way to change it: by a file, the camera, or dropped upon it. */
export function PortraitField({ children, chosen, large, label, save, more }: PortraitFieldProps) {
  const t = useTranslations('media.portrait');
  const { opened, open, close, inform } = useOpening();
  const trigger = useRef<HTMLButtonElement>(null);
  const library = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const dragging = (is: boolean) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setOver(is);
  };
  const remove = async () => {
    const outcome = await save(null);
    if (!outcome.ok) inform(outcome);
  };
  const chooser = {
    type: 'file',
    accept: 'image/*',
    hidden: true,
    'aria-label': t('choose'),
  } as const;
  const pick = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    void open(currentTarget.files?.[0]);
    currentTarget.value = '';
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the menu has the same for the keyboard.
    <div
      onDragEnter={dragging(true)}
      onDragOver={dragging(true)}
      onDragLeave={dragging(false)}
      onDrop={(event) => {
        dragging(false)(event);
        void open(event.dataTransfer.files[0]);
      }}
      className="relative inline-flex shrink-0"
    >
      <input {...chooser} ref={library} onChange={pick} />
      <input {...chooser} ref={camera} capture="user" onChange={pick} />
      <Menu
        align="start"
        trigger={
          <button
            ref={trigger}
            type="button"
            aria-label={label}
            className={cn(
              'group relative rounded-full outline-offset-2',
              over && 'outline-2 outline-leaf outline-dashed',
            )}
          >
            {children}
            <span
              aria-hidden="true"
              className="-end-0.5 -bottom-0.5 absolute flex size-7 items-center justify-center rounded-full border border-line bg-raised text-ink-2 group-hover:text-ink [&_.lucide]:size-4"
            >
              <Camera />
            </span>
          </button>
        }
      >
        {large && (
          <MenuItem onClick={() => openViewer({ items: [large], index: 0, from: trigger.current })}>
            <Expand aria-hidden="true" />
            {t('view')}
          </MenuItem>
        )}
        <MenuItem onClick={() => library.current?.click()}>
          <ImagePlus aria-hidden="true" />
          {t('choose')}
        </MenuItem>
        <MenuItem className="hidden touch:flex" onClick={() => camera.current?.click()}>
          <Camera aria-hidden="true" />
          {t('photograph')}
        </MenuItem>
        {more}
        {chosen && (
          <MenuItem tone="danger" onClick={() => void remove()}>
            <Trash2 aria-hidden="true" />
            {t('remove')}
          </MenuItem>
        )}
      </Menu>
      {opened && <PortraitDialog picture={opened} save={save} onClose={close} />}
    </div>
  );
}

function useOpening() {
  const toast = useToast();
  const refusal = usePortraitRefusal();
  const [opened, setOpened] = useState<OpenPicture | null>(null);
  const inform = (refused: Parameters<typeof refusal>[0]) => toast.add({ title: refusal(refused) });
  useEffect(() => {
    if (opened) return () => URL.revokeObjectURL(opened.url);
  }, [opened]);
  const open = async (file: File | undefined) => {
    if (!file) return;
    const picture = await openPicture(file);
    if (picture) setOpened(picture);
    else inform({ error: 'Unreadable' });
  };
  return { opened, open, inform, close: () => setOpened(null) };
}
