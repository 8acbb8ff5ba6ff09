'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useTypers } from '../typing';
import { TypingDots } from './typing-dots';

const MOST_NAMES = 2;

/** Has its own height at all times: someone beginning to type moves nothing. */
export function TypingLine({
  conversationId,
  inGroup,
}: {
  conversationId: string;
  inGroup: boolean;
}) {
  const t = useTranslations('messages');
  const locale = useLocale();
  const typers = useTypers(conversationId);
  const names = typers.slice(0, MOST_NAMES).map((typer) => typer.nickname);
  const text =
    typers.length > MOST_NAMES
      ? t('typing.many', { count: typers.length })
      : t('typing.named', {
          count: typers.length,
          names: new Intl.ListFormat(locale, { type: 'conjunction' }).format(names),
        });
  return (
    <div
      className="flex h-6 items-center gap-2 text-ink-2 text-meta"
      aria-hidden={typers.length === 0}
    >
      {typers.length > 0 && (
        <>
          <TypingDots />
          <span className="truncate">{inGroup ? text : t('typing.direct')}</span>
        </>
      )}
    </div>
  );
}
