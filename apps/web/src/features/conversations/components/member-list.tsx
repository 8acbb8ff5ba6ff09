'use client';

import { useTranslations } from 'next-intl';
import { NavLink } from '@/components/navigation';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { useReached } from '@/components/use-reached';
import {
  PresenceAvatar,
  PresenceAvatar_user,
} from '@/features/accounts/components/presence-avatar';
import { personPath } from '@/features/contacts/paths';
import { graphql, type ResultOf } from '@/lib/graphql';
import { usePages } from '@/lib/urql/use-pages';

const MemberListQuery = graphql(
  `
  query MemberList($id: ID!, $after: String) {
    conversation(id: $id) {
      id
      members(first: 50, after: $after) {
        edges {
          node {
            id
            role
            user {
              id
              nickname
              username
              ...PresenceAvatar_user
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`,
  [PresenceAvatar_user],
);

type Members = NonNullable<ResultOf<typeof MemberListQuery>['conversation']>['members'];
type Member = Members['edges'][number]['node'];

const membersOf = (data: ResultOf<typeof MemberListQuery>) => data.conversation?.members;

type MemberListProps = { conversationId: string; viewerId: string };

/** Page after page, so that a group of thousands opens as quickly as one of three. */
export function MemberList({ conversationId, viewerId }: MemberListProps) {
  const t = useTranslations('conversations');
  const members = usePages({
    document: MemberListQuery,
    variables: { id: conversationId },
    pageOf: membersOf,
  });
  const end = useReached(members.loadMore);
  if (members.error && members.items.length === 0)
    return (
      <Notice tone="error" className="mx-4">
        {t('membersFailed')}
      </Notice>
    );
  return (
    <>
      <ul className="flex flex-col">
        {members.items.map((member) => (
          <MemberRow key={member.id} member={member} viewerId={viewerId} />
        ))}
        {members.items.length === 0 && members.fetching && <MemberSkeleton />}
      </ul>
      <div ref={end} className={members.hasMore ? 'h-12' : undefined} />
    </>
  );
}

function MemberRow({ member, viewerId }: { member: Member; viewerId: string }) {
  const t = useTranslations('conversations');
  const { user, role } = member;
  const own = user.id === viewerId;
  const inside = (
    <>
      <PresenceAvatar user={user} size="small" />
      <span className="min-w-0 flex-1 truncate text-body">
        <bdi>{user.nickname}</bdi>
        {own && <span className="text-ink-2"> {t('yourself')}</span>}
      </span>
      {role !== 'MEMBER' && <span className="text-ink-2 text-meta">{t(`role.${role}`)}</span>}
    </>
  );
  const layout = 'mx-2 flex h-12 items-center gap-3 rounded-[8px] px-2';
  if (own)
    return (
      <li>
        <span className={layout}>{inside}</span>
      </li>
    );
  return (
    <li>
      <NavLink href={personPath(user.id)} className={`${layout} -outline-offset-2 hover:bg-hover`}>
        {inside}
      </NavLink>
    </li>
  );
}

const shapes = ['a', 'b', 'c'];

function MemberSkeleton() {
  return shapes.map((shape) => (
    <li key={shape} className="flex h-12 items-center gap-3 px-4">
      <Skeleton className="size-8 rounded-full" />
      <Skeleton className="h-3.5 w-28" />
    </li>
  ));
}
