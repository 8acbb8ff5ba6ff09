'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { SettingsGroup } from '@/components/ui/settings-group';
import { useOwnAccount } from '../delete-account';
import { DeleteAccountDialog } from './delete-account-dialog';

/** The way out for good, at the end of the page. */
export function DeleteAccountSection() {
  const t = useTranslations('personalData.deletion');
  const account = useOwnAccount();
  const [open, setOpen] = useState(false);
  return (
    <SettingsGroup title={t('title')} hint={t('hint')}>
      <div className="flex flex-col items-start gap-3 pt-4">
        <Button variant="danger" disabled={!account} onClick={() => setOpen(true)}>
          {t('open')}
        </Button>
      </div>
      {account && (
        <DeleteAccountDialog
          username={account.user.username}
          lastAdministrator={account.lastAdministrator}
          open={open}
          onOpenChange={setOpen}
        />
      )}
    </SettingsGroup>
  );
}
