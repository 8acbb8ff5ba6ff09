'use client';

import { Network, Plus, UserRoundPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useState } from 'react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { SettingsGroup } from '@/components/ui/settings-group';
import { useReached } from '@/components/use-reached';
import { useDepartment, usePeople } from '../browsing';
import { useOrganisationActions } from '../editing';
import { NameDialog } from './department-dialogs';
import { DepartmentList } from './department-list';
import { DepartmentMenu } from './department-menu';
import { AddPeopleDialog } from './people-dialogs';
import { PositionMenu } from './position-menu';
import { PositionRow } from './position-row';
import { Trail } from './trail';

/** Departments and who is in them, for administrators: one place of the tree at a time. */
export function OrganisationEditor() {
  const t = useTranslations('organisation');
  const [place, setPlace] = useState<string | null>(null);
  const { department, gone } = useDepartment(place);
  // Taken away meanwhile, here or by somebody else: there is nothing to be changed any more.
  const at = gone ? null : place;
  const [open, setOpen] = useState<'department' | 'people' | null>(null);
  const done = () => setOpen(null);
  const { create } = useOrganisationActions();
  return (
    <SettingsGroup title={t('title')} hint={t('editorHint')}>
      <div className="pt-3" style={{ '--presence-ring': 'var(--paper)' } as CSSProperties}>
        {at && (
          <div className="-mx-1.5 mb-2 min-h-9">
            <Trail steps={department ? [...department.path, department] : []} onOpen={setPlace} />
          </div>
        )}
        <div className="flex flex-wrap gap-2 pb-3">
          <Button onClick={() => setOpen('department')}>
            <Plus className="size-4" aria-hidden="true" />
            {t('newDepartment')}
          </Button>
          {at && (
            <Button onClick={() => setOpen('people')}>
              <UserRoundPlus className="size-4" aria-hidden="true" />
              {t('addPeople')}
            </Button>
          )}
        </div>
        <div className="-mx-2">
          <DepartmentList
            parentId={at}
            onOpen={setPlace}
            beside={(row, siblings) => (
              <DepartmentMenu department={row} siblings={siblings} parentId={at} />
            )}
            empty={
              at === null && (
                <EmptyState picture={<Network className="size-8" />} title={t('empty')}>
                  {t('emptyEditorHint')}
                </EmptyState>
              )
            }
          />
          {at && <People key={at} id={at} />}
        </div>
      </div>
      {open === 'department' && (
        <NameDialog
          title={
            department && at
              ? t('newBelow', { name: department.departmentName })
              : t('newDepartment')
          }
          confirm={t('create')}
          name=""
          onDone={done}
          save={(name) => create(name, at)}
        />
      )}
      {open === 'people' && at && department && (
        <AddPeopleDialog departmentId={at} name={department.departmentName} onDone={done} />
      )}
    </SettingsGroup>
  );
}

function People({ id }: { id: string }) {
  const t = useTranslations('organisation');
  const { items, fetching, hasMore, loadMore } = usePeople(id);
  const end = useReached(loadMore);
  if (items.length === 0)
    return fetching ? null : <p className="px-2 py-3 text-ink-2 text-label">{t('nobodyHere')}</p>;
  return (
    <section aria-label={t('inDepartment')} className="pt-3">
      <h3 className="px-2 pb-1 font-medium text-ink-2 text-label">{t('inDepartment')}</h3>
      <ul>
        {items.map((position) => (
          <li
            key={position.id}
            className="flex min-h-16 items-center gap-3 rounded-[8px] ps-2 hover:bg-hover hover:[--presence-ring:var(--hover)]"
          >
            <PositionRow position={position} trailing={<PositionMenu position={position} />} />
          </li>
        ))}
      </ul>
      {hasMore && <div ref={end} className="h-10" />}
    </section>
  );
}
