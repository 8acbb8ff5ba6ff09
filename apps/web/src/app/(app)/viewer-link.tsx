'use client';

import { useTranslations } from 'next-intl';
import { useQuery } from 'urql';
import { NavLink } from '@/components/navigation';
import { Skeleton } from '@/components/ui/skeleton';
import { Tooltip } from '@/components/ui/tooltip';
import { UserAvatar, UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { graphql } from '@/lib/graphql';

const ViewerLinkQuery = graphql(
  `
  query ViewerLink {
    viewer {
      id
      user {
        id
        nickname
        ...UserAvatar_user
      }
    }
  }
`,
  [UserAvatar_user],
);

/** My own face at the head of the rail leads to what is mine. */
export function ViewerLink() {
  const t = useTranslations('frame');
  const [{ data }] = useQuery({ query: ViewerLinkQuery });
  if (!data) return <Skeleton className="size-10 rounded-full" />;
  const { user } = data.viewer;
  return (
    <Tooltip label={user.nickname} side="right">
      <NavLink
        href="/settings"
        aria-label={t('you', { name: user.nickname })}
        className="rounded-full"
      >
        <UserAvatar user={user} />
      </NavLink>
    </Tooltip>
  );
}
