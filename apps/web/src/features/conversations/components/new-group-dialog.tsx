'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { navigate } from '@/components/navigation';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import { FriendPicker } from '@/features/contacts/components/friend-picker';
import { useConversationActions } from '../actions';
import { chatPath } from '../paths';
import { useChosen } from './use-chosen';
import { useRefusal } from './use-refusal';

type NewGroupDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

const NAME_MOST = 50;

export function NewGroupDialog({ open, onOpenChange }: NewGroupDialogProps) {
  const t = useTranslations('conversations');
  const common = useTranslations('common');
  const { createGroup } = useConversationActions();
  const refusal = useRefusal();
  const { chosen, toggle, clear } = useChosen();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const ready = name.trim() !== '' && chosen.size > 0;

  const create = async () => {
    setBusy(true);
    setProblem(null);
    const result = await createGroup({ name: name.trim(), userIds: [...chosen] });
    setBusy(false);
    if (!result.ok) {
      setProblem(refusal(result.error));
      return;
    }
    onOpenChange(false);
    setName('');
    clear();
    navigate(chatPath(result.conversationId));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('newGroup')}
      closeLabel={common('close')}
      footer={
        <Button variant="primary" busy={busy} disabled={!ready} onClick={create}>
          {t('createGroup', { count: chosen.size })}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <div className="mb-4">
        <TextField
          label={t('groupName')}
          value={name}
          onValueChange={setName}
          maxLength={NAME_MOST}
          autoComplete="off"
        />
      </div>
      <FriendPicker multiple chosen={chosen} onToggle={toggle} />
    </Dialog>
  );
}
