'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import { CATEGORY_NAME_MOST, type Category, useCategoryActions } from '../categories';
import { useCategoryRefusal } from './use-category-refusal';

type CategoryNameDialogProps = { category: Category | null; onClose: () => void };

export function CategoryNameDialog({ category, onClose }: CategoryNameDialogProps) {
  const t = useTranslations('contacts.categories');
  const common = useTranslations('common');
  const form = useId();
  const [busy, setBusy] = useState(false);
  return (
    <Dialog
      open={category !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('renameTitle')}
      closeLabel={common('close')}
      footer={
        <Button type="submit" form={form} variant="primary" busy={busy}>
          {t('save')}
        </Button>
      }
    >
      {category && <NameForm {...{ category, form, setBusy, onClose }} />}
    </Dialog>
  );
}

type NameFormProps = {
  category: Category;
  form: string;
  setBusy: (busy: boolean) => void;
  onClose: () => void;
};

function NameForm({ category, form, setBusy, onClose }: NameFormProps) {
  const t = useTranslations('contacts.categories');
  const refusal = useCategoryRefusal();
  const { rename } = useCategoryActions();
  const [name, setName] = useState(category.title);
  const [problem, setProblem] = useState<string | null>(null);
  const tooLong = [...name.trim()].length > CATEGORY_NAME_MOST;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (tooLong) return;
    setBusy(true);
    const outcome = await rename(category.id, name);
    setBusy(false);
    if (outcome.ok) onClose();
    else setProblem(refusal(outcome));
  };
  return (
    <form id={form} onSubmit={save}>
      <TextField
        label={t('name')}
        value={name}
        onValueChange={(next) => {
          setName(next);
          setProblem(null);
        }}
        dir="auto"
        error={problem ?? (tooLong ? t('tooLong', { most: CATEGORY_NAME_MOST }) : undefined)}
      />
    </form>
  );
}
