'use client';

import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Segmented } from '@/components/ui/segmented';
import { TextField } from '@/components/ui/text-field';
import { useCaptcha } from '../captcha';
import { doorPath, isInvitation, nextPath } from '../next-path';
import { signInWithPassword } from '../sign-in';
import type { SignInMethods } from '../sign-in-methods';
import { useTooManyAttempts } from '../use-too-many-attempts';
import { CaptchaField } from './captcha-field';
import { CodeSignIn } from './code-sign-in';
import { ExternalSignIn } from './external-sign-in';
import { OutboxHint } from './outbox-hint';
import { PasswordField } from './password-field';

type Missing = { login?: boolean; password?: boolean };

type Way = 'password' | 'email' | 'phone';

/** Every way in that is switched on; the password first. */
export function SignInForm({ methods }: { methods: SignInMethods }) {
  const t = useTranslations('codes');
  const params = useSearchParams();
  const [way, setWay] = useState<Way>('password');
  const ways: Way[] = [
    'password',
    ...(methods.emailCode ? (['email'] as const) : []),
    ...(methods.smsCode ? (['phone'] as const) : []),
  ];
  const enter = () => window.location.assign(nextPath(params.get('next')));
  return (
    <>
      {ways.length > 1 && (
        <Segmented
          label={t('how')}
          value={way}
          options={ways.map((value) => ({ value, label: t(`way.${value}`) }))}
          onValueChange={setWay}
          className="mb-6 flex"
        />
      )}
      {way === 'password' ? (
        <PasswordSignIn recoverable={ways.length > 1} onDone={enter} />
      ) : (
        <CodeSignIn
          key={way}
          kind={way}
          countryKnown={methods.phoneCountry !== null}
          onDone={enter}
        />
      )}
      <ExternalSignIn providers={methods.providers} />
      {way !== 'password' && <OutboxHint outbox={methods.outbox} />}
    </>
  );
}

type PasswordSignInProps = {
  /** Whether a forgotten password can be replaced by a code. */
  recoverable: boolean;
  onDone: () => void;
};

function PasswordSignIn({ recoverable, onDone }: PasswordSignInProps) {
  const t = useTranslations('accounts');
  const tooManyAttempts = useTooManyAttempts();
  const params = useSearchParams();
  const captcha = useCaptcha();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<Missing>({});
  const [problem, setProblem] = useState<ReactNode>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const lacks = { login: !login.trim(), password: !password };
    setMissing(lacks);
    setProblem(null);
    if (lacks.login || lacks.password) {
      form
        .querySelector<HTMLInputElement>(lacks.login ? '[name=login]' : '[name=password]')
        ?.focus();
      return;
    }
    setBusy(true);
    const result = await signInWithPassword(captcha, { login: login.trim(), password });
    if (result.ok) {
      onDone();
      return;
    }
    setBusy(false);
    if (result.error === 'TOO_MANY_ATTEMPTS') setProblem(tooManyAttempts(result.retryAt));
    else if (result.error === 'SERVER_BUSY') setProblem(t('problem.busy'));
    // The captcha's own line says why.
    else if (result.error === 'CaptchaUnsolved') setProblem(null);
    else if (result.error.startsWith('CAPTCHA')) setProblem(t('problem.captcha'));
    else if (result.error === 'UNREACHABLE') setProblem(t('problem.unreachable'));
    else {
      setProblem(t('problem.wrongCredentials'));
      form.querySelector<HTMLInputElement>('[name=password]')?.select();
    }
  };

  return (
    // Whoever is quicker than the page’s scripts has it submitted by the browser: never as a part of the address.
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-5">
      {problem ? <Notice tone="error">{problem}</Notice> : <Arrival params={params} />}
      <TextField
        label={t('login')}
        name="login"
        autoComplete="username"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        required
        value={login}
        onValueChange={setLogin}
        error={missing.login && t('problem.loginMissing')}
      />
      <div className="flex flex-col items-end gap-1.5 *:first:w-full">
        <PasswordField
          purpose="current"
          value={password}
          onValueChange={setPassword}
          error={missing.password && t('problem.passwordMissing')}
        />
        {recoverable && (
          <Link
            href={doorPath('/forgot-password', params.get('next'))}
            className="inline-flex min-h-8 items-center font-medium text-label text-leaf-ink underline-offset-4 hover:underline touch:min-h-10"
          >
            {t('forgotPassword')}
          </Link>
        )}
      </div>
      <CaptchaField captcha={captcha} quiet />
      <Button type="submit" variant="primary" size="large" wide busy={busy}>
        {t('signIn')}
      </Button>
    </form>
  );
}

/** Why someone finds themselves here: their session ended, or another service sent them back. */
function Arrival({ params }: { params: URLSearchParams }) {
  const t = useTranslations('accounts');
  const error = params.get('error');
  if (error === 'EMAIL_TAKEN')
    return <Notice tone="error">{t('problem.externalEmailTaken')}</Notice>;
  if (error === 'REGISTRATION_CLOSED')
    return <Notice tone="error">{t('problem.registrationClosed')}</Notice>;
  if (error === 'EMAIL_DOMAIN_REFUSED')
    return <Notice tone="error">{t('registration.problem.emailDomain')}</Notice>;
  if (error === 'UNREACHABLE') return <Notice tone="error">{t('problem.unreachable')}</Notice>;
  if (error) return <Notice tone="error">{t('problem.externalFailed')}</Notice>;
  if (params.get('reason') === 'account-deleted') return <Notice>{t('accountDeleted')}</Notice>;
  if (params.get('reason') === 'session-ended') return <Notice>{t('sessionEnded')}</Notice>;
  if (isInvitation(nextPath(params.get('next')))) return <Notice>{t('invited')}</Notice>;
  return null;
}
