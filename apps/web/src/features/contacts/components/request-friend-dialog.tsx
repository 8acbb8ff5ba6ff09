'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { TextArea } from '@/components/ui/text-area';
import { useRequestActions } from '../requests';
import { useContactRefusal } from './use-contact-refusal';

const NOTE_MOST = 200;

type RequestFriendDialogProps = {
  userId: string;
  name: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function RequestFriendDialog({
  userId,
  name,
  open,
  onOpenChange,
}: RequestFriendDialogProps) {
  const t = useTranslations('contacts');
  const common = useTranslations('common');
  const { requestFriend } = useRequestActions();
  const refusal = useContactRefusal();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const send = async () => {
    setBusy(true);
    setProblem(null);
    const result = await requestFriend({ userId, note: note.trim() || undefined });
    setBusy(false);
    if (!result.ok) {
      setProblem(refusal(result.error, result.retryAt));
      return;
    }
    setNote('');
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('addTitle', { name })}
      description={t('addHint')}
      closeLabel={common('close')}
      footer={
        <Button variant="primary" busy={busy} onClick={send}>
          {t('sendRequest')}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <TextArea
        label={t('note')}
        value={note}
        onValueChange={setNote}
        maxLength={NOTE_MOST}
        placeholder={t('notePlaceholder')}
        rows={3}
      />
    </Dialog>
  );
}
