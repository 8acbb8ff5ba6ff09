'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { signInWithExternal } from '../sign-in';
import { type ExternalProvider, useProviderNames } from '../use-external-providers';
import { ProviderMark } from './provider-mark';

/** Nothing at all where no provider is configured. */
export function ExternalSignIn(known: { providers: readonly ExternalProvider[] }) {
  const t = useTranslations('accounts');
  const providers = useProviderNames(known.providers);
  const [chosen, setChosen] = useState<string | null>(null);

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
            <ProviderMark provider={provider.id} className="text-ink-2" />
            {t('continueWith', { provider: provider.name })}
          </Button>
        ))}
      </div>
    </div>
  );
}
