'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useQuery } from 'urql';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { SettingsGroup } from '@/components/ui/settings-group';
import { Skeleton } from '@/components/ui/skeleton';
import { TextArea } from '@/components/ui/text-area';
import { TextField } from '@/components/ui/text-field';
import { PortraitField } from '@/features/media/components/portrait/portrait-field';
import { Media_image } from '@/features/media/documents';
import { portraitItem } from '@/features/media/portrait';
import { graphql, type ResultOf } from '@/lib/graphql';
import { longDate } from '@/lib/time-format';
import { useAccountActions } from '../account';
import { NICKNAME_MOST } from '../registration';
import { UserAvatar, UserAvatar_user } from './user-avatar';
import { UsernameSetting } from './username-setting';

const ProfileSettingsQuery = graphql(
  `
  query ProfileSettings {
    viewer {
      id
      usernameChangeableAt
      user {
        id
        username
        nickname
        bio
        joinedAt
        avatar {
          ...Media_image
        }
        ...UserAvatar_user
      }
    }
  }
`,
  [UserAvatar_user, Media_image],
);

type Profile = ResultOf<typeof ProfileSettingsQuery>['viewer']['user'];

const BIO_MOST = 200;
const count = (text: string) => Array.from(text).length;

export function ProfileSettings() {
  const t = useTranslations('accounts');
  const locale = useLocale();
  const { setAvatar } = useAccountActions();
  const [{ data, error }] = useQuery({
    query: ProfileSettingsQuery,
    requestPolicy: 'cache-and-network',
  });
  if (!data && error) return <Notice tone="error">{t('profile.failed')}</Notice>;
  if (!data) return <ProfileSkeleton />;
  const { user, usernameChangeableAt } = data.viewer;
  return (
    <>
      <div className="flex items-center gap-5">
        <PortraitField
          chosen={user.avatar !== null}
          large={user.avatar && portraitItem(user.avatar, user.nickname)}
          label={t('profile.changePicture')}
          save={setAvatar}
        >
          <UserAvatar user={user} size="huge" />
        </PortraitField>
        <div className="min-w-0 flex-1">
          <p className="break-words font-semibold text-title" dir="auto">
            {user.nickname}
          </p>
          <p className="mt-0.5 text-ink-2 text-meta">
            {t('joined', { date: longDate(new Date(user.joinedAt), locale) })}
          </p>
        </div>
      </div>
      <ProfileForm key={`${user.nickname} ${user.bio}`} profile={user} />
      <SettingsGroup title={t('username')}>
        <UsernameSetting username={user.username} changeableAt={usernameChangeableAt} />
      </SettingsGroup>
    </>
  );
}

type Problems = { nickname?: string; bio?: string; form?: string };

function useProfileForm(profile: Profile) {
  const t = useTranslations('accounts.profile');
  const { updateProfile } = useAccountActions();
  const [nickname, setNickname] = useState(profile.nickname);
  const [bio, setBio] = useState(profile.bio);
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);

  const check = (): Problems => {
    if (!nickname.trim()) return { nickname: t('problem.nicknameMissing') };
    if (count(nickname.trim()) > NICKNAME_MOST)
      return { nickname: t('problem.nicknameTooLong', { most: NICKNAME_MOST }) };
    return count(bio.trim()) > BIO_MOST ? { bio: t('problem.bioTooLong', { most: BIO_MOST }) } : {};
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const found = check();
    setProblems(found);
    const [first] = Object.keys(found);
    if (first) return form.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
    setBusy(true);
    const outcome = await updateProfile({ nickname, bio });
    setBusy(false);
    if (!outcome.ok)
      setProblems({
        form: outcome.error === 'InvalidField' ? t('problem.refused') : t('problem.unreachable'),
      });
  };
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    setProblems({});
  };
  return {
    nickname,
    bio,
    problems,
    busy,
    submit,
    changed: nickname !== profile.nickname || bio !== profile.bio,
    setNickname: change(setNickname),
    setBio: change(setBio),
  };
}

function ProfileForm({ profile }: { profile: Profile }) {
  const t = useTranslations('accounts.profile');
  const form = useProfileForm(profile);
  return (
    <form
      onSubmit={form.submit}
      noValidate
      aria-label={t('title')}
      className="flex max-w-120 flex-col gap-5"
    >
      {form.problems.form && <Notice tone="error">{form.problems.form}</Notice>}
      <TextField
        label={t('nickname')}
        name="nickname"
        autoComplete="nickname"
        dir="auto"
        required
        value={form.nickname}
        onValueChange={form.setNickname}
        hint={t('nicknameHint')}
        error={form.problems.nickname}
      />
      <TextArea
        label={t('bio')}
        name="bio"
        dir="auto"
        value={form.bio}
        onValueChange={form.setBio}
        hint={
          form.problems.bio ? (
            <span className="text-vermilion-ink" role="alert">
              {form.problems.bio}
            </span>
          ) : (
            t('bioHint', { left: BIO_MOST - count(form.bio.trim()) })
          )
        }
      />
      <div>
        <Button type="submit" variant="primary" busy={form.busy} disabled={!form.changed}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

function ProfileSkeleton() {
  return (
    <div className="flex h-20 items-center gap-5">
      <Skeleton className="size-20 rounded-full" />
      <div className="flex flex-col gap-2">
        <Skeleton className="h-5 w-36" />
        <Skeleton className="h-3.5 w-48" />
      </div>
    </div>
  );
}
