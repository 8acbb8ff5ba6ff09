'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { SettingsGroup } from '@/components/ui/settings-group';
import { Skeleton } from '@/components/ui/skeleton';
import { serverNow } from '@/lib/clock';
import { graphql, type ResultOf } from '@/lib/graphql';
import { longDate } from '@/lib/time-format';
import { useAccountActions } from '../account';
import { linkExternal } from '../external-intent';
import { askFresh } from '../fresh-sign-in';
import { type ExternalProvider, useExternalProviders } from '../use-external-providers';
import { ProviderMark } from './provider-mark';

const LinkedAccountsQuery = graphql(`
  query LinkedAccounts {
    viewer {
      id
      session {
        id
        authenticatedAt
      }
      identities {
        id
        provider
        displayName
        linkedAt
      }
    }
  }
`);

type Identity = ResultOf<typeof LinkedAccountsQuery>['viewer']['identities'][number];

/** Accounts at other services that open this one. Nothing where there is no such service and never was. */
export function LinkedAccounts() {
  const t = useTranslations('accounts.linked');
  const providers = useExternalProviders();
  const [{ data, error }] = useQuery({
    query: LinkedAccountsQuery,
    requestPolicy: 'cache-and-network',
  });
  if (!data && error) return <Notice tone="error">{t('failed')}</Notice>;
  if (!data) return <Skeleton className="h-16 w-full" />;
  const { identities, session } = data.viewer;
  if (providers.length === 0 && identities.length === 0) return null;
  const nameOf = (id: string) => providers.find((one) => one.id === id)?.name ?? id;
  return (
    <SettingsGroup title={t('title')} hint={t('hint')}>
      <ul className="divide-y divide-line border-line border-b">
        {identities.map((identity) => (
          <IdentityRow key={identity.id} identity={identity} provider={nameOf(identity.provider)} />
        ))}
        {providers.map((provider) => (
          <ProviderRow
            key={provider.id}
            provider={provider}
            another={identities.some((one) => one.provider === provider.id)}
            authenticatedAt={session.authenticatedAt}
          />
        ))}
      </ul>
    </SettingsGroup>
  );
}

function IdentityRow({ identity, provider }: { identity: Identity; provider: string }) {
  const t = useTranslations('accounts.linked');
  const common = useTranslations('common');
  const locale = useLocale();
  const { unlink } = useAccountActions();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<'lastWay' | 'fresh' | 'unreachable' | null>(null);
  const confirm = async () => {
    // Asking who it is takes a dialog of its own, and there is one at a time.
    setAsking(false);
    setBusy(true);
    setProblem(null);
    const outcome = await unlink(identity.id);
    setBusy(false);
    if (outcome.ok || outcome.error === 'NotFound') return;
    if (outcome.error === 'LastSignInMethod') setProblem('lastWay');
    else setProblem(outcome.error === 'FreshSignInRequired' ? 'fresh' : 'unreachable');
  };
  return (
    <li className="py-3">
      <div className="flex items-center gap-4">
        <ProviderMark provider={identity.provider} className="size-5 text-ink-2" />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{provider}</p>
          <p className="truncate text-ink-2 text-meta" dir="auto">
            {identity.displayName
              ? t('as', {
                  name: identity.displayName,
                  date: longDate(new Date(identity.linkedAt), locale),
                })
              : t('since', { date: longDate(new Date(identity.linkedAt), locale) })}
          </p>
        </div>
        <Button
          size="small"
          variant="danger"
          busy={busy}
          aria-label={t('unlinkNamed', { provider, name: identity.displayName })}
          onClick={() => setAsking(true)}
        >
          {t('unlink')}
        </Button>
      </div>
      {problem && (
        <Notice tone="error" className="mt-2">
          {t(`problem.${problem}`)}
        </Notice>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('unlinkTitle', { provider })}
        description={t('unlinkBody', { provider })}
        confirmLabel={t('unlink')}
        cancelLabel={common('cancel')}
        onConfirm={confirm}
      />
    </li>
  );
}

type ProviderRowProps = {
  provider: ExternalProvider;
  /** Whether one of it is linked already. */
  another: boolean;
  authenticatedAt: string;
};

/** Being away at the provider takes its time: whoever proved themselves longer ago than this does it first. */
const FRESH_MS = 4 * 60_000;

function ProviderRow({ provider, another, authenticatedAt }: ProviderRowProps) {
  const t = useTranslations('accounts.linked');
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const link = async () => {
    setFailed(false);
    setBusy(true);
    // What the page shows may be from the disk, and the device have been signed in anew or longer ago than it says.
    const policy = { requestPolicy: 'network-only' } as const;
    const { data } = await client.query(LinkedAccountsQuery, {}, policy).toPromise();
    const since = data?.viewer.session.authenticatedAt ?? authenticatedAt;
    if (serverNow() - Date.parse(since) > FRESH_MS && !(await askFresh())) {
      setBusy(false);
      return;
    }
    try {
      await linkExternal(provider.id);
    } catch {
      setBusy(false);
      setFailed(true);
    }
  };
  return (
    <li className="py-3">
      <div className="flex items-center gap-4">
        <ProviderMark provider={provider.id} className="size-5 text-ink-3" />
        <p className="min-w-0 flex-1 truncate text-ink-2">{provider.name}</p>
        <Button
          size="small"
          busy={busy}
          aria-label={t('linkNamed', { provider: provider.name })}
          onClick={link}
        >
          {another ? t('linkAnother') : t('link')}
        </Button>
      </div>
      {failed && (
        <Notice tone="error" className="mt-2">
          {t('problem.unreachable')}
        </Notice>
      )}
    </li>
  );
}
