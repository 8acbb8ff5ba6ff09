'use client';

import { ChevronDown, SlidersHorizontal } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';
import { Popover } from '@/components/ui/popover';
import { PersonRow_user } from '@/features/contacts/components/person-row.fragment';
import { useNameOf } from '@/features/contacts/names';
import { useFriends } from '@/features/contacts/people';
import { readFragment } from '@/lib/graphql';
import { type Filters, isNarrowed, type Kind, kinds, noFilters } from '../filters';

type SearchFiltersProps = {
  viewerId: string;
  filters: Filters;
  onChange: (filters: Filters) => void;
};

const control =
  'forced-outline h-9 w-full min-w-0 rounded-control bg-sunken px-2.5 text-label text-ink touch:h-11 touch:text-body';

export function SearchFilters({ viewerId, filters, onChange }: SearchFiltersProps) {
  const t = useTranslations('search');
  const [open, setOpen] = useState(false);
  const narrowed = isNarrowed(filters);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('filters')}
      side="bottom"
      align="end"
      trigger={
        <IconButton
          label={narrowed ? t('filtersOn') : t('filters')}
          side="bottom"
          className={cn(narrowed && 'text-leaf-ink')}
        >
          <SlidersHorizontal className="size-4.5" aria-hidden="true" />
        </IconButton>
      }
    >
      <FilterFields {...{ viewerId, filters, onChange }} />
    </Popover>
  );
}

function FilterFields({ viewerId, filters, onChange }: SearchFiltersProps) {
  const t = useTranslations('search');
  const nameOf = useNameOf();
  const friends = useFriends();
  const set = (change: Partial<Filters>) => onChange({ ...filters, ...change });
  return (
    <div className="flex w-84 max-w-[calc(100vw-2rem)] flex-col gap-3 p-4">
      <Labelled label={t('person')}>
        {(id) => (
          <Select
            id={id}
            value={filters.senderId}
            onChange={({ target }) => set({ senderId: target.value })}
          >
            <option value="">{t('anyone')}</option>
            <option value={viewerId}>{t('me')}</option>
            {friends.items.map((masked) => {
              const friend = readFragment(PersonRow_user, masked);
              return (
                <option key={friend.id} value={friend.id}>
                  {nameOf(friend)}
                </option>
              );
            })}
          </Select>
        )}
      </Labelled>
      <Labelled label={t('kind')}>
        {(id) => (
          <Select
            id={id}
            value={filters.kind}
            onChange={({ target }) => set({ kind: target.value as Kind | '' })}
          >
            <option value="">{t('anyKind')}</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </Select>
        )}
      </Labelled>
      <div className="grid grid-cols-2 gap-3">
        <Day label={t('from')} value={filters.from} onChange={(from) => set({ from })} />
        <Day label={t('to')} value={filters.to} onChange={(to) => set({ to })} />
      </div>
      <Button
        size="small"
        variant="secondary"
        disabled={!isNarrowed(filters)}
        onClick={() => onChange(noFilters)}
      >
        {t('clearFilters')}
      </Button>
    </div>
  );
}

function Select(props: ComponentProps<'select'>) {
  return (
    <div className="relative">
      <select {...props} className={cn(control, 'cursor-pointer appearance-none truncate pe-9')} />
      <ChevronDown
        className="pointer-events-none absolute end-2.5 top-1/2 size-4 -translate-y-1/2 text-ink-2"
        aria-hidden="true"
      />
    </div>
  );
}

type DayProps = { label: string; value: string; onChange: (day: string) => void };

function Day({ label, value, onChange }: DayProps) {
  return (
    <Labelled label={label}>
      {(id) => (
        <input
          id={id}
          type="date"
          className={control}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Labelled>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-ink-2 text-meta">
        {label}
      </label>
      {children(id)}
    </div>
  );
}
