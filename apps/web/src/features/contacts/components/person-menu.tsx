'use client';

import { Ban, Ellipsis, UserRoundMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { useToast } from '@/components/ui/toast';
import { MomentRelationItems } from '@/features/moments/components/moment-relation-items';
import { useStandingActions } from '../standing';
import { useContactRefusal } from './use-contact-refusal';

type Deed = 'remove' | 'block';

type PersonMenuProps = {
  user: { id: string; relation: string; blocked: boolean };
  name: string;
};

/** What one does with somebody seldom, and not by mistake. */
export function PersonMenu({ user, name }: PersonMenuProps) {
  const t = useTranslations('contacts.person');
  const common = useTranslations('common');
  const toast = useToast();
  const refusal = useContactRefusal();
  const { block, removeFriend, unblock } = useStandingActions();
  const [deed, setDeed] = useState<Deed | null>(null);
  // The words stay while the dialog fades out.
  const [shown, setShown] = useState<Deed>('remove');
  if (deed && deed !== shown) setShown(deed);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const close = () => {
    setDeed(null);
    setProblem(null);
  };
  const confirm = async () => {
    setBusy(true);
    const outcome = await (shown === 'remove' ? removeFriend(user.id) : block(user.id));
    setBusy(false);
    if (!outcome.ok) {
      setProblem(refusal(outcome.error));
      return;
    }
    close();
    toast.add({ title: t(`done.${shown}`, { name }) });
  };
  const letBack = async () => {
    const outcome = await unblock(user.id);
    toast.add({ title: outcome.ok ? t('done.unblock', { name }) : refusal(outcome.error) });
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('more', { name })}>
            <Ellipsis aria-hidden="true" />
          </IconButton>
        }
      >
        <MomentRelationItems userId={user.id} />
        {user.relation === 'FRIEND' && (
          <MenuItem tone="danger" onClick={() => setDeed('remove')}>
            <UserRoundMinus aria-hidden="true" />
            {t('remove')}
          </MenuItem>
        )}
        {user.blocked ? (
          <MenuItem onClick={() => void letBack()}>
            <Ban aria-hidden="true" />
            {t('unblock')}
          </MenuItem>
        ) : (
          <MenuItem tone="danger" onClick={() => setDeed('block')}>
            <Ban aria-hidden="true" />
            {t('block')}
          </MenuItem>
        )}
      </Menu>
      <ConfirmDialog
        open={deed !== null}
        onOpenChange={(open) => {
          if (!open) close();
        }}
        title={t(`confirm.${shown}.title`, { name })}
        description={t(`confirm.${shown}.body`, { name })}
        confirmLabel={t(`confirm.${shown}.action`)}
        cancelLabel={common('cancel')}
        busy={busy}
        error={problem}
        onConfirm={() => void confirm()}
      />
    </>
  );
}
