'use client';

import { useTranslations } from 'next-intl';
import { TeaDrawing } from '@/components/tea-drawing';
import { Button } from '@/components/ui/button';

type ErrorScreenProps = { digest: string | undefined; onRetry: () => void };

export function ErrorScreen({ digest, onRetry }: ErrorScreenProps) {
  const t = useTranslations('errors');
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-paper p-8 text-center">
      <TeaDrawing className="w-40" />
      <h1 className="mt-8 font-semibold text-title">{t('title')}</h1>
      <p className="mt-2 max-w-90 text-ink-2">{t('body')}</p>
      {digest && (
        <p className="tabular mt-3 select-all text-ink-2 text-meta">{t('reference', { digest })}</p>
      )}
      <Button variant="primary" className="mt-6" onClick={onRetry}>
        {t('tryAgain')}
      </Button>
    </main>
  );
}
