'use client';

import { Forward, Star, Trash2, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { useSaveFavourites } from '@/features/favourites/save';
import { endSelection, SELECTED_MOST, type Selection } from '../selection';
import { DeleteDialog, type Deletion } from './delete-dialog';
import { ForwardDialog, type Forwarded } from './forward-dialog';

type SelectionBarProps = {
  selection: Selection;
  /** What the conversation is called. */
  name: string;
};

/** Stands where one would write while messages are being chosen. */
export function SelectionBar({ selection, name }: SelectionBarProps) {
  const t = useTranslations('menu');
  const f = useTranslations('forward');
  const save = useSaveFavourites();
  const [forwarded, setForwarded] = useState<Forwarded | null>(null);
  const [deletion, setDeletion] = useState<Deletion | null>(null);
  const messageIds = [...selection.ids];
  const none = messageIds.length === 0;
  return (
    <div
      role="toolbar"
      aria-label={t('selectionTools')}
      onKeyDown={({ key, currentTarget, target }) => {
        // A dialog opened from here hands its keys on to this bar, and Escape is then about the dialog.
        if (key === 'Escape' && currentTarget.contains(target as Node)) endSelection();
      }}
      className="safe-bottom mx-auto flex min-h-16 w-full max-w-(--measure) shrink-0 items-center gap-1 px-4 pb-3"
    >
      <IconButton label={t('endSelection')} onClick={endSelection}>
        <X aria-hidden="true" />
      </IconButton>
      <p aria-live="polite" className="tabular flex-1 px-1 text-ink-2 text-label">
        {messageIds.length === SELECTED_MOST
          ? t('selectedMost', { count: SELECTED_MOST })
          : t('selected', { count: messageIds.length })}
      </p>
      <IconButton
        label={t('forward')}
        disabled={none}
        onClick={() => setForwarded({ messageIds, title: f('historyOf', { name }).slice(0, 100) })}
      >
        <Forward aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t('favourite')}
        disabled={none}
        onClick={() => void save(messageIds).then((saved) => saved && endSelection())}
      >
        <Star aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t('deleteForMe')}
        disabled={none}
        onClick={() => setDeletion({ messageIds, forEveryone: false })}
      >
        <Trash2 aria-hidden="true" />
      </IconButton>
      <DeleteDialog deletion={deletion} onClose={() => setDeletion(null)} onDone={endSelection} />
      <ForwardDialog
        forwarded={forwarded}
        onClose={() => setForwarded(null)}
        onDone={endSelection}
      />
    </div>
  );
}
