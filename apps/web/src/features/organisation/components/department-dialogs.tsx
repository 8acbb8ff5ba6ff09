'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { TextField } from '@/components/ui/text-field';
import type { Outcome } from '@/lib/urql/outcome';
import { type DepartmentRow, useDepartment } from '../browsing';
import { useOrganisationActions, useOrganisationForm } from '../editing';
import { DepartmentList } from './department-list';
import { Trail } from './trail';

const NAME_MOST = 50;

type NameDialogProps = {
  title: string;
  confirm: string;
  name: string;
  onDone: () => void;
  save: (name: string) => Promise<Outcome<unknown, string>>;
};

/** Asks for the name of a department, new or not. Drawn only while it is open. */
export function NameDialog({ title, confirm, name: before, onDone, save }: NameDialogProps) {
  const t = useTranslations('organisation');
  const common = useTranslations('common');
  const { busy, problem, submit, clear } = useOrganisationForm();
  const [name, setName] = useState(before);
  const form = useId();
  const ready = name.trim() !== '' && name.trim() !== before;
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (ready && (await submit(() => save(name.trim())))?.ok) onDone();
  };
  return (
    <Dialog
      open
      onOpenChange={onDone}
      title={title}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={onDone}>{common('cancel')}</Button>
          <Button type="submit" form={form} variant="primary" busy={busy} disabled={!ready}>
            {confirm}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={send}>
        <TextField
          label={t('name')}
          value={name}
          onValueChange={(text) => {
            setName(text);
            clear();
          }}
          maxLength={NAME_MOST}
          error={problem}
          dir="auto"
        />
      </form>
    </Dialog>
  );
}

type PlaceDialogProps = {
  title: string;
  description: ReactNode;
  confirm: string;
  /** What is to go somewhere, which is no place for itself. */
  departmentId: string;
  /** Whether it may come to lie at the top. */
  topAllowed: boolean;
  /** Where it is now, to which it need not be moved. */
  from: string | null;
  onDone: () => void;
  choose: (placeId: string | null) => Promise<Outcome<unknown, string>>;
};

/** Asks for a place in the tree. */
export function PlaceDialog(props: PlaceDialogProps) {
  const t = useTranslations('organisation');
  const common = useTranslations('common');
  const { busy, problem, submit, clear } = useOrganisationForm();
  const [place, setPlace] = useState<string | null>(null);
  const { department } = useDepartment(place);
  const open = (id: string | null) => {
    clear();
    setPlace(id);
  };
  const inItself =
    place === props.departmentId ||
    Boolean(department?.path.some(({ id }) => id === props.departmentId));
  const possible = !inItself && place !== props.from && (place !== null || props.topAllowed);
  const confirm = async () => {
    if ((await submit(() => props.choose(place)))?.ok) props.onDone();
  };
  return (
    <Dialog
      open
      onOpenChange={props.onDone}
      title={props.title}
      description={props.description}
      closeLabel={common('close')}
      footer={
        <>
          <Button onClick={props.onDone}>{common('cancel')}</Button>
          <Button variant="primary" busy={busy} disabled={!possible} onClick={confirm}>
            {props.confirm}
          </Button>
        </>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <div className="-mx-2 flex min-h-72 flex-col">
        <div className="mb-1 px-0.5">
          <Trail steps={department ? [...department.path, department] : []} onOpen={open} />
        </div>
        <DepartmentList
          parentId={place}
          onOpen={open}
          empty={<p className="px-2 py-4 text-ink-2 text-label">{t('nothingBelow')}</p>}
        />
      </div>
    </Dialog>
  );
}

type DeleteDialogProps = { department: DepartmentRow; onDone: () => void };

/** Empty departments go at once; of others it is asked where everything in them goes. */
export function DeleteDialog({ department, onDone }: DeleteDialogProps) {
  const t = useTranslations('organisation');
  const common = useTranslations('common');
  const { remove } = useOrganisationActions();
  const { busy, problem, submit } = useOrganisationForm();
  const [full, setFull] = useState(false);
  const name = department.departmentName;
  if (full)
    return (
      <PlaceDialog
        title={t('emptyTitle', { name })}
        description={t('emptyInto')}
        confirm={t('moveAndDelete')}
        departmentId={department.id}
        topAllowed={false}
        from={null}
        onDone={onDone}
        choose={(placeId) => remove(department.id, placeId)}
      />
    );
  const confirm = async () => {
    const outcome = await submit(() => remove(department.id));
    if (outcome?.ok) onDone();
    else if (outcome?.error === 'DepartmentNotEmpty') setFull(true);
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onDone}
      title={t('deleteTitle', { name })}
      description={t('deleteHint')}
      confirmLabel={t('delete')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={() => void confirm()}
    />
  );
}
