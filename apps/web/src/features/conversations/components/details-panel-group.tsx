'use client';

import { Link2, LogOut, Trash2, UserPlus, UserRoundX, UsersRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { navigate } from '@/components/navigation';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { AnnouncementSection } from '@/features/groups/components/announcement-section';
import { AnnouncementsPage } from '@/features/groups/components/announcements-page';
import { BansPage } from '@/features/groups/components/bans-page';
import { GroupControls } from '@/features/groups/components/group-controls';
import type {
  GroupDetails,
  GroupPageName,
} from '@/features/groups/components/group-details.fragment';
import { GroupIdentity } from '@/features/groups/components/group-identity';
import { JoinRequestsPage } from '@/features/groups/components/join-requests-page';
import { LinksPage } from '@/features/groups/components/links-page';
import { PanelRow, PanelSection } from '@/features/groups/components/panel';
import { useWaitingCount } from '@/features/groups/components/use-waiting-count';
import { useRunning } from '@/features/groups/running';
import { useGroupForm } from '@/features/groups/use-group-refusal';
import { RecommendRow } from '@/features/messages/components/recommend-row';
import { useConversationActions } from '../actions';
import { AddMembersDialog } from './add-members-dialog';
import { FewMembers, MemberList } from './member-list';

type GroupPanelProps = {
  group: GroupDetails;
  viewerId: string;
  settings: ReactNode;
  onPage: (page: GroupPageName) => void;
};

export function GroupPanel({ group, viewerId, settings, onPage }: GroupPanelProps) {
  const runs = group.viewerMember.role !== 'MEMBER';
  return (
    <>
      <GroupIdentity group={group} />
      <AnnouncementSection
        conversationId={group.id}
        mayPublish={runs}
        onAll={() => onPage('announcements')}
      />
      <MembersSection group={group} viewerId={viewerId} onAll={() => onPage('members')} />
      {runs && <DoorsSection group={group} onPage={onPage} />}
      {runs && <GroupControls group={group} />}
      {group.visibility === 'PUBLIC' && (
        <div className="border-line border-t p-2">
          <RecommendRow introduced={{ groupId: group.id }} name={group.name ?? ''} />
        </div>
      )}
      {settings}
      <Endings group={group} />
    </>
  );
}

type GroupPanelPageProps = { page: GroupPageName; group: GroupDetails; viewerId: string };

export function GroupPanelPage({ page, group, viewerId }: GroupPanelPageProps) {
  const { id, viewerMember } = group;
  if (page === 'members')
    return <MemberList conversationId={id} viewerId={viewerId} viewerRole={viewerMember.role} />;
  const runs = viewerMember.role !== 'MEMBER';
  if (page === 'announcements') return <AnnouncementsPage conversationId={id} mayPublish={runs} />;
  if (!runs) return null;
  if (page === 'links') return <LinksPage conversationId={id} />;
  if (page === 'requests') return <JoinRequestsPage conversationId={id} />;
  return <BansPage conversationId={id} />;
}

type MembersSectionProps = { group: GroupDetails; viewerId: string; onAll: () => void };

function MembersSection({ group, viewerId, onAll }: MembersSectionProps) {
  const t = useTranslations('conversations');
  const groups = useTranslations('groups');
  const [adding, setAdding] = useState(false);
  const { id, memberCount, visibility, viewerMember } = group;
  const runs = viewerMember.role !== 'MEMBER';
  return (
    <PanelSection
      title={t('memberCount', { count: memberCount })}
      action={
        runs && (
          <Button variant="link" size="small" onClick={() => setAdding(true)}>
            <UserPlus className="size-4" aria-hidden="true" />
            {t('add')}
          </Button>
        )
      }
    >
      <FewMembers conversationId={id} viewerId={viewerId} viewerRole={viewerMember.role} />
      <PanelRow Icon={UsersRound} label={groups('allMembers')} leads onClick={onAll} />
      <AddMembersDialog
        conversationId={id}
        open={adding}
        mayAdd={visibility === 'PUBLIC'}
        onOpenChange={setAdding}
      />
    </PanelSection>
  );
}

function DoorsSection({ group, onPage }: Pick<GroupPanelProps, 'group' | 'onPage'>) {
  const t = useTranslations('groups');
  const waiting = useWaitingCount(group.id);
  return (
    <PanelSection title={t('waysIn')}>
      <PanelRow Icon={Link2} label={t('pages.links')} leads onClick={() => onPage('links')} />
      <PanelRow
        Icon={UserPlus}
        label={t('pages.requests')}
        trailing={<Badge count={waiting} label={t('waitingCount', { count: waiting })} />}
        leads
        onClick={() => onPage('requests')}
      />
      <PanelRow Icon={UserRoundX} label={t('pages.bans')} leads onClick={() => onPage('bans')} />
    </PanelSection>
  );
}

function Endings({ group }: { group: GroupDetails }) {
  const t = useTranslations('conversations');
  const groups = useTranslations('groups');
  const [ending, setEnding] = useState<'leave' | 'dissolve' | null>(null);
  const close = () => setEnding(null);
  return (
    <div className="border-line border-t p-2">
      <PanelRow
        Icon={LogOut}
        label={t('leaveGroup')}
        tone="danger"
        onClick={() => setEnding('leave')}
      />
      {group.viewerMember.role === 'OWNER' && (
        <PanelRow
          Icon={Trash2}
          label={groups('dissolve')}
          tone="danger"
          onClick={() => setEnding('dissolve')}
        />
      )}
      <LeaveDialog group={group} open={ending === 'leave'} onClose={close} />
      <DissolveDialog group={group} open={ending === 'dissolve'} onClose={close} />
    </div>
  );
}

type EndingProps = { group: GroupDetails; open: boolean; onClose: () => void };

function LeaveDialog({ group, open, onClose }: EndingProps) {
  const t = useTranslations('conversations');
  const groups = useTranslations('groups');
  const common = useTranslations('common');
  const { leaveGroup } = useConversationActions();
  const { busy, problem, submit } = useGroupForm();
  const leave = async () => {
    if (!(await submit(() => leaveGroup(group.id)))) return;
    onClose();
    navigate('/chats', { replace: true });
  };
  const owner = group.viewerMember.role === 'OWNER' && group.memberCount > 1;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={t('leaveTitle', { name: group.name ?? '' })}
      description={owner ? groups('leaveOwnerBody') : t('leaveBody')}
      confirmLabel={t('leave')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={leave}
    />
  );
}

function DissolveDialog({ group, open, onClose }: EndingProps) {
  const t = useTranslations('groups');
  const common = useTranslations('common');
  const running = useRunning(group.id);
  const { busy, problem, submit } = useGroupForm();
  const dissolve = async () => {
    if (!(await submit(() => running.dissolve()))) return;
    onClose();
    navigate('/chats', { replace: true });
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={t('dissolveTitle', { name: group.name ?? '' })}
      description={t('dissolveBody', { count: group.memberCount })}
      confirmLabel={t('dissolve')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={dissolve}
    />
  );
}
