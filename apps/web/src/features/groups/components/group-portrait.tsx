'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Preview } from '../documents';
import { GroupAvatar } from './group-avatar';

type GroupPortraitProps = {
  group: Preview;
  /** Of the link by which one came here: it shows the picture as well. */
  token?: string;
  children: ReactNode;
};

/** A group as somebody outside sees it, with what they can do about it below. */
export function GroupPortrait({ group, token, children }: GroupPortraitProps) {
  const t = useTranslations('groups');
  const { id, name, description, avatarEmoji, avatar, memberCount, visibility, joinPolicy } = group;
  const picture = avatar &&
    token && { thumbnailUrl: `${avatar.thumbnailUrl}?invite=${encodeURIComponent(token)}` };
  return (
    <article className="mx-auto flex w-full max-w-110 flex-col items-center px-6 pt-6 pb-10 text-center">
      <GroupAvatar
        id={id}
        name={name}
        emoji={avatarEmoji}
        picture={picture || avatar}
        size="huge"
      />
      <h1 className="mt-4 max-w-full break-words font-semibold text-title" dir="auto">
        {name}
      </h1>
      <p className="tabular mt-1 text-ink-2 text-label">
        {t('portrait', {
          count: memberCount,
          doors: visibility === 'PUBLIC' ? joinPolicy : visibility,
        })}
      </p>
      {description && (
        <p className="mt-4 max-w-full whitespace-pre-wrap text-balance break-words" dir="auto">
          {description}
        </p>
      )}
      <div className="mt-6 flex w-full flex-col items-center gap-3">{children}</div>
    </article>
  );
}
