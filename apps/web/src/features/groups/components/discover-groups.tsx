'use client';

import { ChevronRight, SearchX, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { BackButton } from '@/components/frame/back-button';
import { PaneHeader } from '@/components/frame/pane-header';
import { NavLink } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { SearchField } from '@/components/ui/search-field';
import { useNameOf } from '@/features/contacts/names';
import type { Invite, JoinRequest, Preview } from '../documents';
import { useJoining } from '../joining';
import { groupPath, joinPath } from '../paths';
import { useGroupAction } from '../use-group-refusal';
import { useGroupSearch, useInvitations, useMyRequests, useReceivedJoinRequests } from '../waiting';
import { GroupAvatar } from './group-avatar';
import { RequestItem } from './join-requests-page';

const QUERY_MOST = 100;

/** Public groups by name, and what is open between me and groups that I am not in. */
export function DiscoverGroups({ back }: { back: string }) {
  const t = useTranslations('groups.discover');
  const [query, setQuery] = useState('');
  usePageTitle(t('title'));
  const asked = query.trim() !== '';
  return (
    <>
      <PaneHeader
        measured
        leading={<BackButton label={t('back')} fallback={back} />}
        title={t('title')}
      />
      <div className="mx-auto flex min-h-0 w-full max-w-(--measure) flex-1 flex-col px-4">
        <SearchField
          label={t('search')}
          clearLabel={t('clearSearch')}
          value={query}
          onValueChange={setQuery}
          maxLength={QUERY_MOST}
        />
        <div className="-mx-2 min-h-0 flex-1 overflow-y-auto py-3">
          {asked ? <Found query={query} /> : <Waiting />}
        </div>
      </div>
    </>
  );
}

function Found({ query }: { query: string }) {
  const t = useTranslations('groups.discover');
  const { groups, fetching, error } = useGroupSearch(query);
  return (
    <div aria-busy={fetching}>
      {error && (
        <Notice tone="error" className="mx-2">
          {t('searchFailed')}
        </Notice>
      )}
      {!fetching && !error && groups.length === 0 && (
        <EmptyState picture={<SearchX className="size-8" />} title={t('nothingFound')}>
          {t('nothingFoundHint', { query: query.trim() })}
        </EmptyState>
      )}
      <p role="status" className="sr-only">
        {!fetching && t('resultCount', { count: groups.length })}
      </p>
      <ul aria-label={t('found')}>
        {groups.map((group) => (
          <GroupRow key={group.id} group={group} href={groupPath(group.id)} />
        ))}
      </ul>
    </div>
  );
}

function Waiting() {
  const t = useTranslations('groups.discover');
  const invitations = useInvitations();
  const requests = useMyRequests();
  const pending = requests.items.filter(({ joinRequestStatus }) => joinRequestStatus === 'PENDING');
  const received = useReceivedJoinRequests().items.filter(
    ({ joinRequestStatus }) => joinRequestStatus === 'PENDING',
  );
  if (invitations.items.length + received.length + pending.length === 0)
    return (
      <EmptyState picture={<UsersRound className="size-8" />} title={t('invite')}>
        {t('inviteHint')}
      </EmptyState>
    );
  return (
    <>
      <Part title={t('invitations')} shown={invitations.items.length > 0}>
        {invitations.items.map((invite) => (
          <InvitationRow key={invite.id} invite={invite} />
        ))}
      </Part>
      <Part title={t('received')} shown={received.length > 0}>
        {received.map((request) => (
          <ReceivedRequest key={request.id} request={request} />
        ))}
      </Part>
      <Part title={t('requests')} shown={pending.length > 0}>
        {pending.map((request) => (
          <MyRequestRow key={request.id} request={request} />
        ))}
      </Part>
    </>
  );
}

type PartProps = { title: string; shown: boolean; children: ReactNode };

function Part({ title, shown, children }: PartProps) {
  if (!shown) return null;
  return (
    <section aria-label={title} className="pb-4">
      <h2 className="px-2 pb-1 font-medium text-ink-2 text-label">{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

type GroupRowProps = { group: Preview; href: string; note?: ReactNode; children?: ReactNode };

function GroupRow({ group, href, note, children }: GroupRowProps) {
  const t = useTranslations('groups');
  const { id, name, description, avatarEmoji, avatar, memberCount, visibility, joinPolicy } = group;
  return (
    <li className="flex min-h-16 items-center gap-2 rounded-[8px] pe-2 hover:bg-hover">
      <NavLink
        href={href}
        className="-outline-offset-2 flex min-w-0 flex-1 items-center gap-3 self-stretch rounded-[8px] px-2 py-2"
      >
        <GroupAvatar id={id} name={name} emoji={avatarEmoji} picture={avatar} />
        <span className="flex min-w-0 flex-1 flex-col">
          <bdi className="truncate font-medium text-body">{name}</bdi>
          <span className="tabular truncate text-ink-2 text-label">
            {note ??
              t('portrait', {
                count: memberCount,
                doors: visibility === 'PUBLIC' ? joinPolicy : visibility,
              })}
          </span>
          {description && (
            <bdi className="truncate text-ink-2 text-meta">{description.split('\n')[0]}</bdi>
          )}
        </span>
      </NavLink>
      {children}
    </li>
  );
}

function InvitationRow({ invite }: { invite: Invite }) {
  const t = useTranslations('groups.discover');
  const nameOf = useNameOf();
  if (!invite.group) return null;
  return (
    <GroupRow
      group={invite.group}
      href={joinPath(invite.token)}
      note={t('invitedBy', { name: nameOf(invite.createdBy) })}
    >
      <ChevronRight className="size-4.5 shrink-0 text-ink-3 rtl:rotate-180" aria-hidden="true" />
    </GroupRow>
  );
}

function ReceivedRequest({ request }: { request: JoinRequest }) {
  if (!request.group) return null;
  return <RequestItem conversationId={request.group.id} request={request} namesGroup />;
}

function MyRequestRow({ request }: { request: JoinRequest }) {
  const t = useTranslations('groups.discover');
  const { cancelRequest } = useJoining();
  const { busy, run } = useGroupAction();
  const { id, group } = request;
  if (!group) return null;
  return (
    <GroupRow group={group} href={groupPath(group.id)} note={t('requestWaits')}>
      <Button
        size="small"
        busy={busy}
        aria-label={t('cancelNamed', { name: group.name })}
        onClick={() => void run(() => cancelRequest(id))}
      >
        {t('cancel')}
      </Button>
    </GroupRow>
  );
}
