'use client';

import { ArrowDown, ArrowUp, Ellipsis, FolderInput, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu';
import type { DepartmentRow } from '../browsing';
import { useOrganisationAction, useOrganisationActions } from '../editing';
import { DeleteDialog, NameDialog, PlaceDialog } from './department-dialogs';

type DepartmentMenuProps = {
  department: DepartmentRow;
  siblings: readonly DepartmentRow[];
  parentId: string | null;
};

/** What can be done with a department. */
export function DepartmentMenu({ department, siblings, parentId }: DepartmentMenuProps) {
  const t = useTranslations('organisation');
  const { move, rename } = useOrganisationActions();
  const { busy, run } = useOrganisationAction();
  const [open, setOpen] = useState<'rename' | 'move' | 'delete' | null>(null);
  const done = () => setOpen(null);
  const { id, departmentName: name } = department;
  const place = siblings.findIndex((one) => one.id === id);
  const above = siblings[place - 1];
  const below = siblings[place + 1];
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('more', { name })} disabled={busy}>
            <Ellipsis className="size-5" aria-hidden="true" />
          </IconButton>
        }
      >
        <MenuItem onClick={() => setOpen('rename')}>
          <Pencil aria-hidden="true" />
          {t('rename')}
        </MenuItem>
        {above && (
          <MenuItem onClick={() => void run(() => move(id, parentId, above.id))}>
            <ArrowUp aria-hidden="true" />
            {t('moveUp')}
          </MenuItem>
        )}
        {below && (
          <MenuItem
            onClick={() => void run(() => move(id, parentId, siblings[place + 2]?.id ?? null))}
          >
            <ArrowDown aria-hidden="true" />
            {t('moveDown')}
          </MenuItem>
        )}
        <MenuItem onClick={() => setOpen('move')}>
          <FolderInput aria-hidden="true" />
          {t('moveTo')}
        </MenuItem>
        <MenuLine />
        <MenuItem tone="danger" onClick={() => setOpen('delete')}>
          <Trash2 aria-hidden="true" />
          {t('delete')}
        </MenuItem>
      </Menu>
      {open === 'rename' && (
        <NameDialog
          title={t('renameTitle')}
          confirm={t('rename')}
          name={name}
          onDone={done}
          save={(next) => rename(id, next)}
        />
      )}
      {open === 'move' && (
        <PlaceDialog
          title={t('moveTitle', { name })}
          description={t('moveHint')}
          confirm={t('moveHere')}
          departmentId={id}
          topAllowed
          from={parentId}
          onDone={done}
          choose={(placeId) => move(id, placeId)}
        />
      )}
      {open === 'delete' && <DeleteDialog department={department} onDone={done} />}
    </>
  );
}
