'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { useRunning } from '@/features/groups/running';
import { useGroupForm } from '@/features/groups/use-group-refusal';
import { serverNow } from '@/lib/clock';

/** What cannot simply be taken back. */
export type MemberDeed = 'transfer' | 'remove' | 'ban';

type ConfirmMemberDialogProps = {
  conversationId: string;
  userId: string;
  name: string;
  deed: MemberDeed | null;
  onClose: () => void;
};

export function ConfirmMemberDialog({
  conversationId,
  userId,
  name,
  deed,
  onClose,
}: ConfirmMemberDialogProps) {
  const t = useTranslations('groups.members');
  const common = useTranslations('common');
  const running = useRunning(conversationId);
  const { busy, problem, submit, clear } = useGroupForm();
  // The words stay while the dialog fades out.
  const [shown, setShown] = useState<MemberDeed>('remove');
  if (deed && deed !== shown) setShown(deed);
  const carryOut = async () => {
    const done = await submit<unknown>(() =>
      shown === 'transfer' ? running.transfer(userId) : running.remove(userId, shown === 'ban'),
    );
    if (done) onClose();
  };
  return (
    <ConfirmDialog
      open={deed !== null}
      onOpenChange={(open) => {
        if (open) return;
        clear();
        onClose();
      }}
      title={t(`confirm.${shown}.title`, { name })}
      description={t(`confirm.${shown}.body`)}
      confirmLabel={t(`confirm.${shown}.action`)}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={carryOut}
    />
  );
}

const MINUTE = 60_000;
const SPANS = [
  { name: 'tenMinutes', length: 10 * MINUTE },
  { name: 'hour', length: 60 * MINUTE },
  { name: 'day', length: 24 * 60 * MINUTE },
  { name: 'week', length: 7 * 24 * 60 * MINUTE },
  { name: 'month', length: 30 * 24 * 60 * MINUTE },
] as const;

type MuteDialogProps = {
  conversationId: string;
  userId: string;
  name: string;
  onClose: () => void;
};

export function MuteDialog({ conversationId, userId, name, onClose }: MuteDialogProps) {
  const t = useTranslations('groups.members');
  const common = useTranslations('common');
  const running = useRunning(conversationId);
  const { busy, problem, submit } = useGroupForm();
  const mute = async (length: number) => {
    const until = new Date(serverNow() + length);
    if (await submit(() => running.mute(userId, until))) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('muteTitle', { name })}
      description={t('muteBody')}
      closeLabel={common('close')}
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <ul className="-mx-3" aria-busy={busy}>
        {SPANS.map((span) => (
          <li key={span.name}>
            <button
              type="button"
              disabled={busy}
              onClick={() => void mute(span.length)}
              className="-outline-offset-2 flex h-11 w-full items-center rounded-[8px] px-3 text-start hover:bg-hover"
            >
              {t(`span.${span.name}`)}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
