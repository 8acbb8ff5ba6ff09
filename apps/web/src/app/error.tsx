'use client';

import { useTranslations } from 'next-intl';
import { lazy, Suspense, useEffect } from 'react';

type ErrorPageProps = { error: Error & { digest?: string }; retry?: () => void; reset: () => void };

/** Every page names what this file brings among its scripts, and hardly any needs it: the rest comes when it does. */
const ErrorScreen = lazy(() =>
  import('./error-screen').then(
    ({ ErrorScreen }) => ({ default: ErrorScreen }),
    // What went wrong may be just that nothing comes any more.
    () => ({ default: BareErrorScreen }),
  ),
);

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  useEffect(() => console.error(error), [error]);
  return (
    <Suspense fallback={<div className="h-dvh bg-paper" />}>
      <ErrorScreen digest={error.digest} onRetry={reset} />
    </Suspense>
  );
}

type BareErrorScreenProps = { digest: string | undefined; onRetry: () => void };

function BareErrorScreen({ digest, onRetry }: BareErrorScreenProps) {
  const t = useTranslations('errors');
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 bg-paper p-8 text-center text-ink">
      <h1 className="font-semibold text-title">{t('title')}</h1>
      <p className="text-ink-2">{digest ? t('reference', { digest }) : t('body')}</p>
      <button
        type="button"
        onClick={onRetry}
        className="mt-4 h-11 rounded-control bg-leaf px-5 font-medium text-on-leaf"
      >
        {t('tryAgain')}
      </button>
    </main>
  );
}
