'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SettingsGroup, SettingsRow } from '@/components/ui/settings-group';
import { Skeleton } from '@/components/ui/skeleton';
import { useToast } from '@/components/ui/toast';
import { graphql } from '@/lib/graphql';
import { type AddressChannel, useAccountActions } from '../account';
import { AddressForm } from './address-form';
import { OutboxHint } from './outbox-hint';
import { RemovePhoneButton } from './remove-phone-button';
import { VerifyEmailDialog } from './unverified-email';

const AddressSettingsQuery = graphql(`
  query AddressSettings {
    signInMethods {
      emailCode
      smsCode
      phoneCountry
      outbox
    }
    viewer {
      id
      email
      pendingEmail
      phone
      pendingPhone
      unverifiedEmail {
        address
        expiresAt
        retryAt
      }
    }
  }
`);

/** Where one is written to, and which codes open the account. */
export function AddressSettings() {
  const t = useTranslations('accounts.addresses');
  const [{ data, error }] = useQuery({
    query: AddressSettingsQuery,
    requestPolicy: 'cache-and-network',
  });
  if (!data && error) return <Notice tone="error">{t('failed')}</Notice>;
  if (!data) return <Skeleton className="h-28 w-full" />;
  const { viewer, signInMethods: methods } = data;
  return (
    <SettingsGroup title={t('title')} hint={t('hint')}>
      {viewer.unverifiedEmail ? (
        <UnprovenEmail unverified={viewer.unverifiedEmail} />
      ) : (
        <Address
          channel="EMAIL"
          address={viewer.email}
          pending={viewer.pendingEmail}
          possible={methods.emailCode}
          country={null}
        />
      )}
      {(methods.smsCode || viewer.phone) && (
        <Address
          channel="SMS"
          address={viewer.phone}
          pending={viewer.pendingPhone}
          possible={methods.smsCode}
          country={methods.phoneCountry}
        />
      )}
      <OutboxHint outbox={methods.outbox} />
    </SettingsGroup>
  );
}

type UnprovenEmailProps = { unverified: { address: string; retryAt: string | null } };

/** The address of the registration: it counts once it is proven. */
function UnprovenEmail({ unverified }: UnprovenEmailProps) {
  const t = useTranslations('accounts.addresses');
  const [open, setOpen] = useState(false);
  return (
    <SettingsRow label={t('label.EMAIL')} hint={t('unproven', { address: unverified.address })}>
      <Button onClick={() => setOpen(true)}>{t('enterCode')}</Button>
      <VerifyEmailDialog
        open={open}
        onOpenChange={setOpen}
        address={unverified.address}
        retryAt={unverified.retryAt}
      />
    </SettingsRow>
  );
}

type AddressProps = {
  channel: AddressChannel;
  address: string | null;
  /** One that was asked for and not proven. */
  pending: string | null;
  /** Whether codes can be sent this way. */
  possible: boolean;
  country: string | null;
};

function Address({ channel, address, pending, possible, country }: AddressProps) {
  const t = useTranslations('accounts.addresses');
  const toast = useToast();
  const [form, setForm] = useState<'address' | 'code' | null>(null);
  if (form)
    return (
      <AddressForm
        channel={channel}
        country={country}
        pending={form === 'code' ? pending : null}
        onCancel={() => setForm(null)}
        onDone={() => {
          setForm(null);
          toast.add({ title: t(`changed.${channel}`) });
        }}
      />
    );
  return (
    <>
      <SettingsRow
        label={t(`label.${channel}`)}
        hint={
          <>
            <span className="tabular-nums">{address ?? t('none')}</span>
            {!possible && <span className="block text-meta">{t(`impossible.${channel}`)}</span>}
          </>
        }
      >
        {possible && (
          <div className="flex gap-2">
            {channel === 'SMS' && address && <RemovePhoneButton />}
            <Button
              aria-label={t(`${address ? 'changeNamed' : 'addNamed'}.${channel}`)}
              onClick={() => setForm('address')}
            >
              {address ? t('change') : t('add')}
            </Button>
          </div>
        )}
      </SettingsRow>
      {pending && possible && (
        <Pending channel={channel} address={pending} onEnter={() => setForm('code')} />
      )}
    </>
  );
}

type PendingProps = { channel: AddressChannel; address: string; onEnter: () => void };

function Pending({ channel, address, onEnter }: PendingProps) {
  const t = useTranslations('accounts.addresses');
  const { cancelAddress } = useAccountActions();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  return (
    <Notice className="my-3">
      <p>{t('pending', { address })}</p>
      {failed && (
        <p role="alert" className="mt-1 text-vermilion-ink">
          {t('problem.unreachable')}
        </p>
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onClick={onEnter}>
          {t('enterCode')}
        </Button>
        <Button
          size="small"
          variant="quiet"
          busy={busy}
          onClick={async () => {
            setBusy(true);
            setFailed(false);
            const outcome = await cancelAddress(channel);
            setBusy(false);
            setFailed(!outcome.ok);
          }}
        >
          {t('keepOld')}
        </Button>
      </div>
    </Notice>
  );
}
