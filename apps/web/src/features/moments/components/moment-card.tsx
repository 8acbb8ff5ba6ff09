'use client';

import { useLocale } from 'next-intl';
import { useState } from 'react';
import { LinkCard } from '@/components/link-card';
import { NavLink } from '@/components/navigation';
import { useNow } from '@/components/use-now';
import { useNameOf } from '@/features/contacts/names';
import { openViewer } from '@/features/media/viewing';
import { fullTime, timeAgo } from '@/lib/time-format';
import { useViewerId } from '@/lib/viewer-id';
import type { Comment, Moment } from '../documents';
import { momentPath } from '../paths';
import { shownMedia, viewerItem } from '../shown-media';
import { useMomentActions } from '../use-moment-actions';
import { CommentField } from './comment-field';
import { MediaPicture } from './media-picture';
import { MomentFrame } from './moment-frame';
import { MentionLine, PlaceLine } from './moment-lines';
import { MomentMedia, type Tile } from './moment-media';
import { MomentTalk } from './moment-talk';
import { MomentText } from './moment-text';
import { OwnerTools } from './owner-tools';
import { ReactionCapsule } from './reaction-capsule';

type MomentCardProps = {
  moment: Moment;
  /** Its own page: nothing is folded, and there is always a place to write. */
  whole?: boolean;
  onDeleted?: () => void;
};

type Writing = { replyTo: { id: string; name: string } | null };

/** A post with everything that belongs to it. */
export function MomentCard({ moment, whole = false, onDeleted }: MomentCardProps) {
  const nameOf = useNameOf();
  const viewerId = useViewerId();
  const { like, comment } = useMomentActions();
  const [writing, setWriting] = useState<Writing | null>(whole ? { replyTo: null } : null);
  const reply = ({ id, author }: Comment) => setWriting({ replyTo: { id, name: nameOf(author) } });
  // Of strangers one sees ten posts, and nobody would see what one says to them.
  const mayAnswer = ['SELF', 'FRIEND'].includes(moment.author.relation);
  const { id, text, locationLabel, linkPreview, mentioned } = moment;
  return (
    <MomentFrame author={moment.author}>
      {text && <MomentText id={id} text={text} whole={whole} />}
      <PostedMedia media={moment.attachments} />
      {linkPreview && (
        <div className="mt-2.5">
          <LinkCard {...linkPreview} />
        </div>
      )}
      {locationLabel && <PlaceLine label={locationLabel} />}
      {mentioned.length > 0 && <MentionLine people={mentioned} />}
      <div className="mt-1.5 flex min-h-9 items-center gap-2 text-ink-2 text-meta touch:min-h-11">
        <PostedAt id={id} at={moment.postedAt} />
        {moment.author.id === viewerId && <OwnerTools moment={moment} onDeleted={onDeleted} />}
        <span className="flex-1" />
        {mayAnswer && (
          <ReactionCapsule
            liked={moment.viewerHasLiked}
            onLike={(liked) => void like(id, liked)}
            onComment={() => setWriting({ replyTo: null })}
          />
        )}
      </div>
      <MomentTalk moment={moment} whole={whole} onReply={reply} />
      {mayAnswer && writing && (
        <CommentField
          key={writing.replyTo?.id}
          momentId={id}
          replyTo={writing.replyTo}
          resting={whole && writing.replyTo === null}
          onSend={(words, replyToId) => comment(id, words, replyToId)}
          onClose={() => setWriting(whole ? { replyTo: null } : null)}
        />
      )}
    </MomentFrame>
  );
}

function PostedAt({ id, at }: { id: string; at: string }) {
  const locale = useLocale();
  const now = useNow();
  const date = new Date(at);
  return (
    <NavLink href={momentPath(id)} className="rounded-control hover:underline">
      <time dateTime={at} title={fullTime(date, locale)} className="tabular">
        {timeAgo(date, now, locale)}
      </time>
    </NavLink>
  );
}

function PostedMedia({ media }: { media: Moment['attachments'] }) {
  const shown = shownMedia(media);
  const tiles = shown.map(
    (one): Tile => ({
      id: one.id,
      width: one.width,
      height: one.height,
      durationMs: one.__typename === 'Video' ? one.durationMs : null,
      picture: (large) => <MediaPicture media={one} large={large} />,
    }),
  );
  return (
    <MomentMedia
      tiles={tiles}
      onOpen={(index, from) => openViewer({ items: shown.map(viewerItem), index, from })}
    />
  );
}
