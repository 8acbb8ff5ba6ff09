'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { nextPath } from '../next-path';
import {
  checkRegistration,
  PASSWORD,
  type Registration,
  type RegistrationField,
  type RegistrationProblems,
  registrationFields,
  USERNAME,
} from '../registration';
import { register } from '../session';
import { ExternalSignIn } from './external-sign-in';
import { PasswordField } from './password-field';

const blank: Registration = { nickname: '', username: '', email: '', password: '' };

function useRegistration() {
  const form = useRef<HTMLFormElement>(null);
  const [input, setInput] = useState(blank);
  const [problems, setProblems] = useState<RegistrationProblems>({});
  const [unreachable, setUnreachable] = useState(false);
  const [busy, setBusy] = useState(false);

  const show = (found: RegistrationProblems) => {
    setProblems(found);
    const first = registrationFields.find((field) => found[field]);
    if (first) form.current?.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
    return first !== undefined;
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setUnreachable(false);
    if (show(checkRegistration(input))) return;
    setBusy(true);
    const result = await register({
      username: input.username.trim(),
      email: input.email.trim(),
      password: input.password,
      nickname: input.nickname.trim() || undefined,
    });
    if (result.ok) {
      window.location.assign(nextPath(new URLSearchParams(window.location.search).get('next')));
      return;
    }
    setBusy(false);
    if (result.error === 'USERNAME_TAKEN') show({ username: 'usernameTaken' });
    else if (result.error === 'EMAIL_TAKEN') show({ email: 'emailTaken' });
    else if (result.error === 'INVALID_FIELD') {
      const field = registrationFields.find((name) => name === result.field) ?? 'username';
      show({ [field]: 'refused' });
    } else setUnreachable(true);
  };

  /** A field's complaint goes away as soon as someone mends it. */
  const change = (field: RegistrationField) => (value: string) => {
    setInput((now) => ({ ...now, [field]: value }));
    setProblems(({ [field]: _mended, ...rest }) => rest);
  };

  return { form, input, problems, unreachable, busy, submit, change };
}

export function RegisterForm() {
  const t = useTranslations('accounts');
  const { form, input, problems, unreachable, busy, submit, change } = useRegistration();
  const problem = (field: RegistrationField) => {
    const found = problems[field];
    return found && t(`registration.problem.${found}`, { ...limits });
  };
  return (
    <>
      <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-5">
        {unreachable && <Notice tone="error">{t('problem.unreachable')}</Notice>}
        <TextField
          label={t('username')}
          name="username"
          autoComplete="username"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          required
          value={input.username}
          onValueChange={change('username')}
          hint={t('registration.usernameHint', limits)}
          error={problem('username')}
        />
        <TextField
          label={t('registration.nickname')}
          name="nickname"
          autoComplete="name"
          value={input.nickname}
          onValueChange={change('nickname')}
          hint={t('registration.nicknameHint')}
          error={problem('nickname')}
        />
        <TextField
          label={t('email')}
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          required
          value={input.email}
          onValueChange={change('email')}
          error={problem('email')}
        />
        <PasswordField
          purpose="new"
          value={input.password}
          onValueChange={change('password')}
          hint={t('registration.passwordHint', limits)}
          error={problem('password')}
        />
        <Button type="submit" variant="primary" size="large" wide busy={busy}>
          {t('register')}
        </Button>
      </form>
      <ExternalSignIn />
    </>
  );
}

const limits = {
  usernameLeast: USERNAME.least,
  usernameMost: USERNAME.most,
  passwordLeast: PASSWORD.least,
};
