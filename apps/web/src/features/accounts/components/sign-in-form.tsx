'use client';

import { useSearchParams } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { isInvitation, nextPath } from '../next-path';
import { signInWithPassword } from '../session';
import { ExternalSignIn } from './external-sign-in';
import { PasswordField } from './password-field';

type Missing = { login?: boolean; password?: boolean };

export function SignInForm() {
  const t = useTranslations('accounts');
  const format = useFormatter();
  const params = useSearchParams();
  const next = nextPath(params.get('next'));
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
    const result = await signInWithPassword({ login: login.trim(), password });
    if (result.ok) {
      window.location.assign(next);
      return;
    }
    setBusy(false);
    if (result.error === 'TOO_MANY_ATTEMPTS' && result.retryAt) {
      const at = format.dateTime(new Date(result.retryAt), { hour: 'numeric', minute: '2-digit' });
      setProblem(t('problem.tooManyAttemptsUntil', { time: at }));
    } else if (result.error === 'TOO_MANY_ATTEMPTS') setProblem(t('problem.tooManyAttempts'));
    else if (result.error === 'UNREACHABLE') setProblem(t('problem.unreachable'));
    else {
      setProblem(t('problem.wrongCredentials'));
      form.querySelector<HTMLInputElement>('[name=password]')?.select();
    }
  };

  return (
    <>
      <form onSubmit={submit} noValidate className="flex flex-col gap-5">
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
        <PasswordField
          purpose="current"
          value={password}
          onValueChange={setPassword}
          error={missing.password && t('problem.passwordMissing')}
        />
        <Button type="submit" variant="primary" size="large" wide busy={busy}>
          {t('signIn')}
        </Button>
      </form>
      <ExternalSignIn />
    </>
  );
}

/** Why someone finds themselves here: their session ended, or another service sent them back. */
function Arrival({ params }: { params: URLSearchParams }) {
  const t = useTranslations('accounts');
  const error = params.get('error');
  if (error === 'EMAIL_TAKEN')
    return <Notice tone="error">{t('problem.externalEmailTaken')}</Notice>;
  if (error === 'UNREACHABLE') return <Notice tone="error">{t('problem.unreachable')}</Notice>;
  if (error) return <Notice tone="error">{t('problem.externalFailed')}</Notice>;
  if (params.get('reason') === 'session-ended') return <Notice>{t('sessionEnded')}</Notice>;
  if (isInvitation(nextPath(params.get('next')))) return <Notice>{t('invited')}</Notice>;
  return null;
}
