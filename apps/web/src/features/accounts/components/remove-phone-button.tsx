'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useToast } from '@/components/ui/toast';
import { useAccountActions } from '../account';

export function RemovePhoneButton() {
  const t = useTranslations('accounts.addresses');
  const common = useTranslations('common');
  const toast = useToast();
  const { removePhone } = useAccountActions();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    // Asking who it is takes a dialog of its own, and there is one at a time.
    setAsking(false);
    setBusy(true);
    const outcome = await removePhone();
    setBusy(false);
    if (outcome.ok) return;
    const problem = outcome.error === 'LastSignInMethod' ? 'lastWay' : 'unreachable';
    if (outcome.error !== 'FreshSignInRequired')
      toast.add({ title: t('notRemoved'), description: t(`problem.${problem}`) });
  };
  return (
    <>
      <Button
        variant="danger"
        busy={busy}
        aria-label={t('removeNamed')}
        onClick={() => setAsking(true)}
      >
        {t('remove')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('removeTitle')}
        description={t('removeBody')}
        confirmLabel={t('remove')}
        cancelLabel={common('cancel')}
        onConfirm={remove}
      />
    </>
  );
}
