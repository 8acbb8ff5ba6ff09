'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { useNameOf } from '@/features/contacts/names';
import {
  ConversationAvatar,
  useConversationName,
} from '@/features/conversations/components/conversation-title';
import { useSuccessions } from '../delete-account';

/** Whose the person’s groups would be. Nothing at all for those who own none. */
export function GroupSuccessions() {
  const t = useTranslations('personalData.deletion');
  const nameOf = useNameOf();
  const titleOf = useConversationName();
  const { items, fetching, hasMore, loadMore, error } = useSuccessions();
  if (fetching && items.length === 0) return <Skeleton className="h-12 w-full" />;
  if (error && items.length === 0)
    return (
      <Notice
        tone="error"
        action={
          <Button size="small" onClick={loadMore}>
            {t('tryAgain')}
          </Button>
        }
      >
        {t('groupsFailed')}
      </Notice>
    );
  if (items.length === 0) return null;
  return (
    <section>
      <h3 className="font-medium text-body">{t('groups')}</h3>
      <ul className="mt-2 flex flex-col gap-2">
        {items.map(({ group, successor }) => (
          <li key={group.id} className="flex items-center gap-3 text-ink-2 text-label">
            <ConversationAvatar conversation={group} size="small" />
            <span className="min-w-0 flex-1 break-words">
              {successor
                ? t.rich('passesOn', {
                    group: () => <bdi className="font-medium text-ink">{titleOf(group)}</bdi>,
                    name: () => <bdi className="font-medium text-ink">{nameOf(successor)}</bdi>,
                  })
                : t.rich('dissolved', {
                    group: () => <bdi className="font-medium text-ink">{titleOf(group)}</bdi>,
                  })}
            </span>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button size="small" className="mt-2" busy={fetching} onClick={loadMore}>
          {t('moreGroups')}
        </Button>
      )}
    </section>
  );
}
