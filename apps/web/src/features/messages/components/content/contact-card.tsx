'use client';

import { useTranslations } from 'next-intl';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import { isDeleted, useNameOf } from '@/features/contacts/names';
import { personPath } from '@/features/contacts/paths';
import type { SaidContent } from '../../said-text';
import { CardFrame } from './card-frame';

type Contact = Extract<SaidContent, { __typename: 'ContactCardContent' }>['user'];

export function ContactCard({ user }: { user: Contact }) {
  const t = useTranslations('messages.card');
  const nameOf = useNameOf();
  if (!user || isDeleted(user))
    return (
      <CardFrame href={null} kind={t('contact')}>
        {t('personGone')}
      </CardFrame>
    );
  return (
    <CardFrame href={personPath(user.id)} kind={t('contact')}>
      <UserAvatar user={user} />
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate font-medium text-body">{nameOf(user)}</bdi>
        <span className="truncate text-ink-2 text-label">@{user.username}</span>
      </span>
    </CardFrame>
  );
}
