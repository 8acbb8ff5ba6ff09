'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { type Captcha, useCaptcha } from '../captcha';
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
import { register } from '../sign-in';
import type { SignInMethods } from '../sign-in-methods';
import { useTooManyAttempts } from '../use-too-many-attempts';
import { askToVerify } from '../verifying';
import { CaptchaField } from './captcha-field';
import { ExternalSignIn } from './external-sign-in';
import { PasswordField } from './password-field';

const blank: Registration = { nickname: '', username: '', email: '', password: '' };

/** `proving`: the address counts once it is proven. */
function useRegistration(proving: boolean, captcha: Captcha) {
  const form = useRef<HTMLFormElement>(null);
  const [input, setInput] = useState(blank);
  const [problems, setProblems] = useState<RegistrationProblems>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
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
    setRefusal(null);
    if (show(checkRegistration(input))) return;
    setBusy(true);
    const result = await register(captcha, {
      username: input.username.trim(),
      email: input.email.trim(),
      password: input.password,
      nickname: input.nickname.trim() || undefined,
    });
    if (result.ok) {
      if (proving) askToVerify();
      window.location.assign(nextPath(new URLSearchParams(window.location.search).get('next')));
      return;
    }
    setBusy(false);
    if (result.error === 'USERNAME_TAKEN') show({ username: 'usernameTaken' });
    else if (result.error === 'EMAIL_TAKEN') show({ email: 'emailTaken' });
    else if (result.error === 'EMAIL_DOMAIN_REFUSED') show({ email: 'emailDomain' });
    else if (result.error === 'PASSWORD_BREACHED') show({ password: 'passwordBreached' });
    else if (result.error === 'PASSWORD_GUESSABLE') show({ password: 'passwordGuessable' });
    else if (result.error === 'INVALID_FIELD') {
      const field = registrationFields.find((name) => name === result.field) ?? 'username';
      show({ [field]: 'refused' });
    } else setRefusal(result);
  };

  /** A field's complaint goes away as soon as someone mends it. */
  const change = (field: RegistrationField) => (value: string) => {
    setInput((now) => ({ ...now, [field]: value }));
    setProblems(({ [field]: _mended, ...rest }) => rest);
  };

  return { form, input, problems, refusal, busy, submit, change };
}

export function RegisterForm({ methods }: { methods: SignInMethods }) {
  const t = useTranslations('accounts');
  const captcha = useCaptcha();
  const { form, input, problems, refusal, busy, submit, change } = useRegistration(
    methods.emailCode,
    captcha,
  );
  const problem = (field: RegistrationField) => {
    const found = problems[field];
    return found && t(`registration.problem.${found}`, { ...limits });
  };
  return (
    <>
      <form
        method="post"
        ref={form}
        onSubmit={submit}
        onFocus={captcha.begin}
        noValidate
        className="flex flex-col gap-5"
      >
        {refusal && <Refused refusal={refusal} />}
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
          hint={methods.emailCode && t('registration.emailHint')}
          error={problem('email')}
        />
        <PasswordField
          purpose="new"
          value={input.password}
          onValueChange={change('password')}
          hint={t('registration.passwordHint', limits)}
          error={problem('password')}
        />
        <CaptchaField captcha={captcha} />
        <Button type="submit" variant="primary" size="large" wide busy={busy}>
          {t('register')}
        </Button>
      </form>
      <ExternalSignIn providers={methods.providers} />
    </>
  );
}

type Refusal = { error: string; retryAt?: string };

/** What stands against all of it, and not against one field. */
function Refused({ refusal: { error, retryAt } }: { refusal: Refusal }) {
  const t = useTranslations('accounts.problem');
  const tooManyAttempts = useTooManyAttempts();
  const inWords = () => {
    switch (error) {
      case 'TOO_MANY_ATTEMPTS':
        return tooManyAttempts(retryAt);
      case 'REGISTRATION_CLOSED':
        return t('registrationClosed');
      case 'SERVER_BUSY':
        return t('busy');
      case 'CAPTCHA_REQUIRED':
      case 'CAPTCHA_INVALID':
        return t('captcha');
      // The captcha's own line says why.
      case 'CaptchaUnsolved':
        return null;
      default:
        return t('unreachable');
    }
  };
  const words = inWords();
  return words && <Notice tone="error">{words}</Notice>;
}

const limits = {
  usernameLeast: USERNAME.least,
  usernameMost: USERNAME.most,
  passwordLeast: PASSWORD.least,
  passwordMost: PASSWORD.most,
};
