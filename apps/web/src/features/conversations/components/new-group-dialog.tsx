'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { navigate } from '@/components/navigation';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { FriendPicker } from '@/features/contacts/components/friend-picker';
import {
  DoorsFields,
  type GroupDoors,
  type GroupLook,
  LookFields,
} from '@/features/groups/components/group-fields';
import { useJoining } from '@/features/groups/joining';
import { useGroupForm } from '@/features/groups/use-group-refusal';
import { chatPath } from '../paths';
import { useChosen } from './use-chosen';

type NewGroupDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

const noLook: GroupLook = { name: '', description: '', avatarEmoji: null };
const closedDoors: GroupDoors = { visibility: 'PRIVATE', joinPolicy: 'REQUEST' };

export function NewGroupDialog({ open, onOpenChange }: NewGroupDialogProps) {
  const t = useTranslations('conversations');
  const groups = useTranslations('groups');
  const common = useTranslations('common');
  const { create } = useJoining();
  const { busy, problem, submit } = useGroupForm();
  const { chosen, toggle, clear } = useChosen();
  const [look, setLook] = useState(noLook);
  const [doors, setDoors] = useState(closedDoors);
  const ready = look.name.trim() !== '' && chosen.size > 0;

  const make = async () => {
    const group = { ...look, ...doors, name: look.name.trim(), userIds: [...chosen] };
    const made = await submit(() => create(group));
    if (!made) return;
    onOpenChange(false);
    setLook(noLook);
    setDoors(closedDoors);
    clear();
    navigate(chatPath(made.done.conversation.id));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('newGroup')}
      closeLabel={common('close')}
      footer={
        <Button variant="primary" busy={busy} disabled={!ready} onClick={make}>
          {t('createGroup', { count: chosen.size })}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <div className="mb-5 flex flex-col gap-4">
        <LookFields seed={look.name} value={look} onChange={setLook} />
        <DoorsFields value={doors} onChange={setDoors} />
      </div>
      <p className="mb-1.5 font-medium text-label">{groups('membersLabel')}</p>
      <FriendPicker multiple chosen={chosen} onToggle={toggle} />
    </Dialog>
  );
}
