'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useQuery } from 'urql';
import { Skeleton } from '@/components/ui/skeleton';
import { graphql } from '@/lib/graphql';
import { longDate } from '@/lib/time-format';
import { UserAvatar, UserAvatar_user } from './user-avatar';

const ProfileSummaryQuery = graphql(
  `
  query ProfileSummary {
    viewer {
      id
      email
      user {
        id
        username
        nickname
        joinedAt
        ...UserAvatar_user
      }
    }
  }
`,
  [UserAvatar_user],
);

export function ProfileSummary() {
  const t = useTranslations('accounts');
  const locale = useLocale();
  const [{ data }] = useQuery({ query: ProfileSummaryQuery });
  if (!data)
    return (
      <div className="flex h-24 items-center gap-5">
        <Skeleton className="size-20 rounded-full" />
        <div className="flex flex-col gap-2">
          <Skeleton className="h-5 w-36" />
          <Skeleton className="h-3.5 w-48" />
        </div>
      </div>
    );
  const { user, email } = data.viewer;
  return (
    <div className="flex items-center gap-5">
      <UserAvatar user={user} size="huge" />
      <div className="min-w-0 flex-1">
        <p className="break-words font-semibold text-title" dir="auto">
          {user.nickname}
        </p>
        <p className="truncate text-ink-2 text-label">
          {t('handle', { username: user.username })}
          {email && ` · ${email}`}
        </p>
        <p className="mt-0.5 text-ink-2 text-meta">
          {t('joined', { date: longDate(new Date(user.joinedAt), locale) })}
        </p>
      </div>
    </div>
  );
}
