'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { graphql } from '@/lib/graphql';
import { useCaptcha } from '../captcha';
import type { CodeOutcome } from '../codes';
import { answerFresh, useFreshAsked } from '../fresh-sign-in';
import { type CodeChannel, usePasswordActions } from '../password';
import { useCodeRefusal } from '../use-code-refusal';
import { useTooManyAttempts } from '../use-too-many-attempts';
import { CaptchaField } from './captcha-field';
import { CodeStep } from './code-step';
import { focusField, PasswordField } from './password-field';
import { ProviderProof } from './provider-proof';

const FreshSignInDialogQuery = graphql(`
  query FreshSignInDialog {
    viewer {
      id
      reauthenticationMethods
    }
  }
`);

/** Asks whoever called `askFresh`. One of it stands on every screen that may. */
export function FreshSignInDialog() {
  const t = useTranslations('accounts.fresh');
  const common = useTranslations('common');
  const asked = useFreshAsked();
  return (
    <Dialog
      open={asked}
      onOpenChange={(open) => {
        if (!open) answerFresh(false);
      }}
      title={t('title')}
      description={t('hint')}
      closeLabel={common('close')}
    >
      {asked && <Proof />}
    </Dialog>
  );
}

type Way = 'PASSWORD' | 'EMAIL_CODE' | 'SMS_CODE';
const isWay = (method: string): method is Way => method !== 'PROVIDER';

function Proof() {
  const t = useTranslations('accounts.fresh');
  const [{ data, error }] = useQuery({
    query: FreshSignInDialogQuery,
    requestPolicy: 'cache-and-network',
  });
  const [chosen, setChosen] = useState<Way | null>(null);
  if (!data && error) return <Notice tone="error">{t('problem.unreachable')}</Notice>;
  if (!data) return <Skeleton className="h-28 w-full" />;
  const methods = data.viewer.reauthenticationMethods;
  const byProvider = methods.includes('PROVIDER') && <ProviderProof />;
  const ways = methods.filter(isWay);
  const way = chosen ?? ways[0];
  if (!way) return byProvider || <Notice>{t('none')}</Notice>;
  return (
    <div className="flex flex-col gap-4">
      {way === 'PASSWORD' ? (
        <PasswordProof />
      ) : (
        <CodeProof key={way} channel={way === 'EMAIL_CODE' ? 'EMAIL' : 'SMS'} />
      )}
      {ways.length > 1 && (
        <div className="flex flex-col items-start">
          {ways
            .filter((other) => other !== way)
            .map((other) => (
              <Button
                key={other}
                size="small"
                variant="link"
                className="-ms-3"
                onClick={() => setChosen(other)}
              >
                {t(`instead.${other}`)}
              </Button>
            ))}
        </div>
      )}
      {byProvider}
    </div>
  );
}

function PasswordProof() {
  const t = useTranslations('accounts.fresh');
  const inWords = useProofRefusal();
  const captcha = useCaptcha();
  const { reauthenticate } = usePasswordActions();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  // It was not there yet when the dialog looked for its first field.
  useEffect(() => focusField(form.current), []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const field = event.currentTarget.querySelector('input');
    if (!password) {
      setProblem(t('problem.missing'));
      field?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    const outcome = await reauthenticate(password, captcha);
    if (outcome.ok) return answerFresh(true);
    setBusy(false);
    setProblem(inWords(outcome));
    field?.select();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      <PasswordField
        purpose="current"
        label={t('password')}
        value={password}
        onValueChange={setPassword}
        error={problem}
      />
      <CaptchaField captcha={captcha} quiet />
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('confirm')}
      </Button>
    </form>
  );
}

function useProofRefusal(): (refused: { error: string; retryAt?: string }) => string | null {
  const t = useTranslations('accounts.fresh.problem');
  const tooManyAttempts = useTooManyAttempts();
  return ({ error, retryAt }) => {
    switch (error) {
      case 'WrongCredentials':
        return t('wrong');
      case 'CaptchaUnsolved':
        return null;
      case 'CaptchaRequired':
      case 'CaptchaInvalid':
        return t('captcha');
      case 'ServerBusy':
        return t('busy');
      case 'TooManyAttempts':
        return tooManyAttempts(retryAt);
      default:
        return t('unreachable');
    }
  };
}

function CodeProof({ channel }: { channel: CodeChannel }) {
  const t = useTranslations('accounts.fresh');
  const inWords = useCodeRefusal();
  const { requestCode, reauthenticateWithCode } = usePasswordActions();
  const [sent, setSent] = useState<{ sentTo: string; retryAt: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (): Promise<CodeOutcome> => {
    const outcome = await requestCode(channel);
    if (!outcome.ok) return outcome;
    setSent(outcome.done);
    return { ok: true };
  };
  if (sent)
    return (
      <CodeStep
        sent={sent}
        submitLabel={t('confirm')}
        onCode={async (code) => {
          const outcome = await reauthenticateWithCode(channel, code);
          if (!outcome.ok) return outcome;
          answerFresh(true);
          return { ok: true };
        }}
        onResend={send}
      >
        {t('sent', { address: sent.sentTo })}
      </CodeStep>
    );
  return (
    <div className="flex flex-col gap-4">
      {problem && <Notice tone="error">{problem}</Notice>}
      <Button
        variant="primary"
        wide
        busy={busy}
        onClick={async () => {
          setBusy(true);
          setProblem(null);
          const outcome = await send();
          setBusy(false);
          if (!outcome.ok) setProblem(inWords(outcome));
        }}
      >
        {t(`send.${channel}`)}
      </Button>
    </div>
  );
}
