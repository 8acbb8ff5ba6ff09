'use client';

import { SmilePlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';
import { Popover } from '@/components/ui/popover';
import { EmojiPicker } from './emoji-picker';

/** What people answer with most, and a cup of tea. */
export const QUICK_REACTIONS = ['👍', '❤️', '😂', '😮', '😢', '🙏', '🍵'] as const;

type ReactionBarProps = {
  /** Reactions of one's own: pressing one of them takes it back. */
  chosen: readonly string[];
  onPick: (emoji: string) => void;
  quick?: readonly string[];
};

/** The usual reactions in a row, and all others one step further. */
export function ReactionBar({ chosen, onPick, quick = QUICK_REACTIONS }: ReactionBarProps) {
  const t = useTranslations('emoji');
  const [open, setOpen] = useState(false);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; these act at once.
    <div role="group" aria-label={t('react')} className="flex items-center gap-0.5 p-1">
      {quick.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={t('reactWith', { emoji })}
          aria-pressed={chosen.includes(emoji)}
          className={cn(
            'flex size-9 shrink-0 items-center justify-center rounded-full font-emoji text-[1.25rem] leading-none hover:bg-hover touch:size-10',
            'aria-pressed:bg-leaf-tint',
          )}
          onClick={() => onPick(emoji)}
        >
          <span aria-hidden="true">{emoji}</span>
        </button>
      ))}
      <Popover
        open={open}
        onOpenChange={setOpen}
        label={t('more')}
        trigger={
          <IconButton label={t('more')} className="rounded-full touch:size-10">
            <SmilePlus aria-hidden="true" />
          </IconButton>
        }
      >
        <EmojiPicker
          onPick={(emoji) => {
            setOpen(false);
            onPick(emoji);
          }}
        />
      </Popover>
    </div>
  );
}
