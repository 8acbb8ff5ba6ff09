'use client';

import { MapPin } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { useNameOf } from '@/features/contacts/names';
import { NameLink } from './name-link';

/** Where the author says they are. */
export function PlaceLine({ label }: { label: string }) {
  return (
    <p className="mt-2 flex min-w-0 items-center gap-1 text-meta text-sky-ink">
      <MapPin className="size-3.5! shrink-0" aria-hidden="true" />
      <span dir="auto" className="min-w-0 truncate">
        {label}
      </span>
    </p>
  );
}

type MentionLineProps = { people: readonly { id: string; nickname: string }[] };

/** Whose attention the author draws to it. */
export function MentionLine({ people }: MentionLineProps) {
  const t = useTranslations('moments');
  const nameOf = useNameOf();
  return (
    <p className="mt-1.5 break-words text-ink-2 text-meta">
      {t.rich('mentioned', {
        people: () => <PeopleLinks people={people} nameOf={nameOf} />,
      })}
    </p>
  );
}

type PeopleLinksProps = MentionLineProps & { nameOf: ReturnType<typeof useNameOf> };

/** Names that lead to their people, with what the language puts between them. */
export function PeopleLinks({ people, nameOf }: PeopleLinksProps) {
  const separator = useLocale().startsWith('zh') ? '，' : ', ';
  return people.map((person, index) => (
    <Fragment key={person.id}>
      {index > 0 && <span className="text-ink-2">{separator}</span>}
      <NameLink id={person.id}>{nameOf(person)}</NameLink>
    </Fragment>
  ));
}
