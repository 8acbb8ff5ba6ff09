'use client';

import { useTranslations } from 'next-intl';
import { useQuery } from 'urql';
import { Skeleton } from '@/components/ui/skeleton';
import { graphql } from '@/lib/graphql';
import { UserAvatar, UserAvatar_user } from './user-avatar';

const ProfileSummaryQuery = graphql(
  `
  query ProfileSummary {
    viewer {
      id
      user {
        id
        username
        nickname
        ...UserAvatar_user
      }
    }
  }
`,
  [UserAvatar_user],
);

/** Who is signed in, in one line. */
export function ProfileSummary() {
  const t = useTranslations('accounts');
  const [{ data }] = useQuery({ query: ProfileSummaryQuery });
  if (!data)
    return (
      <>
        <Skeleton className="size-12 rounded-full" />
        <Skeleton className="h-4 w-28" />
      </>
    );
  const { user } = data.viewer;
  return (
    <>
      <UserAvatar user={user} size="large" />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-semibold text-body" dir="auto">
          {user.nickname}
        </span>
        <span className="block truncate text-ink-2 text-label">
          {t('handle', { username: user.username })}
        </span>
      </span>
    </>
  );
}
