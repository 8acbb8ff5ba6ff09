'use client';

import { ArrowUp, Bell, Camera, PenLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { NavLink, navigate } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import { useViewerId } from '@/lib/viewer-id';
import { hasDraft } from '../draft';
import { useMomentsHead } from '../head';
import { forgetNews, useNews } from '../news';
import { momentsArrived, useUnposted } from '../outbox';
import { albumPath, MOMENT_NOTICES } from '../paths';
import { useFeed, useRefreshFeed } from '../reading';
import { MomentComposer } from './composer/moment-composer';
import { CoverPicture } from './cover-picture';
import { MomentCover } from './moment-cover';
import { MomentList, MomentSkeleton } from './moment-list';
import { MomentsPage } from './moments-page';
import { WaitingCard } from './waiting-card';

/** What my friends show, the latest first. */
export function MomentFeed({ shown }: { shown: boolean }) {
  const t = useTranslations('moments');
  const viewerId = useViewerId() ?? '';
  const scroller = useRef<HTMLDivElement>(null);
  const [composing, setComposing] = useState(false);
  const feed = useFeed();
  const { items } = feed;
  useEffect(() => momentsArrived(new Set(items.map(({ id }) => id))), [items]);
  const toTop = () => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' });
  const write = () => setComposing(true);
  return (
    <MomentsPage
      title={t('title')}
      hidden={!shown}
      scroller={scroller}
      overlay={<NewsPill onShown={toTop} />}
      actions={
        <>
          <NoticesButton />
          <IconButton label={t('write')} side="bottom" onClick={write}>
            <Camera aria-hidden="true" />
          </IconButton>
        </>
      }
    >
      {shown && <FeedTitle />}
      <OwnCover />
      <Waiting onRewrite={write} />
      {items.length === 0 && feed.fetching && !feed.error && <MomentSkeleton />}
      {items.length === 0 && feed.error && (
        <EmptyState title={t('failed')}>{t('failedHint')}</EmptyState>
      )}
      {items.length === 0 && !feed.fetching && !feed.error && (
        <EmptyState
          title={t('nobodyYet')}
          action={
            <Button variant="primary" onClick={write}>
              <PenLine className="size-4.5!" aria-hidden="true" />
              {t('writeFirst')}
            </Button>
          }
        >
          {t('nobodyYetHint')}
        </EmptyState>
      )}
      <MomentList label={t('title')} moments={items} {...feed} />
      <MomentComposer
        accountId={viewerId}
        open={composing}
        onClose={() => {
          setComposing(false);
          toTop();
        }}
      />
    </MomentsPage>
  );
}

function FeedTitle() {
  const t = useTranslations('moments');
  usePageTitle(t('title'));
  return null;
}

function OwnCover() {
  const head = useMomentsHead();
  const t = useTranslations('moments');
  if (!head) return <div className="h-73 phone:h-71" />;
  const { user } = head;
  return (
    <MomentCover
      name={user.nickname}
      line={user.bio}
      picture={user.momentsCover && <CoverPicture image={user.momentsCover} />}
      portrait={
        <NavLink href={albumPath(user.id)} aria-label={t('myAlbum')} className="block rounded-full">
          <UserAvatar user={user} size="huge" />
        </NavLink>
      }
    />
  );
}

/** My posts that are still on their way, the latest first, as they will stand. */
function Waiting({ onRewrite }: { onRewrite: () => void }) {
  const t = useTranslations('moments');
  const viewerId = useViewerId() ?? '';
  const unposted = useUnposted();
  const [drafted, setDrafted] = useState(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again whenever one more waits.
  useEffect(() => {
    void hasDraft(viewerId).then(setDrafted, () => setDrafted(true));
  }, [viewerId, unposted]);
  if (unposted.length === 0) return null;
  return (
    <ol aria-label={t('waiting.title')}>
      {[...unposted].reverse().map((moment) => (
        <li key={moment.clientId} className="border-line border-b phone:px-4">
          <WaitingCard moment={moment} onRewrite={drafted ? null : onRewrite} />
        </li>
      ))}
    </ol>
  );
}

function NoticesButton() {
  const t = useTranslations('moments');
  const unread = useMomentsHead()?.unreadMomentNotices ?? 0;
  return (
    <span className="relative">
      <IconButton
        label={unread > 0 ? t('noticesUnread', { count: unread }) : t('notices')}
        side="bottom"
        onClick={() => navigate(MOMENT_NOTICES)}
      >
        <Bell aria-hidden="true" />
      </IconButton>
      <span aria-hidden="true" className="pointer-events-none">
        <Badge count={unread} label="" className="absolute -end-0.5 top-0 ring-2 ring-paper" />
      </span>
    </span>
  );
}

/** There is more above. Nothing moves before it is asked to. */
function NewsPill({ onShown }: { onShown: () => void }) {
  const t = useTranslations('moments');
  const count = useNews();
  const refresh = useRefreshFeed();
  const [busy, setBusy] = useState(false);
  const show = async () => {
    setBusy(true);
    const done = await refresh();
    setBusy(false);
    if (!done) return;
    forgetNews();
    onShown();
  };
  return (
    <div
      role="status"
      className="pointer-events-none absolute inset-x-0 top-3 z-10 flex justify-center"
    >
      {count > 0 && (
        <Button
          variant="primary"
          busy={busy}
          onClick={() => void show()}
          className="pointer-events-auto animate-arrive rounded-full shadow-float"
        >
          {!busy && <ArrowUp className="size-4!" aria-hidden="true" />}
          <span className="tabular">{t('newPosts', { count })}</span>
        </Button>
      )}
    </div>
  );
}
