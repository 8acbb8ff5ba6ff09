'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { TextField } from '@/components/ui/text-field';
import { CATEGORY_NAME_MOST, useCategoryActions } from '../categories';
import { useCategoryRefusal } from './use-category-refusal';

/** Makes a category where one is wanted. */
export function NewCategory({ onMade }: { onMade?: (id: string) => void }) {
  const t = useTranslations('contacts.categories');
  const refusal = useCategoryRefusal();
  const { create } = useCategoryActions();
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const tooLong = [...name.trim()].length > CATEGORY_NAME_MOST;
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || tooLong || !name.trim()) return;
    setBusy(true);
    setProblem(null);
    const outcome = await create(name.trim());
    setBusy(false);
    if (!outcome.ok) {
      setProblem(refusal(outcome));
      return;
    }
    setName('');
    onMade?.(outcome.done.category.id);
  };
  return (
    <form onSubmit={make} className="mt-2 flex items-start gap-2">
      <div className="min-w-0 flex-1">
        <TextField
          label={t('new')}
          value={name}
          onValueChange={(next) => {
            setName(next);
            setProblem(null);
          }}
          placeholder={t('newPlaceholder')}
          dir="auto"
          error={problem ?? (tooLong ? t('tooLong', { most: CATEGORY_NAME_MOST }) : undefined)}
        />
      </div>
      <Button type="submit" className="mt-6.5 h-11" busy={busy} disabled={!name.trim() || tooLong}>
        {t('create')}
      </Button>
    </form>
  );
}
