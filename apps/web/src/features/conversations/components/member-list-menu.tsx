'use client';

import {
  Crown,
  Ellipsis,
  Mic,
  MicOff,
  ShieldCheck,
  ShieldOff,
  UserMinus,
  UserRound,
  UserX,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { navigate } from '@/components/navigation';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { useNow } from '@/components/use-now';
import { personPath } from '@/features/contacts/paths';
import { useRunning } from '@/features/groups/running';
import { useGroupAction } from '@/features/groups/use-group-refusal';
import { ConfirmMemberDialog, type MemberDeed, MuteDialog } from './member-list-dialogs';
import type { Member, Role } from './member-list-query';

const RANK: Record<Role, number> = { OWNER: 2, ADMINISTRATOR: 1, MEMBER: 0 };

type MemberMenuProps = {
  conversationId: string;
  member: Member;
  name: string;
  viewerRole: Role;
};

/** What the viewer may do with somebody of a lower rank; the row itself leads to their profile. */
export function MemberMenu({ conversationId, member, name, viewerRole }: MemberMenuProps) {
  const t = useTranslations('groups.members');
  const running = useRunning(conversationId);
  const { run } = useGroupAction();
  const now = useNow();
  const [deed, setDeed] = useState<MemberDeed | null>(null);
  const [muting, setMuting] = useState(false);
  const { user, role, mutedUntil } = member;
  if (RANK[viewerRole] <= RANK[role]) return null;
  const owner = viewerRole === 'OWNER';
  const muted = mutedUntil !== null && new Date(mutedUntil) > now;
  const appointed = role === 'ADMINISTRATOR';
  const appoint = () =>
    void run(() => running.setRole(user.id, appointed ? 'MEMBER' : 'ADMINISTRATOR'));
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('actions', { name })}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onClick={() => navigate(personPath(user.id))}>
          <UserRound aria-hidden="true" />
          {t('openProfile')}
        </MenuItem>
        {owner && (
          <MenuItem onClick={appoint}>
            {appointed ? <ShieldOff aria-hidden="true" /> : <ShieldCheck aria-hidden="true" />}
            {appointed ? t('dismiss') : t('appoint')}
          </MenuItem>
        )}
        {owner && (
          <MenuItem onClick={() => setDeed('transfer')}>
            <Crown aria-hidden="true" />
            {t('transfer')}
          </MenuItem>
        )}
        {muted ? (
          <MenuItem onClick={() => void run(() => running.mute(user.id, null))}>
            <Mic aria-hidden="true" />
            {t('unmute')}
          </MenuItem>
        ) : (
          <MenuItem onClick={() => setMuting(true)}>
            <MicOff aria-hidden="true" />
            {t('mute')}
          </MenuItem>
        )}
        <MenuItem tone="danger" onClick={() => setDeed('remove')}>
          <UserMinus aria-hidden="true" />
          {t('remove')}
        </MenuItem>
        <MenuItem tone="danger" onClick={() => setDeed('ban')}>
          <UserX aria-hidden="true" />
          {t('ban')}
        </MenuItem>
      </Menu>
      <ConfirmMemberDialog
        conversationId={conversationId}
        userId={user.id}
        name={name}
        deed={deed}
        onClose={() => setDeed(null)}
      />
      {muting && (
        <MuteDialog
          conversationId={conversationId}
          userId={user.id}
          name={name}
          onClose={() => setMuting(false)}
        />
      )}
    </>
  );
}
