'use client';

import { Ellipsis, Pencil, UserRoundMinus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu';
import { useNameOf } from '@/features/contacts/names';
import type { Position } from '../browsing';
import { useOrganisationActions, useOrganisationForm } from '../editing';
import { PositionDialog } from './people-dialogs';

/** What can be done with somebody’s position. */
export function PositionMenu({ position }: { position: Position }) {
  const t = useTranslations('organisation');
  const common = useTranslations('common');
  const nameOf = useNameOf();
  const { removePerson } = useOrganisationActions();
  const { busy, problem, submit } = useOrganisationForm();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const name = nameOf(position.user);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('more', { name })}>
            <Ellipsis className="size-5" aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onClick={() => setOpen('edit')}>
          <Pencil aria-hidden="true" />
          {t('editPosition')}
        </MenuItem>
        <MenuLine />
        <MenuItem tone="danger" onClick={() => setOpen('remove')}>
          <UserRoundMinus aria-hidden="true" />
          {t('removePerson')}
        </MenuItem>
      </Menu>
      {open === 'edit' && <PositionDialog position={position} onDone={() => setOpen(null)} />}
      <ConfirmDialog
        open={open === 'remove'}
        onOpenChange={() => setOpen(null)}
        title={t('removeTitle', { name })}
        description={t('removeHint')}
        confirmLabel={t('removePerson')}
        cancelLabel={common('cancel')}
        busy={busy}
        error={problem}
        onConfirm={async () => {
          if ((await submit(() => removePerson(position.id)))?.ok) setOpen(null);
        }}
      />
    </>
  );
}
