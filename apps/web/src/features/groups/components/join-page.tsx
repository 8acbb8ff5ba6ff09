'use client';

import { DoorClosed } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useQuery } from 'urql';
import { NavLink, navigate } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { Button } from '@/components/ui/button';
import { buttonVariants } from '@/components/ui/button-variants';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { useNameOf } from '@/features/contacts/names';
import { chatPath } from '@/features/conversations/paths';
import { isUnknown } from '@/lib/urql/unanswered';
import type { Invite, Preview } from '../documents';
import { useJoining } from '../joining';
import { groupPath } from '../paths';
import { InviteQuery } from '../queries';
import { useGroupForm } from '../use-group-refusal';
import { GroupPortrait } from './group-portrait';

/** Where a link or an invitation leads: which group, who asks one in, and whether the door is still open. */
export function JoinPage({ token }: { token: string }) {
  const t = useTranslations('groups.join');
  const [{ data, fetching, error }, retry] = useQuery({
    query: InviteQuery,
    variables: { token },
    requestPolicy: 'cache-and-network',
  });
  usePageTitle(data?.groupInvite?.group?.name ?? t('title'));
  const invite = data?.groupInvite;
  if (invite?.group)
    return (
      <Invited
        invite={invite}
        group={invite.group}
        onStale={() => retry({ requestPolicy: 'network-only' })}
      />
    );
  if (invite) return <Shut title={t(`state.${invite.state}.title`)}>{t('gone')}</Shut>;
  if (isUnknown({ data, error }))
    return (
      <EmptyState
        className="flex-1"
        title={t('notLoaded')}
        action={
          <Button onClick={() => retry({ requestPolicy: 'network-only' })}>{t('tryAgain')}</Button>
        }
      />
    );
  if (fetching || data === undefined)
    return (
      <div className="flex flex-1 items-center justify-center">
        <Spinner />
      </div>
    );
  return <Shut title={t('unknown')}>{t('unknownHint')}</Shut>;
}

function Shut({ title, children }: { title: string; children: ReactNode }) {
  const t = useTranslations('groups.join');
  return (
    <EmptyState
      className="flex-1"
      picture={<DoorClosed className="size-8" />}
      title={title}
      action={
        <NavLink href="/chats" replace className={buttonVariants({ variant: 'secondary' })}>
          {t('toChats')}
        </NavLink>
      }
    >
      {children}
    </EmptyState>
  );
}

type InvitedProps = { invite: Invite; group: Preview; onStale: () => void };

function Invited({ invite, group, onStale }: InvitedProps) {
  const t = useTranslations('groups.join');
  const nameOf = useNameOf();
  const { state, createdBy, invitee } = invite;
  const usable = state === 'OPEN' && !group.viewerIsMember;
  const byLink = usable && !invitee && group.visibility === 'PRIVATE';
  return (
    <GroupPortrait group={group} {...(byLink && { token: invite.token })}>
      {group.viewerIsMember && (
        <>
          <p className="text-ink-2 text-label">{t('alreadyIn')}</p>
          <NavLink href={chatPath(group.id)} className={buttonVariants({ variant: 'primary' })}>
            {t('open')}
          </NavLink>
        </>
      )}
      {usable && (
        <>
          <p className="text-ink-2 text-label">
            {invitee
              ? t('invitedBy', { name: nameOf(createdBy) })
              : t('linkBy', { name: nameOf(createdBy) })}
          </p>
          <Answer invite={invite} group={group} onStale={onStale} />
        </>
      )}
      {!usable && !group.viewerIsMember && <Spent invite={invite} group={group} />}
    </GroupPortrait>
  );
}

/** It opens nothing any more: who it came from, and what is left to do. */
function Spent({ invite, group }: Pick<InvitedProps, 'invite' | 'group'>) {
  const t = useTranslations('groups.join');
  const nameOf = useNameOf();
  const { state, createdBy } = invite;
  const isPublic = group.visibility === 'PUBLIC';
  return (
    <>
      <p className="text-ink-2 text-label">{t('from', { name: nameOf(createdBy) })}</p>
      <div className="w-full rounded-sheet bg-sunken px-4 py-3">
        <p className="font-medium">{t(`state.${state}.title`)}</p>
        <p className="mt-0.5 text-ink-2 text-label">{t(`state.${state}.hint`)}</p>
      </div>
      <NavLink
        href={isPublic ? groupPath(group.id) : '/chats'}
        className={buttonVariants({ variant: 'secondary' })}
      >
        {isPublic ? t('otherWay') : t('toChats')}
      </NavLink>
    </>
  );
}

function Answer({ invite, group, onStale }: InvitedProps) {
  const t = useTranslations('groups.join');
  const { joinByInvite, declineInvite } = useJoining();
  const joining = useGroupForm();
  const declining = useGroupForm();
  const problem = joining.problem ?? declining.problem;
  const join = async () => {
    const joined = await joining.submit(() => joinByInvite(invite.token));
    if (joined) navigate(chatPath(group.id));
    // It may have been used up or taken back while this page was open: the page says which.
    else onStale();
  };
  return (
    <>
      {problem && (
        <Notice tone="error" className="w-full text-start">
          {problem}
        </Notice>
      )}
      <div className="flex gap-2">
        {invite.invitee && (
          <Button
            busy={declining.busy}
            onClick={() => void declining.submit(() => declineInvite(invite.id))}
          >
            {t('decline')}
          </Button>
        )}
        <Button variant="primary" busy={joining.busy} onClick={() => void join()}>
          {t('join')}
        </Button>
      </div>
    </>
  );
}
