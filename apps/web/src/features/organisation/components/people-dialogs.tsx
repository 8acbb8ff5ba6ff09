'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { SwitchRow } from '@/components/ui/switch-row';
import { TextField } from '@/components/ui/text-field';
import { PeoplePicker } from '@/features/contacts/components/people-picker';
import { useNameOf } from '@/features/contacts/names';
import { type Position, usePeople } from '../browsing';
import { useOrganisationActions, useOrganisationForm } from '../editing';

const TITLE_MOST = 50;
const ADDED_AT_ONCE = 100;

type AddPeopleDialogProps = { departmentId: string; name: string; onDone: () => void };

/** Takes people into a department. Drawn only while it is open. */
export function AddPeopleDialog({ departmentId, name, onDone }: AddPeopleDialogProps) {
  const t = useTranslations('organisation');
  const common = useTranslations('common');
  const { addPeople } = useOrganisationActions();
  const { busy, problem, submit } = useOrganisationForm();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [title, setTitle] = useState('');
  const here = usePeople(departmentId).items;
  const count = chosen.size;
  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id) && after.size < ADDED_AT_ONCE) after.add(id);
      return after;
    });
  const add = async () => {
    const input = { departmentId, userIds: [...chosen], title };
    if ((await submit(() => addPeople(input)))?.ok) onDone();
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      title={t('addPeopleTo', { name })}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={onDone}>{common('cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={count === 0} onClick={add}>
            {t('addCount', { count })}
          </Button>
        </>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <PeoplePicker
        chosen={chosen}
        onToggle={toggle}
        taken={new Map(here.map(({ user }) => [user.id, t('alreadyHere')]))}
      />
      <div className="border-line border-t pt-4">
        <TextField
          label={t('positionTitle')}
          value={title}
          onValueChange={setTitle}
          maxLength={TITLE_MOST}
          hint={t('positionTitleHint')}
          dir="auto"
        />
      </div>
    </Dialog>
  );
}

type PositionDialogProps = { position: Position; onDone: () => void };

/** What somebody is in a department. Drawn only while it is open. */
export function PositionDialog({ position, onDone }: PositionDialogProps) {
  const t = useTranslations('organisation');
  const common = useTranslations('common');
  const { updatePerson } = useOrganisationActions();
  const { busy, problem, submit } = useOrganisationForm();
  const nameOf = useNameOf();
  const form = useId();
  const [title, setTitle] = useState(position.title);
  const [head, setHead] = useState(position.head);
  const [primary, setPrimary] = useState(position.primary);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const changes = { memberId: position.id, title, head, primary };
    if ((await submit(() => updatePerson(changes)))?.ok) onDone();
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      title={nameOf(position.user)}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={onDone}>{common('cancel')}</Button>
          <Button type="submit" form={form} variant="primary" busy={busy}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={save} className="flex flex-col gap-3">
        <TextField
          label={t('positionTitle')}
          value={title}
          onValueChange={setTitle}
          maxLength={TITLE_MOST}
          error={problem}
          dir="auto"
        />
        <div className="-mx-3">
          <SwitchRow
            label={t('leads')}
            hint={t('leadsHint')}
            checked={head}
            onCheckedChange={setHead}
          />
          <SwitchRow
            label={t('primary')}
            hint={position.primary ? t('isPrimaryHint') : t('primaryHint')}
            checked={primary}
            disabled={position.primary}
            onCheckedChange={setPrimary}
          />
        </div>
      </form>
    </Dialog>
  );
}
