'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { SettingsRow } from '@/components/ui/settings-group';
import { TextField } from '@/components/ui/text-field';
import { useNow } from '@/components/use-now';
import { useAccountActions } from '../account';
import { USERNAME } from '../registration';

type UsernameSettingProps = {
  username: string;
  /** ISO 8601; null for at once. */
  changeableAt: string | null;
};

/** The name that one is found by. It changes seldom, and what that means is said before. */
export function UsernameSetting({ username, changeableAt }: UsernameSettingProps) {
  const t = useTranslations('accounts');
  const format = useFormatter();
  const now = useNow();
  const [changing, setChanging] = useState(false);
  const later = changeableAt && new Date(changeableAt) > now ? new Date(changeableAt) : null;
  if (changing) return <UsernameForm username={username} onDone={() => setChanging(false)} />;
  return (
    <SettingsRow
      label={t('handle', { username })}
      hint={
        later
          ? t('profile.usernameLater', { date: format.dateTime(later, { dateStyle: 'long' }) })
          : t('profile.usernameHint')
      }
    >
      <Button disabled={later !== null} onClick={() => setChanging(true)}>
        {t('profile.changeUsername')}
      </Button>
    </SettingsRow>
  );
}

function UsernameForm({ username, onDone }: { username: string; onDone: () => void }) {
  const t = useTranslations('accounts');
  const common = useTranslations('common');
  const inWords = useUsernameRefusal();
  const { changeUsername } = useAccountActions();
  const [wanted, setWanted] = useState(username);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const field = event.currentTarget.querySelector('input');
    const name = wanted.trim();
    const limits = { usernameLeast: USERNAME.least, usernameMost: USERNAME.most };
    if (name === username) return onDone();
    const early = !USERNAME.pattern.test(name)
      ? t('registration.problem.usernameCharacters', limits)
      : name.length < USERNAME.least || name.length > USERNAME.most
        ? t('registration.problem.usernameLength', limits)
        : null;
    setProblem(early);
    if (early) return field?.focus();
    setBusy(true);
    const outcome = await changeUsername(name);
    setBusy(false);
    if (outcome.ok) return onDone();
    setProblem(inWords(outcome));
    field?.select();
  };
  return (
    <form
      onSubmit={submit}
      noValidate
      aria-label={t('profile.changeUsername')}
      className="flex max-w-100 flex-col gap-4 pt-4"
    >
      <TextField
        label={t('profile.newUsername')}
        name="username"
        autoComplete="username"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        required
        value={wanted}
        onValueChange={(value) => {
          setWanted(value);
          setProblem(null);
        }}
        hint={t('profile.newUsernameHint')}
        error={problem}
      />
      <div className="flex gap-2 phone:*:flex-1">
        <Button type="submit" variant="primary" busy={busy}>
          {t('profile.changeUsername')}
        </Button>
        <Button onClick={onDone}>{common('cancel')}</Button>
      </div>
    </form>
  );
}

function useUsernameRefusal(): (refused: { error: string; retryAt?: string }) => string {
  const t = useTranslations('accounts');
  const format = useFormatter();
  return ({ error, retryAt }) => {
    switch (error) {
      case 'UsernameTaken':
        return t('registration.problem.usernameTaken');
      case 'UsernameChangedLately':
        return t('profile.usernameLater', {
          date: format.dateTime(new Date(retryAt ?? 0), { dateStyle: 'long' }),
        });
      case 'InvalidField':
        return t('registration.problem.refused');
      default:
        return t('profile.problem.unreachable');
    }
  };
}
