'use client';

import { ImagePlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';

type DropZoneProps = {
  /** Where it goes to. */
  name: string;
  onFiles: (files: File[]) => void;
};

const brings = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false;

/**
 * Appears over the conversation while files are dragged over the window. Beside it a file is let go of in vain, and not
 * opened by the browser in place of the app.
 */
export function DropZone({ name, onFiles }: DropZoneProps) {
  const t = useTranslations('media');
  const [over, setOver] = useState(false);
  const take = useRef(onFiles);
  take.current = onFiles;
  useEffect(() => {
    // Entering something within is told before leaving what it lies in.
    let within = 0;
    const show = (next: number) => {
      within = Math.max(0, next);
      setOver(within > 0);
    };
    const listeners = {
      dragenter: () => show(within + 1),
      dragleave: () => show(within - 1),
      dragover: () => {},
      drop: () => show(0),
    };
    const hear = (event: DragEvent) => {
      if (!brings(event)) return;
      event.preventDefault();
      listeners[event.type as keyof typeof listeners]();
    };
    for (const type of Object.keys(listeners)) window.addEventListener(type as 'drop', hear);
    return () => {
      for (const type of Object.keys(listeners)) window.removeEventListener(type as 'drop', hear);
    };
  }, []);
  if (!over) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the menu has the same for the keyboard.
    <div
      onDrop={({ dataTransfer }) => take.current([...dataTransfer.files])}
      className="absolute inset-0 z-30 flex bg-paper/80 p-4 transition-opacity starting:opacity-0"
    >
      <div className="flex flex-1 flex-col items-center justify-center gap-2 rounded-sheet border-2 border-leaf border-dashed bg-leaf-tint/70 text-center text-leaf-ink">
        <ImagePlus className="size-8" aria-hidden="true" />
        <p className="px-6 font-medium text-lead" dir="auto">
          {t('dropHere', { name })}
        </p>
        <p className="text-ink-2 text-label">{t('dropHint')}</p>
      </div>
    </div>
  );
}
