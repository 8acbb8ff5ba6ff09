'use client';

import { ImagePlus, Images } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { NavLink } from '@/components/navigation';
import { usePageTitle } from '@/components/page-title';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { useNow } from '@/components/use-now';
import { useReached } from '@/components/use-reached';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import { useNameOf } from '@/features/contacts/names';
import { personPath } from '@/features/contacts/paths';
import { useViewerId } from '@/lib/viewer-id';
import { albumMonths } from '../album-days';
import { changeCover } from '../cover';
import type { Moment } from '../documents';
import { MOMENTS } from '../paths';
import { type AlbumOwner, useAlbum, useAlbumOwner } from '../reading';
import { useMomentRefusal } from '../use-moment-refusal';
import { AlbumRow, dayLabel, monthTitle } from './album-row';
import { AnyBackButton } from './any-back-button';
import { CoverPicture } from './cover-picture';
import { MomentCover } from './moment-cover';
import { MomentSkeleton } from './moment-list';
import { MomentsPage } from './moments-page';

/** What one person shows, by day and month. */
export function MomentAlbum({ userId }: { userId: string }) {
  const t = useTranslations('moments');
  const nameOf = useNameOf();
  const viewerId = useViewerId();
  const own = userId === viewerId;
  const { owner, waiting } = useAlbumOwner(userId);
  const album = useAlbum(userId);
  const name = owner ? nameOf(owner) : '';
  const title = own ? t('myAlbum') : t('albumOf', { name });
  usePageTitle(owner ? title : t('title'));
  if (!owner && !waiting)
    return (
      <MomentsPage
        title={t('title')}
        leading={<AnyBackButton label={t('back')} fallback={MOMENTS} />}
      >
        <EmptyState picture={<Images className="size-8" />} title={t('albumMissing')} />
      </MomentsPage>
    );
  return (
    <MomentsPage
      title={owner ? title : ''}
      leading={<AnyBackButton label={t('back')} fallback={MOMENTS} />}
    >
      {owner ? <AlbumHead owner={owner} name={name} own={own} /> : <div className="h-73" />}
      <AlbumPosts {...album} />
      {album.items.length === 0 && !album.fetching && (
        <EmptyState
          picture={<Images className="size-8" />}
          title={own ? t('albumEmptyOwn') : t('albumEmpty', { name })}
        />
      )}
      {owner && !album.hasMore && !album.fetching && <AlbumEnd owner={owner} own={own} />}
    </MomentsPage>
  );
}

type AlbumPostsProps = Pick<
  ReturnType<typeof useAlbum>,
  'items' | 'hasMore' | 'loadMore' | 'fetching'
>;

function AlbumPosts({ items, hasMore, loadMore, fetching }: AlbumPostsProps) {
  const locale = useLocale();
  const now = useNow();
  const end = useReached(loadMore);
  return (
    <div className="phone:px-4">
      {albumMonths<Moment>(items).map((month) => (
        <section key={month.at.toISOString()} aria-label={monthTitle(month.at, locale)}>
          <h3 className="pt-8 pb-2 font-semibold text-ink-2 text-label">
            {monthTitle(month.at, locale)}
          </h3>
          {month.days.map((day) => (
            <div key={day.at.toISOString()} className="flex gap-3 py-2">
              <p className="w-14 shrink-0 pt-1">{dayLabel(day.at, now, locale)}</p>
              <ul className="flex min-w-0 flex-1 flex-col gap-2">
                {day.posts.map((post) => (
                  <AlbumRow key={post.id} moment={post} />
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
      {(hasMore || (fetching && items.length === 0)) && (
        <div ref={end}>
          <MomentSkeleton />
        </div>
      )}
    </div>
  );
}

type AlbumHeadProps = { owner: AlbumOwner; name: string; own: boolean };

function AlbumHead({ owner, name, own }: AlbumHeadProps) {
  return (
    <MomentCover
      name={name}
      line={owner.bio}
      picture={owner.momentsCover && <CoverPicture image={owner.momentsCover} />}
      actions={own && <ChangeCover />}
      portrait={
        <NavLink href={personPath(owner.id)} aria-label={name} className="block rounded-full">
          <UserAvatar user={owner} size="huge" />
        </NavLink>
      }
    />
  );
}

function ChangeCover() {
  const t = useTranslations('moments');
  const client = useClient();
  const refusal = useMomentRefusal();
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    const outcome = await changeCover(client, file);
    setBusy(false);
    setProblem(outcome.ok ? null : refusal(outcome));
  };
  return (
    <div className="flex max-w-80 items-end gap-2">
      <IconButton
        label={t('changeCover')}
        aria-busy={busy || undefined}
        className="rounded-full bg-veil text-on-veil not-disabled:hover:bg-veil not-disabled:hover:text-on-veil"
        onClick={() => picker.current?.click()}
      >
        {busy ? <Spinner /> : <ImagePlus aria-hidden="true" />}
      </IconButton>
      {problem && <Notice tone="error">{problem}</Notice>}
      <input
        ref={picker}
        hidden
        type="file"
        accept="image/jpeg,image/png,image/webp"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </div>
  );
}

/** Where the album ends, and why, if it is not because nothing is older. */
function AlbumEnd({ owner, own }: { owner: AlbumOwner; own: boolean }) {
  const t = useTranslations('moments');
  const { momentsWindow } = owner;
  if (momentsWindow === null || momentsWindow === 'ALL') return null;
  return (
    <p className="mt-8 flex items-center gap-3 text-ink-2 text-meta before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line phone:px-4">
      {own ? t(`windowOwn.${momentsWindow}`) : t(`window.${momentsWindow}`)}
    </p>
  );
}
