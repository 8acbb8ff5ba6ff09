'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { FriendPicker } from '@/features/contacts/components/friend-picker';
import { useMomentLimits } from '../../reading';
import { OpenDialog } from './open-dialog';

type MentionDialogProps = {
  open: boolean;
  mentioned: readonly string[];
  onChosen: (userIds: readonly string[]) => void;
  onClose: () => void;
};

/** Friends who are told of a post, and named in it. */
export function MentionDialog({ open, ...rest }: MentionDialogProps) {
  return open ? <MentionChoice {...rest} /> : null;
}

function MentionChoice({ mentioned, onChosen, onClose }: Omit<MentionDialogProps, 'open'>) {
  const t = useTranslations('moments.compose');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(mentioned));
  const { mentions: most } = useMomentLimits();
  const full = chosen.size >= most;
  return (
    <OpenDialog
      onClose={onClose}
      className="max-w-120"
      title={t('mention')}
      description={t('mentionHint', { most, known: Number.isFinite(most) ? 'yes' : 'no' })}
      footer={
        <Button
          variant="primary"
          onClick={() => {
            onChosen([...chosen]);
            onClose();
          }}
        >
          {t('mentionDone', { count: chosen.size })}
        </Button>
      }
    >
      <FriendPicker
        multiple
        chosen={chosen}
        onToggle={(id) =>
          setChosen((before) => {
            const after = new Set(before);
            if (!after.delete(id) && !full) after.add(id);
            return after;
          })
        }
      />
    </OpenDialog>
  );
}
