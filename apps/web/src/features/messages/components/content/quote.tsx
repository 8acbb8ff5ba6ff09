'use client';

import { useTranslations } from 'next-intl';
import type { ResultOf } from '@/lib/graphql';
import { useSenderName } from '../../sender-name';
import { useSaidLine } from '../../use-said-line';
import type { MessageRow_quoted } from '../message-row.fragment';

type QuoteProps = {
  quoted: ResultOf<typeof MessageRow_quoted>;
  /** Goes to the message that is quoted. */
  onOpen: (seq: number) => void;
};

/** What a reply answers, in two lines above it. */
export function Quote({ quoted, onOpen }: QuoteProps) {
  const t = useTranslations('messages');
  const senderName = useSenderName();
  const line = useSaidLine();
  return (
    <button
      type="button"
      onClick={() => onOpen(quoted.seq)}
      aria-label={t('quotes', { name: senderName(quoted) })}
      className="mb-1 flex w-full min-w-0 flex-col border-leaf border-s-2 ps-2 text-start text-label hover:border-leaf-strong"
    >
      <bdi className="max-w-full truncate font-medium text-ink-2">{senderName(quoted)}</bdi>
      <span className="line-clamp-2 text-ink-2 [overflow-wrap:anywhere]" dir="auto">
        {line(quoted.content)}
      </span>
    </button>
  );
}
