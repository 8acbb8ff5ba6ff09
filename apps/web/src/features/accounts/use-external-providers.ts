import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { externalProviders } from './sign-in';

export interface ExternalProvider {
  id: string;
  name: string;
}

/** The providers that this installation knows; none until they are known, or when they cannot be asked for. */
export function useExternalProviders(): ExternalProvider[] {
  const [providers, setProviders] = useState<ExternalProvider[]>([]);
  useEffect(() => {
    let wanted = true;
    externalProviders().then(
      (found) => wanted && setProviders(found),
      // Whatever else signs one in stays usable; a list that cannot be had is simply not offered.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);
  return useProviderNames(providers);
}

/** As they are called in the page's language, in which only one of them has another name. */
export function useProviderNames(providers: readonly ExternalProvider[]): ExternalProvider[] {
  const t = useTranslations('accounts');
  return providers.map(({ id, name }) => ({ id, name: id === 'wechat' ? t('wechat') : name }));
}
