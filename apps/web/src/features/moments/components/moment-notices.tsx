'use client';

import { Bell, Heart } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { NavLink } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { useNow } from '@/components/use-now';
import { useReached } from '@/components/use-reached';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import { useNameOf } from '@/features/contacts/names';
import { timeAgo } from '@/lib/time-format';
import { MOMENTS, momentPath } from '../paths';
import type { MomentNotice } from '../queries';
import { useNotices } from '../reading';
import { shownMedia } from '../shown-media';
import { useMomentActions } from '../use-moment-actions';
import { AnyBackButton } from './any-back-button';
import { MediaPicture } from './media-picture';
import { MomentSkeleton } from './moment-list';
import { MomentsPage } from './moments-page';

/** Who liked, who answered, who named me. Seeing them is having read them. */
export function MomentNotices() {
  const t = useTranslations('moments');
  const { items, fetching, hasMore, loadMore } = useNotices();
  const end = useReached(loadMore);
  const fresh = useReadOnSight(items);
  usePageTitle(t('notices'));
  return (
    <MomentsPage
      title={t('notices')}
      leading={<AnyBackButton label={t('back')} fallback={MOMENTS} />}
    >
      {items.length === 0 && fetching && <MomentSkeleton />}
      {items.length === 0 && !fetching && (
        <EmptyState picture={<Bell className="size-8" />} title={t('noNotices')}>
          {t('noNoticesHint')}
        </EmptyState>
      )}
      <ul aria-label={t('notices')} className="flex flex-col gap-1">
        {items.map((notice) => (
          <NoticeRow key={notice.id} notice={notice} fresh={fresh.has(notice.id)} />
        ))}
      </ul>
      {hasMore && <div ref={end} className="h-10" />}
    </MomentsPage>
  );
}

/** Marks what is shown as read, and remembers for this visit what was new. */
function useReadOnSight(items: readonly MomentNotice[]): ReadonlySet<string> {
  const { markRead } = useMomentActions();
  const marked = useRef<string | null>(null);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const unread = items.filter(({ seen }) => !seen).map(({ id }) => id);
    const [newest] = unread;
    if (newest === undefined || marked.current === newest) return;
    marked.current = newest;
    setFresh((before) => new Set([...before, ...unread]));
    void markRead(newest);
  }, [items, markRead]);
  return fresh;
}

function NoticeRow({ notice, fresh }: { notice: MomentNotice; fresh: boolean }) {
  const t = useTranslations('moments');
  const nameOf = useNameOf();
  const locale = useLocale();
  const now = useNow();
  const { actor, moment, comment, noticeKind: kind } = notice;
  const name = nameOf(actor);
  if (!moment) return null;
  return (
    <li>
      <NavLink
        href={momentPath(moment.id)}
        className={cn(
          'flex items-start gap-3 rounded-[10px] px-3 py-3 hover:bg-hover phone:rounded-none phone:px-4',
          fresh && 'bg-leaf-tint',
        )}
      >
        <UserAvatar user={actor} />
        <span className="min-w-0 flex-1">
          <span className="block break-words text-body">
            {t.rich(`noticeOf.${kind}`, {
              name,
              strong: (chunks) => <bdi className="font-semibold">{chunks}</bdi>,
            })}
            {kind === 'LIKED' && (
              <Heart
                className="ms-1.5 inline size-4! fill-vermilion text-vermilion"
                aria-hidden="true"
              />
            )}
          </span>
          {comment && (
            <span dir="auto" className="mt-0.5 line-clamp-3 break-words text-body">
              {comment.text}
            </span>
          )}
          <time dateTime={notice.createdAt} className="tabular mt-0.5 block text-ink-2 text-meta">
            {timeAgo(new Date(notice.createdAt), now, locale)}
          </time>
        </span>
        <Thumbnail moment={moment} />
        {fresh && <span className="sr-only">{t('unreadNotice')}</span>}
      </NavLink>
    </li>
  );
}

/** What it is about: its first picture, or its first words. */
function Thumbnail({
  moment: { attachments, text },
}: {
  moment: NonNullable<MomentNotice['moment']>;
}) {
  const [first] = shownMedia(attachments);
  return (
    <span className="relative block size-14 shrink-0 overflow-hidden rounded-control bg-sunken">
      {first ? (
        <MediaPicture media={first} />
      ) : (
        <span
          dir="auto"
          className="line-clamp-3 break-words p-1 text-[0.6875rem] text-ink-2 leading-4"
        >
          {text}
        </span>
      )}
    </span>
  );
}
