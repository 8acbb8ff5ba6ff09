'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { navigate } from '@/components/navigation';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { FriendPicker } from '@/features/contacts/components/friend-picker';
import { useConversationActions } from '../actions';
import { chatPath } from '../paths';
import { useRefusal } from './use-refusal';

type NewChatDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

const nobody: ReadonlySet<string> = new Set();

export function NewChatDialog({ open, onOpenChange }: NewChatDialogProps) {
  const t = useTranslations('conversations');
  const common = useTranslations('common');
  const { openDirect } = useConversationActions();
  const refusal = useRefusal();
  const [problem, setProblem] = useState<string | null>(null);

  const choose = async (userId: string) => {
    setProblem(null);
    const result = await openDirect(userId);
    if (!result.ok) {
      setProblem(refusal(result.error));
      return;
    }
    onOpenChange(false);
    navigate(chatPath(result.conversationId));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('newChat')}
      description={t('newChatHint')}
      closeLabel={common('close')}
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <FriendPicker multiple={false} chosen={nobody} onToggle={choose} />
    </Dialog>
  );
}
