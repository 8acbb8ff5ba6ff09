'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { FriendPicker } from '@/features/contacts/components/friend-picker';
import { GroupPicker } from '@/features/groups/components/group-picker';
import { useChoice } from '../choice';
import { useOneByOne } from '../one-by-one';
import { useSharing } from '../sharing';

export type CardKind = 'contact' | 'group';

type CardsDialogProps = {
  conversationId: string;
  /** Null while no card is being chosen. */
  kind: CardKind | null;
  onClose: () => void;
};

/** Whose cards are to be sent into a conversation. */
export function CardsDialog({ conversationId, kind, onClose }: CardsDialogProps) {
  const t = useTranslations('composer');
  const common = useTranslations('common');
  const { chosen, toggle, choose } = useChoice();
  const { sendCard } = useSharing();
  const { busy, problem, forget, sendAll } = useOneByOne('card');
  // What it is stays in sight while the dialog goes.
  const [shown, setShown] = useState<CardKind>('contact');
  if (kind && kind !== shown) setShown(kind);
  const close = () => {
    choose([]);
    forget();
    onClose();
  };
  const send = async () => {
    const left = await sendAll([...chosen], (id) =>
      sendCard(conversationId, shown === 'contact' ? { userId: id } : { groupId: id }),
    );
    choose(left);
    if (left.length === 0) close();
  };
  const picking = { chosen, onToggle: toggle };
  return (
    <Dialog
      open={kind !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={shown === 'contact' ? t('contactCard') : t('groupCard')}
      description={shown === 'contact' ? t('contactCardHint') : t('groupCardHint')}
      closeLabel={common('close')}
      footer={
        <Button
          variant="primary"
          busy={busy}
          disabled={chosen.size === 0}
          onClick={() => void send()}
        >
          {t('sendCards', { count: chosen.size })}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      {shown === 'contact' ? <FriendPicker multiple {...picking} /> : <GroupPicker {...picking} />}
    </Dialog>
  );
}
