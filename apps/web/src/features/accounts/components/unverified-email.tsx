'use client';

import { MailCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import { useToast } from '@/components/ui/toast';
import { graphql } from '@/lib/graphql';
import {
  type CodeOutcome,
  carryCodeOut,
  RequestVerificationMutation,
  type SentCode,
  VerifyEmailMutation,
} from '../codes';
import { whenFresh } from '../fresh-sign-in';
import { useCodeRefusal } from '../use-code-refusal';
import { isAskedToVerify } from '../verifying';
import { CodeStep } from './code-step';
import { FreshSignInDialog } from './fresh-sign-in-dialog';
import { OutboxHint } from './outbox-hint';

const UnverifiedEmailQuery = graphql(`
  query UnverifiedEmail {
    viewer {
      id
      email
      pendingEmail
      unverifiedEmail {
        address
        expiresAt
        retryAt
      }
    }
  }
`);

/** A gentle reminder for whoever has not proven their address yet; nothing at all for everybody else. */
export function UnverifiedEmail() {
  const t = useTranslations('codes');
  const [{ data }] = useQuery({ query: UnverifiedEmailQuery });
  const [open, setOpen] = useState(false);
  const unverified = data?.viewer.unverifiedEmail ?? null;
  const waits = unverified !== null;
  useEffect(() => {
    if (waits && isAskedToVerify()) setOpen(true);
  }, [waits]);
  if (!unverified) return null;
  return (
    <aside
      aria-label={t('verifyTitle')}
      className="flex items-center gap-3 border-line border-t px-4 py-3"
    >
      <MailCheck className="size-5 shrink-0 text-leaf" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="font-medium text-label">{t('verifyTitle')}</p>
        <p className="truncate text-ink-2 text-meta" title={unverified.address}>
          {unverified.address}
        </p>
      </div>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('enterCode')}
      </Button>
      <VerifyEmailDialog
        open={open}
        onOpenChange={setOpen}
        address={unverified.address}
        retryAt={unverified.retryAt}
      />
      {open && <FreshSignInDialog />}
    </aside>
  );
}

type VerifyEmailDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  address: string;
  /** When another code can be sent; null for at once. */
  retryAt: string | null;
};

export function VerifyEmailDialog({
  open,
  onOpenChange,
  address,
  retryAt,
}: VerifyEmailDialogProps) {
  const t = useTranslations('codes');
  const common = useTranslations('common');
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('verifyTitle')}
      closeLabel={common('close')}
    >
      <Verifying address={address} retryAt={retryAt} onDone={() => onOpenChange(false)} />
      <Outbox />
    </Dialog>
  );
}

const OutboxQuery = graphql(`
  query VerifyEmail_outbox {
    signInMethods {
      outbox
    }
  }
`);

function Outbox() {
  const [{ data }] = useQuery({ query: OutboxQuery });
  return <OutboxHint outbox={data?.signInMethods.outbox ?? null} />;
}

type VerifyingProps = Pick<VerifyEmailDialogProps, 'address' | 'retryAt'> & { onDone: () => void };

function Verifying({ address, retryAt, onDone }: VerifyingProps) {
  const t = useTranslations('codes');
  const client = useClient();
  const toast = useToast();
  const [sentAgain, setSentAgain] = useState<SentCode | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [moving, setMoving] = useState(false);

  const send = async (email?: string): Promise<CodeOutcome> => {
    const outcome = await whenFresh(() =>
      carryCodeOut(client, RequestVerificationMutation, { email }),
    );
    if (outcome.ok) {
      setSentAgain(outcome.done);
      if (email) setChosen(email);
    }
    return outcome;
  };

  // Until the account says so itself.
  const shown = chosen ?? address;
  if (moving) return <OtherAddress current={shown} onSend={send} onDone={() => setMoving(false)} />;
  return (
    <CodeStep
      sent={{ retryAt: sentAgain?.retryAt ?? retryAt ?? '' }}
      submitLabel={t('verify')}
      onCode={async (code) => {
        const outcome = await carryCodeOut(client, VerifyEmailMutation, { code });
        if (outcome.ok) {
          toast.add({ title: t('verified', { address: shown }) });
          onDone();
        }
        return outcome;
      }}
      onResend={() => send()}
      aside={
        <Button variant="link" size="small" className="-me-3" onClick={() => setMoving(true)}>
          {t('another.email')}
        </Button>
      }
    >
      {t.rich('sentToVerify', {
        address: shown,
        b: (chunks) => <b className="break-all font-medium text-ink">{chunks}</b>,
      })}
    </CodeStep>
  );
}

type OtherAddressProps = {
  current: string;
  onSend: (email: string) => Promise<CodeOutcome>;
  onDone: () => void;
};

function OtherAddress({ current, onSend, onDone }: OtherAddressProps) {
  const t = useTranslations('codes');
  const inWords = useCodeRefusal();
  const field = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState(current);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => field.current?.select(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const typed = email.trim();
    setProblem(typed ? null : t('problem.missing.email'));
    if (!typed) return;
    setBusy(true);
    const outcome = await onSend(typed);
    setBusy(false);
    if (outcome.ok) return onDone();
    setProblem(outcome.error === 'InvalidField' ? t('problem.invalid.email') : inWords(outcome));
    field.current?.focus();
  };

  return (
    <form noValidate className="flex flex-col gap-5" onSubmit={submit}>
      <TextField
        ref={field}
        label={t('address.email')}
        name="email"
        type="email"
        inputMode="email"
        autoComplete="email"
        required
        value={email}
        onValueChange={(typed) => {
          setEmail(typed);
          setProblem(null);
        }}
        error={problem}
      />
      <div className="flex justify-end gap-2 phone:*:flex-1">
        <Button onClick={onDone}>{t('back')}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {t('send')}
        </Button>
      </div>
    </form>
  );
}
