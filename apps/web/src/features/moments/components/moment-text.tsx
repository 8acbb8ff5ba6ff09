'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { LinkedText } from '@/features/messages/components/linked-text';
import { isLongText } from '../text-length';

/** What has been unfolded stays so for as long as the page lives. */
const unfolded = new Set<string>();

type MomentTextProps = {
  /** Of the post, so that it stays unfolded. */
  id: string;
  text: string;
  /** On a page of its own nothing is folded. */
  whole?: boolean;
};

/** What somebody wrote under their pictures: line breaks kept, addresses clickable, a long text folded to its beginning. */
export function MomentText({ id, text, whole = false }: MomentTextProps) {
  const t = useTranslations('moments');
  const [open, setOpen] = useState(whole || unfolded.has(id));
  const long = !whole && isLongText(text);
  const toggle = () => {
    unfolded[open ? 'delete' : 'add'](id);
    setOpen(!open);
  };
  return (
    <div>
      <p
        dir="auto"
        className={cn(
          'whitespace-pre-wrap break-words text-body [overflow-wrap:anywhere]',
          long && !open && 'line-clamp-6',
        )}
      >
        <LinkedText text={text} />
      </p>
      {long && (
        <button
          type="button"
          aria-expanded={open}
          onClick={toggle}
          className="-mx-1 rounded-control px-1 text-label text-leaf-ink hover:underline touch:min-h-10"
        >
          {open ? t('lessText') : t('fullText')}
        </button>
      )}
    </div>
  );
}
