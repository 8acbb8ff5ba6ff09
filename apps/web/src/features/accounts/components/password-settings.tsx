'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SettingsGroup, SettingsRow } from '@/components/ui/settings-group';
import { Skeleton } from '@/components/ui/skeleton';
import { graphql } from '@/lib/graphql';
import { PasswordForm } from './password-form';

const PasswordSettingsQuery = graphql(`
  query PasswordSettings {
    viewer {
      id
      hasPassword
    }
  }
`);

export function PasswordSettings() {
  const t = useTranslations('accounts.passwordSettings');
  const [{ data, error }] = useQuery({ query: PasswordSettingsQuery });
  const [changing, setChanging] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasChanging = useRef(false);
  // Whoever is done stands where they began.
  useEffect(() => {
    if (wasChanging.current && !changing) button.current?.focus();
    wasChanging.current = changing;
  }, [changing]);
  if (!data && error) return <Notice tone="error">{t('failed')}</Notice>;
  if (!data) return <Skeleton className="h-16 w-full" />;
  const { hasPassword } = data.viewer;
  return (
    <SettingsGroup title={t('title')}>
      {changing ? (
        <PasswordForm first={!hasPassword} onDone={() => setChanging(false)} />
      ) : (
        <SettingsRow label={hasPassword ? t('has') : t('none')}>
          <Button ref={button} onClick={() => setChanging(true)}>
            {hasPassword ? t('change') : t('set')}
          </Button>
        </SettingsRow>
      )}
    </SettingsGroup>
  );
}
