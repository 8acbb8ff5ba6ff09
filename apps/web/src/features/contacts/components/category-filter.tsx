'use client';

import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useTranslations } from 'next-intl';
import type { Category } from '../categories';

type CategoryFilterProps = {
  categories: readonly Category[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
};

const ALL = '';

/** Narrows the address book down to one category. */
export function CategoryFilter({ categories, chosen, onChoose }: CategoryFilterProps) {
  const t = useTranslations('contacts.categories');
  return (
    <RadioGroup
      aria-label={t('filter')}
      value={chosen ?? ALL}
      onValueChange={(id) => onChoose((id as string) || null)}
      className="mb-1 flex gap-1.5 overflow-x-auto px-4 py-1 [scrollbar-width:none]"
    >
      {[{ id: ALL, title: t('all') }, ...categories].map(({ id, title }) => (
        <Radio.Root
          key={id}
          value={id}
          className="forced-outline inline-flex h-8 max-w-40 shrink-0 cursor-pointer select-none items-center rounded-full bg-sunken px-3 text-ink-2 text-label transition-colors hover:text-ink data-checked:bg-leaf-tint data-checked:font-medium data-checked:text-leaf-ink touch:h-10 touch:px-4"
        >
          <bdi className="truncate">{title}</bdi>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
