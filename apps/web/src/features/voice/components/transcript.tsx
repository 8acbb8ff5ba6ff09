'use client';

import { useTranslations } from 'next-intl';

/** What an engine has understood, below the voice. */
export function Transcript({ text }: { text: string }) {
  const t = useTranslations('voice');
  return (
    <section
      aria-label={t('transcript')}
      className="max-w-[24rem] whitespace-pre-line border-line-strong border-t pt-1.5 pb-0.5 text-body [overflow-wrap:anywhere]"
      dir="auto"
    >
      {text}
    </section>
  );
}
