'use client';

import { Tags } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { CheckboxMark } from '@/components/ui/checkbox-mark';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { type Category, useCategories, useCategoryActions } from '../categories';
import { NewCategory } from './new-category';
import { PersonFact } from './person-fact';
import { useCategoryRefusal } from './use-category-refusal';

type PersonCategoriesProps = { userId: string; name: string; categories: readonly Category[] };

/** In which of my categories a friend is. */
export function PersonCategories(props: PersonCategoriesProps) {
  const t = useTranslations('contacts.person');
  const { categories } = props;
  const [open, setOpen] = useState(false);
  return (
    <PersonFact
      label={t('categories')}
      action={
        <>
          <Button
            size="small"
            variant="quiet"
            aria-label={t('changeCategories')}
            onClick={() => setOpen(true)}
          >
            <Tags className="size-4" aria-hidden="true" />
            {categories.length > 0 ? t('change') : t('add')}
          </Button>
          <Dialogue key={String(open)} {...props} open={open} onClose={() => setOpen(false)} />
        </>
      }
    >
      {categories.length === 0 ? (
        <span className="text-ink-2">{t('noCategories')}</span>
      ) : (
        <ul className="flex flex-wrap gap-1.5 pt-0.5">
          {categories.map(({ id, title }) => (
            <li
              key={id}
              className="max-w-full truncate rounded-full bg-leaf-tint px-2.5 py-0.5 text-label text-leaf-ink"
            >
              <bdi>{title}</bdi>
            </li>
          ))}
        </ul>
      )}
    </PersonFact>
  );
}

type DialogueProps = PersonCategoriesProps & { open: boolean; onClose: () => void };

function Dialogue({ userId, name, categories: before, open, onClose }: DialogueProps) {
  const t = useTranslations('contacts.person');
  const common = useTranslations('common');
  const refusal = useCategoryRefusal();
  const { setOf } = useCategoryActions();
  const { categories } = useCategories();
  const [chosen, setChosen] = useState(() => new Set(before.map(({ id }) => id)));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const choose = (id: string, on: boolean) =>
    setChosen((ids) => new Set(on ? [...ids, id] : [...ids].filter((one) => one !== id)));
  const save = async () => {
    setBusy(true);
    setProblem(null);
    // One that was deleted on another device meanwhile is not asked for.
    const ids = categories.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
    const outcome = await setOf(userId, ids);
    setBusy(false);
    if (outcome.ok) onClose();
    else setProblem(refusal(outcome));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      title={t('categoriesOf', { name })}
      description={t('categoriesHint')}
      closeLabel={common('close')}
      footer={
        <Button variant="primary" busy={busy} onClick={() => void save()}>
          {t('save')}
        </Button>
      }
    >
      {problem && (
        <Notice tone="error" className="mb-3">
          {problem}
        </Notice>
      )}
      <ul className="-mx-2 flex flex-col">
        {categories.map(({ id, title }) => {
          const on = chosen.has(id);
          return (
            <li key={id}>
              <button
                type="button"
                {...{ role: 'checkbox', 'aria-checked': on }}
                onClick={() => choose(id, !on)}
                className="-outline-offset-2 flex min-h-11 w-full items-center gap-3 rounded-[8px] px-2 text-start hover:bg-hover"
              >
                <bdi className="min-w-0 flex-1 truncate text-body">{title}</bdi>
                <CheckboxMark checked={on} />
              </button>
            </li>
          );
        })}
      </ul>
      <NewCategory onMade={(id) => choose(id, true)} />
    </Dialog>
  );
}
