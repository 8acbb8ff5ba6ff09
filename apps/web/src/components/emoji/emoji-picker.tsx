'use client';

import { useTranslations } from 'next-intl';
import { type ComponentType, useEffect, useState } from 'react';
import { Skeleton } from '@/components/ui/skeleton';
import type { Emoji } from './emoji-data';
import { PANEL } from './panel-size';

export type EmojiPickerProps = {
  /** The emoji as text, in the person's skin tone. */
  onPick: (emoji: string) => void;
};

type Loaded = {
  Panel: ComponentType<EmojiPickerProps & { categories: Emoji[][] }>;
  categories: Emoji[][];
};
let loaded: Loaded | null = null;

async function load(): Promise<Loaded> {
  const [{ EmojiPanel }, { loadEmoji }] = await Promise.all([
    import('./emoji-panel'),
    import('./emoji-data'),
  ]);
  loaded = { Panel: EmojiPanel, categories: await loadEmoji() };
  return loaded;
}

/** Every emoji, to be put into a popover. What it needs is fetched when it is first opened. */
export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const t = useTranslations('emoji');
  const [ready, setReady] = useState(loaded);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    if (ready) return;
    let gone = false;
    load().then(
      (found) => !gone && setReady(found),
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [ready]);
  if (ready) return <ready.Panel categories={ready.categories} onPick={onPick} />;
  return (
    <div className={PANEL}>
      {failed ? (
        <p role="alert" className="m-auto max-w-60 text-center text-ink-2 text-label">
          {t('notLoaded')}
        </p>
      ) : (
        <div className="p-2" aria-busy="true">
          <Skeleton className="h-9 w-full" />
          <Skeleton className="mt-3 h-4 w-24" />
          <Skeleton className="mt-3 h-40 w-full" />
        </div>
      )}
    </div>
  );
}
