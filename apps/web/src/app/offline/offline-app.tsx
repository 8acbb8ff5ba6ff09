'use client';

import { useTranslations } from 'next-intl';
import { Suspense, useEffect, useSyncExternalStore } from 'react';
import { LIST_WIDTH_COOKIE, listWidthFrom } from '@/components/appearance';
import { ListWidthProvider } from '@/components/frame/list-width';
import { navigate } from '@/components/navigation';
import { TeaDrawing } from '@/components/tea-drawing';
import { Button } from '@/components/ui/button';
import { rememberedPerson } from '@/lib/auth/device-person';
import { Shell } from '../(app)/shell';
import { Providers } from '../providers';

/** The app as the person of this device left it; what is new comes as soon as there is a network. */
export function OfflineApp() {
  const person = useSyncExternalStore(never, rememberedPerson, () => undefined);
  useEffect(() => {
    if (ENTRANCES.includes(window.location.pathname)) navigate('/chats', { replace: true });
  }, []);
  // The page was made without knowing whose it would be.
  if (person === undefined) return <div className="h-dvh bg-paper" />;
  if (person === null) return <NobodySignedIn />;
  return (
    <Providers viewerId={person}>
      <ListWidthProvider initial={listWidthFrom(cookie(LIST_WIDTH_COOKIE))}>
        <Suspense>
          <Shell viewerId={person} />
        </Suspense>
      </ListWidthProvider>
    </Providers>
  );
}

/** Whoever is signed in is led on from these. */
const ENTRANCES = ['/', '/offline', '/sign-in', '/register'];

const never = () => () => {};

function cookie(name: string): string | undefined {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found?.slice(name.length + 1);
}

function NobodySignedIn() {
  const t = useTranslations('errors');
  const retry = () => window.location.reload();
  useEffect(() => {
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  });
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-paper p-8 text-center">
      <TeaDrawing className="w-40" />
      <h1 className="mt-8 font-semibold text-title">{t('offlineTitle')}</h1>
      <p className="mt-2 max-w-90 text-ink-2">{t('offlineBody')}</p>
      <Button variant="primary" className="mt-6" onClick={retry}>
        {t('tryAgain')}
      </Button>
    </main>
  );
}
