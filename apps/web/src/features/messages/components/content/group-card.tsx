'use client';

import { useTranslations } from 'next-intl';
import { GroupAvatar } from '@/features/groups/components/group-avatar';
import { groupPath } from '@/features/groups/paths';
import type { SaidContent } from '../../said-text';
import { CardFrame } from './card-frame';

type Group = Extract<SaidContent, { __typename: 'GroupCardContent' }>['group'];

export function GroupCard({ group }: { group: Group }) {
  const t = useTranslations('messages.card');
  if (!group)
    return (
      <CardFrame href={null} kind={t('group')}>
        {t('groupGone')}
      </CardFrame>
    );
  return (
    <CardFrame href={groupPath(group.id)} kind={t('group')}>
      <GroupAvatar
        id={group.id}
        name={group.name}
        emoji={group.avatarEmoji}
        picture={group.avatar}
      />
      <span className="flex min-w-0 flex-col">
        <bdi className="truncate font-medium text-body">{group.name}</bdi>
        <span className="tabular truncate text-ink-2 text-label">
          {t('members', { count: group.memberCount })}
        </span>
      </span>
    </CardFrame>
  );
}
