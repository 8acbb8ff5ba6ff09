'use client';

import { Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import type { MentionOption } from './use-mentions';

type MentionListProps = {
  listId: string;
  options: readonly MentionOption[];
  active: number;
  choose: (option: MentionOption) => void;
};

export function MentionList({ listId, options, active, choose }: MentionListProps) {
  const t = useTranslations('composer');
  if (options.length === 0) return null;
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={t('mention')}
      className="absolute inset-x-4 bottom-full z-10 mb-1 max-h-72 max-w-90 overflow-y-auto rounded-sheet bg-raised p-1 shadow-float phone:inset-x-2 phone:max-w-none"
    >
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which keeps the focus.
        <div
          key={option.userId ?? 'everyone'}
          id={`${listId}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => choose(option)}
          className={cn(
            'flex h-11 cursor-default items-center gap-3 rounded-control px-2',
            index === active && 'bg-hover',
          )}
        >
          {option.user ? (
            <UserAvatar user={option.user} size="small" />
          ) : (
            <span className="flex size-8 items-center justify-center rounded-full bg-leaf-tint text-leaf-ink">
              <Users className="size-4.5" aria-hidden="true" />
            </span>
          )}
          <bdi className="min-w-0 truncate text-body">{option.shown}</bdi>
          <span className="truncate text-ink-2 text-label">{option.hint}</span>
        </div>
      ))}
    </div>
  );
}
