'use client';

import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { type Captcha, useCaptcha } from '../captcha';
import {
  type CodeOutcome,
  type CodeRefused,
  requestCode,
  resetPassword,
  type SentCode,
} from '../codes';
import { nextPath } from '../next-path';
import { checkPassword, PASSWORD } from '../registration';
import type { SignInMethods } from '../sign-in-methods';
import { useCodeRefusal } from '../use-code-refusal';
import { CaptchaField } from './captcha-field';
import { CodeAddress } from './code-address';
import { CODE_LENGTH, CodeField } from './code-field';
import { ResendButton } from './code-step';
import { OutboxHint } from './outbox-hint';
import { PasswordField } from './password-field';

/** An address, then the code that was sent there together with a new password. */
export function ForgotPasswordForm({ methods }: { methods: SignInMethods }) {
  const [address, setAddress] = useState('');
  const [sent, setSent] = useState<SentCode | null>(null);
  const captcha = useCaptcha();
  const send = (to: string) => requestCode(captcha, 'RESET_PASSWORD', to);
  const kind = !methods.smsCode ? 'email' : methods.emailCode ? 'either' : 'phone';
  return (
    <>
      {sent ? (
        <NewPassword
          address={address}
          sent={sent}
          captcha={captcha}
          onSend={send}
          onResent={setSent}
          onAnother={() => setSent(null)}
        />
      ) : (
        <CodeAddress
          kind={kind}
          countryKnown={methods.phoneCountry !== null}
          initial={address}
          captcha={captcha}
          onSend={send}
          onSent={(to, done) => {
            setAddress(to);
            setSent(done);
          }}
        />
      )}
      <OutboxHint outbox={methods.outbox} />
    </>
  );
}

type NewPasswordProps = {
  address: string;
  sent: SentCode;
  captcha: Captcha;
  onSend: (address: string) => Promise<CodeOutcome<{ done: SentCode }>>;
  onResent: (sent: SentCode) => void;
  onAnother: () => void;
};

type Problems = { code?: string; password?: string; other?: string };

function useNewPassword({ address, captcha }: Pick<NewPasswordProps, 'address' | 'captcha'>) {
  const t = useTranslations('codes');
  const words = useTranslations('accounts.registration');
  const inWords = useCodeRefusal();
  const params = useSearchParams();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);

  /** Each refusal is said where it can be mended. */
  const placed = (refused: CodeRefused): Problems => {
    switch (refused.error) {
      case 'WrongCode':
      case 'CodeExpired':
        return { code: inWords(refused) };
      case 'PasswordBreached':
        return { password: words('problem.passwordBreached') };
      case 'PasswordGuessable':
        return { password: words('problem.passwordGuessable') };
      case 'InvalidField':
        return refused.field === 'newPassword'
          ? { password: words('problem.refused') }
          : { other: inWords(refused) };
      default:
        return { other: inWords(refused) };
    }
  };

  const submit = async (form: HTMLFormElement) => {
    if (busy) return;
    const bad = checkPassword(password);
    const lacking: Problems = {
      ...(code.length < CODE_LENGTH && {
        code: t('problem.incomplete', { digits: CODE_LENGTH }),
      }),
      ...(bad && {
        password: words(`problem.${bad}`, {
          passwordLeast: PASSWORD.least,
          passwordMost: PASSWORD.most,
        }),
      }),
    };
    setProblems(lacking);
    const focus = (found: Problems) =>
      form
        .querySelector<HTMLInputElement>(
          found.code ? '[name=code]' : found.password ? '[name=password]' : '[type=submit]',
        )
        ?.focus();
    if (lacking.code || lacking.password) return focus(lacking);
    setBusy(true);
    const outcome = await resetPassword(captcha, { address, code, newPassword: password });
    if (outcome.ok) return window.location.assign(nextPath(params.get('next')));
    setBusy(false);
    setProblems(placed(outcome));
    focus(placed(outcome));
  };

  const change = (field: 'code' | 'password') => (value: string) => {
    (field === 'code' ? setCode : setPassword)(value);
    setProblems(({ [field]: _mended, ...rest }) => rest);
  };
  return { code, password, problems, busy, submit, change, setProblems };
}

function NewPassword({ address, sent, captcha, onSend, onResent, onAnother }: NewPasswordProps) {
  const t = useTranslations('codes');
  const words = useTranslations('accounts.registration');
  const inWords = useCodeRefusal();
  const field = useRef<HTMLInputElement>(null);
  const { code, password, problems, busy, submit, change, setProblems } = useNewPassword({
    address,
    captcha,
  });
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      method="post"
      noValidate
      className="flex flex-col gap-5"
      onFocus={captcha.begin}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      {problems.other && <Notice tone="error">{problems.other}</Notice>}
      <p className="text-body text-ink-2">
        {t.rich('sentIfKnown', {
          address: sent.sentTo,
          b: (chunks) => <b className="font-medium text-ink">{chunks}</b>,
        })}
      </p>
      <CodeField ref={field} value={code} onValueChange={change('code')} error={problems.code} />
      <PasswordField
        purpose="new"
        label={t('newPassword')}
        value={password}
        onValueChange={change('password')}
        hint={words('passwordHint', { passwordLeast: PASSWORD.least })}
        error={problems.password}
      />
      <p className="text-ink-2 text-meta">{t('othersSignedOut')}</p>
      <CaptchaField captcha={captcha} quiet />
      <Button type="submit" variant="primary" size="large" wide busy={busy}>
        {t('setPassword')}
      </Button>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <ResendButton
          retryAt={sent.retryAt}
          onResend={async () => {
            change('code')('');
            const outcome = await onSend(address);
            if (outcome.ok) onResent(outcome.done);
            else setProblems({ code: inWords(outcome) });
            field.current?.focus();
            return outcome.ok;
          }}
        />
        <Button variant="link" size="small" className="-me-3" onClick={onAnother}>
          {t('another.either')}
        </Button>
      </div>
    </form>
  );
}
