'use client';

import { MicOff } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useDeferredValue, useState } from 'react';
import { NavLink } from '@/components/navigation';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { Skeleton } from '@/components/ui/skeleton';
import { useNow } from '@/components/use-now';
import { useReached } from '@/components/use-reached';
import { PresenceAvatar } from '@/features/accounts/components/presence-avatar';
import { useNameOf } from '@/features/contacts/names';
import { personPath } from '@/features/contacts/paths';
import { momentTime } from '@/lib/time-format';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import { MemberMenu } from './member-list-menu';
import { type Member, MemberListQuery, membersOf, type Role } from './member-list-query';

/** So many are shown where the list is only part of the page. */
const FEW = 6;
const PAGE = 50;

type MemberListProps = { conversationId: string; viewerId: string; viewerRole: Role };

/** The first few: the owner, the administrators, and who was here first. */
export function FewMembers(props: MemberListProps) {
  const members = usePages({
    document: MemberListQuery,
    variables: { id: props.conversationId, query: null, first: FEW },
    pageOf: membersOf,
  });
  return <Rows {...props} members={members} />;
}

/** Page after page, so that a group of thousands opens as quickly as one of three. */
export function MemberList(props: MemberListProps) {
  const t = useTranslations('groups.members');
  const [typed, setTyped] = useState('');
  const query = useDeferredValue(typed.trim()) || null;
  const members = usePages({
    document: MemberListQuery,
    variables: { id: props.conversationId, query, first: PAGE },
    pageOf: membersOf,
  });
  const end = useReached(members.loadMore);
  return (
    <>
      <SearchField
        label={t('search')}
        clearLabel={t('clearSearch')}
        value={typed}
        onValueChange={setTyped}
        maxLength={100}
        className="mx-4 mb-2"
      />
      <div className="px-2">
        <Rows {...props} members={members} />
        {query && !members.fetching && members.items.length === 0 && (
          <p role="status" className="px-4 py-10 text-center text-ink-2 text-label">
            {t('nobodyFound')}
          </p>
        )}
      </div>
      <div ref={end} className={members.hasMore ? 'h-12' : undefined} />
    </>
  );
}

type RowsProps = MemberListProps & { members: Pages<Member> };

function Rows({ members, ...rest }: RowsProps) {
  const t = useTranslations('conversations');
  if (members.error && members.items.length === 0)
    return (
      <Notice tone="error" className="mx-2">
        {t('membersFailed')}
      </Notice>
    );
  return (
    <ul className="flex flex-col">
      {members.items.map((member) => (
        <MemberRow key={member.id} member={member} {...rest} />
      ))}
      {members.items.length === 0 && members.fetching && <MemberSkeleton />}
    </ul>
  );
}

function MemberRow({
  member,
  conversationId,
  viewerId,
  viewerRole,
}: MemberListProps & { member: Member }) {
  const t = useTranslations('conversations');
  const nameOf = useNameOf();
  const { user, role, groupNickname } = member;
  const own = user.id === viewerId;
  const name = nameOf(user, groupNickname);
  // What everybody else reads, where that is another name.
  const otherwise = groupNickname ?? user.nickname;
  const alsoCalled = otherwise === name ? user.nickname : otherwise;
  const inside = (
    <>
      <PresenceAvatar user={user} size="small" />
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate text-body leading-5">
          <bdi>{name}</bdi>
          {own && <span className="text-ink-2"> {t('yourself')}</span>}
        </span>
        {alsoCalled !== name && (
          <bdi className="truncate text-ink-2 text-meta leading-4">{alsoCalled}</bdi>
        )}
      </span>
      <MutedMark until={member.mutedUntil} />
      {role !== 'MEMBER' && (
        <span className="shrink-0 text-ink-2 text-meta">{t(`role.${role}`)}</span>
      )}
    </>
  );
  const layout = 'flex min-h-12 min-w-0 flex-1 items-center gap-3 rounded-[8px] px-3';
  return (
    <li className="flex items-center gap-0.5">
      {own ? (
        <span className={layout}>{inside}</span>
      ) : (
        <NavLink
          href={personPath(user.id)}
          className={`${layout} -outline-offset-2 hover:bg-hover`}
        >
          {inside}
        </NavLink>
      )}
      {!own && (
        <MemberMenu
          conversationId={conversationId}
          member={member}
          name={name}
          viewerRole={viewerRole}
        />
      )}
    </li>
  );
}

function MutedMark({ until }: { until: string | null }) {
  const t = useTranslations('groups.members');
  const locale = useLocale();
  const now = useNow();
  const end = until ? new Date(until) : null;
  if (!end || end <= now) return null;
  const words = t('mutedUntil', { until: momentTime(end, new Date(), locale) });
  return (
    <span className="shrink-0 text-ink-2" title={words}>
      <MicOff className="size-4" aria-hidden="true" />
      <span className="sr-only">{words}</span>
    </span>
  );
}

const shapes = ['a', 'b', 'c'];

function MemberSkeleton() {
  return shapes.map((shape) => (
    <li key={shape} className="flex h-12 items-center gap-3 px-3">
      <Skeleton className="size-8 rounded-full" />
      <Skeleton className="h-3.5 w-28" />
    </li>
  ));
}
