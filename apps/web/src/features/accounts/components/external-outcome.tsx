'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Notice } from '@/components/ui/notice';
import { type ExternalOutcome as Outcome, takeExternalOutcome } from '../external-intent';
import { useExternalProviders } from '../use-external-providers';

const REFUSALS = {
  IdentityTaken: 'taken',
  FreshSignInRequired: 'fresh',
  LimitReached: 'limit',
  InvalidAssertion: 'expired',
  EXPIRED: 'expired',
  REFUSED: 'refused',
} as const;

/** What came of having been at a provider, said to whoever is just back. */
export function ExternalOutcome() {
  const t = useTranslations('accounts.external');
  const providers = useExternalProviders();
  const [told, setTold] = useState<Outcome | null>(null);
  useEffect(() => {
    const outcome = takeExternalOutcome();
    if (outcome) setTold(outcome);
  }, []);
  if (!told) return null;
  const provider = providers.find(({ id }) => id === told.provider)?.name ?? told.provider ?? '';
  if (told.outcome === 'DONE')
    return <Notice tone="success">{t(`done.${told.purpose}`, { provider })}</Notice>;
  if (told.purpose === 'REAUTHENTICATE' && told.outcome === 'InvalidAssertion')
    return <Notice tone="error">{t('notYours', { provider })}</Notice>;
  const why = REFUSALS[told.outcome as keyof typeof REFUSALS] ?? 'unreachable';
  return <Notice tone="error">{t(`problem.${why}`, { provider, limit: told.limit })}</Notice>;
}
