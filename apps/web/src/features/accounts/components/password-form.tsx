'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SwitchRow } from '@/components/ui/switch-row';
import { useToast } from '@/components/ui/toast';
import { useCaptcha } from '../captcha';
import { whenFresh } from '../fresh-sign-in';
import { usePasswordActions } from '../password';
import { checkPassword, PASSWORD } from '../registration';
import { useTooManyAttempts } from '../use-too-many-attempts';
import { CaptchaField } from './captcha-field';
import { focusField, PasswordField } from './password-field';

type PasswordFormProps = {
  /** There is none yet: nothing current to ask for, and no device that was signed in with it. */
  first: boolean;
  onDone: () => void;
};

type Problem = { at: 'currentPassword' | 'newPassword' | 'form'; words: string };

export function PasswordForm({ first, onDone }: PasswordFormProps) {
  const t = useTranslations('accounts.passwordSettings');
  const accounts = useTranslations('accounts');
  const common = useTranslations('common');
  const act = first ? t('set') : t('change');
  const captcha = useCaptcha();
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const { changePassword } = usePasswordActions();
  const { beforeAsking, fromAnswer } = useProblems();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState('');
  const [signOutOthers, setSignOutOthers] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    captcha.begin();
    focusField(form.current);
  }, [captcha]);

  const show = (found: Problem | null) => {
    setProblem(found);
    form.current?.querySelector<HTMLInputElement>(`[name=${found?.at}]`)?.focus();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const early = beforeAsking(first ? null : current, chosen);
    show(early);
    if (early) return;
    setBusy(true);
    const change = {
      newPassword: chosen,
      signOutOthers,
      ...(!first && { currentPassword: current }),
    };
    const outcome = await whenFresh(() => changePassword(change, captcha));
    setBusy(false);
    if (!outcome.ok) {
      captcha.begin();
      return show(fromAnswer(outcome));
    }
    toast.add({ title: t('changed'), description: signOutOthers ? t('changedHint') : undefined });
    onDone();
  };
  const at = (place: Problem['at']) => (problem?.at === place ? problem.words : null);

  return (
    <form
      ref={form}
      onSubmit={submit}
      noValidate
      tabIndex={-1}
      aria-label={act}
      className="flex max-w-100 flex-col gap-5 pt-5 pb-2 outline-none"
    >
      {at('form') && <Notice tone="error">{at('form')}</Notice>}
      {!first && (
        <PasswordField
          purpose="current"
          name="currentPassword"
          label={t('current')}
          value={current}
          onValueChange={setCurrent}
          error={at('currentPassword')}
        />
      )}
      <PasswordField
        purpose="new"
        name="newPassword"
        label={t('new')}
        value={chosen}
        onValueChange={setChosen}
        hint={accounts('registration.passwordHint', { passwordLeast: PASSWORD.least })}
        error={at('newPassword')}
      />
      <SwitchRow
        className="-mx-3"
        label={t('signOutOthers')}
        hint={t('signOutOthersHint')}
        checked={signOutOthers}
        onCheckedChange={setSignOutOthers}
      />
      <CaptchaField captcha={captcha} />
      <div className="flex gap-2 phone:*:flex-1">
        <Button type="submit" variant="primary" busy={busy}>
          {act}
        </Button>
        <Button onClick={onDone}>{common('cancel')}</Button>
      </div>
    </form>
  );
}

function useProblems() {
  const t = useTranslations('accounts');
  const tooManyAttempts = useTooManyAttempts();
  const ofNew = (words: string) => ({ at: 'newPassword', words }) as const;

  /** What can be said without the server. `current` is null where there is none. */
  const beforeAsking = (current: string | null, chosen: string): Problem | null => {
    if (current === '')
      return { at: 'currentPassword', words: t('passwordSettings.problem.currentMissing') };
    const found = checkPassword(chosen);
    const limits = { passwordLeast: PASSWORD.least, passwordMost: PASSWORD.most };
    return found && ofNew(t(`registration.problem.${found}`, limits));
  };

  const fromAnswer = ({ error, retryAt }: { error: string; retryAt?: string }): Problem | null => {
    const inForm = (words: string) => ({ at: 'form', words }) as const;
    switch (error) {
      case 'WrongCredentials':
        return { at: 'currentPassword', words: t('passwordSettings.problem.currentWrong') };
      case 'PasswordBreached':
        return ofNew(t('registration.problem.passwordBreached'));
      case 'PasswordGuessable':
        return ofNew(t('registration.problem.passwordGuessable'));
      case 'InvalidField':
        return ofNew(t('registration.problem.refused'));
      // The captcha's own line says why.
      case 'CaptchaUnsolved':
        return null;
      case 'CaptchaRequired':
      case 'CaptchaInvalid':
        return inForm(t('passwordSettings.problem.captcha'));
      case 'FreshSignInRequired':
        return inForm(t('passwordSettings.problem.fresh'));
      case 'ServerBusy':
        return inForm(t('passwordSettings.problem.busy'));
      case 'TooManyAttempts':
        return inForm(tooManyAttempts(retryAt));
      default:
        return inForm(t('passwordSettings.problem.unreachable'));
    }
  };
  return { beforeAsking, fromAnswer };
}
