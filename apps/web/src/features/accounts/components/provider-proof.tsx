'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { graphql } from '@/lib/graphql';
import { confirmWithExternal } from '../external-intent';
import { useExternalProviders } from '../use-external-providers';
import { ProviderMark } from './provider-mark';

const ProviderProofQuery = graphql(`
  query ProviderProof {
    viewer {
      id
      identities {
        id
        provider
      }
    }
  }
`);

/** Proves that it is oneself by signing in again at a service that is linked. One leaves this page and comes back to it. */
export function ProviderProof() {
  const t = useTranslations('accounts.linked');
  const [{ data }] = useQuery({ query: ProviderProofQuery });
  const providers = useExternalProviders();
  const [leaving, setLeaving] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const linked = providers.filter(({ id }) =>
    data?.viewer.identities.some(({ provider }) => provider === id),
  );
  const leave = async (provider: string) => {
    setLeaving(provider);
    setFailed(false);
    try {
      await confirmWithExternal(provider);
    } catch {
      setLeaving(null);
      setFailed(true);
    }
  };
  return (
    <>
      {linked.map(({ id, name }) => (
        <Button key={id} wide busy={leaving === id} onClick={() => leave(id)}>
          <ProviderMark provider={id} className="text-ink-2" />
          {t('confirmWith', { provider: name })}
        </Button>
      ))}
      {failed && <Notice tone="error">{t('problem.unreachable')}</Notice>}
    </>
  );
}
