'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import { type AddressChannel, useAccountActions } from '../account';
import type { CodeOutcome, CodeRefused } from '../codes';
import { useCodeRefusal } from '../use-code-refusal';
import { CodeStep } from './code-step';

type AddressFormProps = {
  channel: AddressChannel;
  /** Of numbers that are written without one. */
  country: string | null;
  /** An address that waits for its code already. */
  pending: string | null;
  onCancel: () => void;
  onDone: () => void;
};

/** Another address: first which, then the code that was sent to it. */
export function AddressForm({ channel, country, pending, onCancel, onDone }: AddressFormProps) {
  const t = useTranslations('accounts.addresses');
  const common = useTranslations('common');
  const { requestAddress, confirmAddress } = useAccountActions();
  const [waiting, setWaiting] = useState(
    pending ? { address: pending, retryAt: new Date(0).toISOString() } : null,
  );

  const send = async (address: string): Promise<CodeOutcome> => {
    const outcome = await requestAddress(channel, address);
    if (!outcome.ok) return outcome;
    setWaiting({ address, retryAt: outcome.done.retryAt });
    return { ok: true };
  };
  if (!waiting)
    return <AskAddress channel={channel} country={country} onSend={send} onCancel={onCancel} />;
  return (
    <section aria-label={t(`label.${channel}`)} className="max-w-100 py-4">
      <CodeStep
        sent={waiting}
        submitLabel={t('confirm')}
        onCode={async (code) => {
          const outcome = await confirmAddress(channel, code);
          if (!outcome.ok) return outcome;
          onDone();
          return { ok: true };
        }}
        onResend={() => send(waiting.address)}
        aside={
          <Button size="small" variant="quiet" onClick={onCancel}>
            {common('cancel')}
          </Button>
        }
      >
        {t.rich('sent', {
          address: waiting.address,
          b: (chunks) => <b className="break-all font-medium text-ink">{chunks}</b>,
        })}
      </CodeStep>
    </section>
  );
}

type AskAddressProps = Pick<AddressFormProps, 'channel' | 'country' | 'onCancel'> & {
  onSend: (address: string) => Promise<CodeOutcome>;
};

const inputs = {
  EMAIL: { type: 'email', inputMode: 'email', autoComplete: 'email' },
  SMS: { type: 'tel', inputMode: 'tel', autoComplete: 'tel' },
} as const;

function AskAddress({ channel, country, onSend, onCancel }: AskAddressProps) {
  const t = useTranslations('accounts.addresses');
  const common = useTranslations('common');
  const inWords = useAddressRefusal(channel);
  const [address, setAddress] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const field = event.currentTarget.querySelector('input');
    if (!address.trim()) {
      setProblem(t(`problem.missing.${channel}`));
      return field?.focus();
    }
    setBusy(true);
    setProblem(null);
    const outcome = await onSend(address.trim());
    if (outcome.ok) return;
    setBusy(false);
    setProblem(inWords(outcome));
    field?.select();
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={t(`label.${channel}`)}
      className="flex max-w-100 flex-col gap-4 py-4"
    >
      <TextField
        {...inputs[channel]}
        label={t(`new.${channel}`)}
        name="address"
        autoFocus
        required
        value={address}
        onValueChange={(value) => {
          setAddress(value);
          setProblem(null);
        }}
        hint={channel === 'SMS' && !country ? t('phoneHint') : t(`newHint.${channel}`)}
        error={problem}
      />
      <div className="flex gap-2 phone:*:flex-1">
        <Button type="submit" variant="primary" busy={busy}>
          {t('send')}
        </Button>
        <Button onClick={onCancel}>{common('cancel')}</Button>
      </div>
    </form>
  );
}

/** Why no code was sent to an address, and what to do. */
function useAddressRefusal(channel: AddressChannel) {
  const t = useTranslations('accounts.addresses.problem');
  const ofCodes = useCodeRefusal();
  return (refused: CodeRefused): string => {
    switch (refused.error) {
      case 'InvalidField':
        return t(`refused.${channel}`);
      case 'FreshSignInRequired':
        return t('fresh');
      case 'TooManyAttempts':
        return ofCodes(refused);
      default:
        return t('unreachable');
    }
  };
}
