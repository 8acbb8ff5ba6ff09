'use client';

import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { TeaDrawing } from '@/components/tea-drawing';
import { Button } from '@/components/ui/button';

type ErrorPageProps = { error: Error & { digest?: string }; retry?: () => void; reset: () => void };

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const t = useTranslations('errors');
  useEffect(() => console.error(error), [error]);
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-paper p-8 text-center">
      <TeaDrawing className="w-40" />
      <h1 className="mt-8 font-semibold text-title">{t('title')}</h1>
      <p className="mt-2 max-w-90 text-ink-2">{t('body')}</p>
      {error.digest && (
        <p className="tabular mt-3 select-all text-ink-2 text-meta">
          {t('reference', { digest: error.digest })}
        </p>
      )}
      <Button variant="primary" className="mt-6" onClick={reset}>
        {t('tryAgain')}
      </Button>
    </main>
  );
}
