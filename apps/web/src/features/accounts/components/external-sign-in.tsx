'use client';

import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { externalProviders, signInWithExternal } from '../session';

type Provider = { id: string; name: string };

/** Nothing at all where no provider is configured. */
export function ExternalSignIn() {
  const t = useTranslations('accounts');
  const [providers, setProviders] = useState<Provider[]>([]);
  const [chosen, setChosen] = useState<string | null>(null);

  useEffect(() => {
    let wanted = true;
    externalProviders().then(
      (found) => wanted && setProviders(found),
      // The password form stays usable; a provider list that cannot be had is simply not offered.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);

  if (providers.length === 0) return null;
  return (
    <div className="mt-6">
      <p className="flex items-center gap-3 text-ink-2 text-meta before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t('or')}
      </p>
      <div className="mt-4 flex flex-col gap-2">
        {providers.map((provider) => (
          <Button
            key={provider.id}
            size="large"
            wide
            busy={chosen === provider.id}
            onClick={() => {
              setChosen(provider.id);
              signInWithExternal(provider.id);
            }}
          >
            <KeyRound className="size-4.5 text-ink-2" aria-hidden="true" />
            {t('continueWith', { provider: provider.name })}
          </Button>
        ))}
      </div>
    </div>
  );
}
