'use client';

import { Heart } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useNameOf } from '@/features/contacts/names';
import { PeopleLinks } from './moment-lines';

type LikesLineProps = {
  people: readonly { id: string; nickname: string }[];
  /** How many there are, of whom some may not be among `people`. */
  count: number;
};

/** Who likes it. */
export function LikesLine({ people, count }: LikesLineProps) {
  const t = useTranslations('moments');
  const nameOf = useNameOf();
  const more = count - people.length;
  return (
    <p className="flex gap-2 text-label">
      <Heart className="mt-0.75 size-3.5! shrink-0 text-leaf-ink" aria-hidden="true" />
      <span className="min-w-0 break-words">
        <span className="sr-only">{t('likedBy', { count })} </span>
        <PeopleLinks people={people} nameOf={nameOf} />
        {more > 0 && <span className="text-ink-2"> {t('moreLikes', { count: more })}</span>}
      </span>
    </p>
  );
}
