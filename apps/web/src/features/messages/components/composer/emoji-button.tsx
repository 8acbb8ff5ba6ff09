'use client';

import { Smile } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type RefObject, useState } from 'react';
import { EmojiPicker } from '@/components/emoji/emoji-picker';
import { IconButton } from '@/components/ui/icon-button';
import { Popover } from '@/components/ui/popover';
import { writeInto } from './use-field';

type EmojiButtonProps = {
  field: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
};

/** Puts an emoji where the caret is. */
export function EmojiButton({ field, text, onText }: EmojiButtonProps) {
  const t = useTranslations('composer');
  const [open, setOpen] = useState(false);
  const pick = (emoji: string) => {
    const at = field.current?.selectionStart ?? text.length;
    const until = field.current?.selectionEnd ?? at;
    writeInto(field, at + emoji.length, () => {
      onText(text.slice(0, at) + emoji + text.slice(until));
      setOpen(false);
    });
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('emoji')}
      trigger={
        <IconButton label={t('emoji')}>
          <Smile aria-hidden="true" />
        </IconButton>
      }
    >
      <EmojiPicker onPick={pick} />
    </Popover>
  );
}
