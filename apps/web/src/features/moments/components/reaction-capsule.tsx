'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Ellipsis, Heart, MessageCircle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/cn';

type ReactionCapsuleProps = {
  liked: boolean;
  onLike: (liked: boolean) => void;
  onComment: () => void;
};

const ITEM =
  'flex h-10 cursor-default select-none items-center gap-2 rounded-control px-4 font-medium text-label outline-none data-highlighted:bg-hover touch:h-11 [&_.lucide]:size-4.5';

/** What one does with a post most: two steps away, so that a thumb that scrolls likes nothing by mistake. */
export function ReactionCapsule({ liked, onLike, onComment }: ReactionCapsuleProps) {
  const t = useTranslations('moments');
  return (
    <Base.Root modal={false}>
      <Base.Trigger
        aria-label={t('react')}
        className="inline-flex h-7 w-9 shrink-0 items-center justify-center rounded-control bg-surface text-ink-2 transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink touch:h-10 touch:w-11"
      >
        <Ellipsis className="size-4.5" aria-hidden="true" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner side="left" align="center" sideOffset={8} className="z-50 outline-none">
          <Base.Popup className="flex origin-(--transform-origin) rounded-sheet bg-raised p-1 text-ink shadow-float outline-none transition-[opacity,scale] data-ending-style:scale-x-95 data-ending-style:opacity-0 data-starting-style:scale-x-95 data-starting-style:opacity-0">
            <Base.Item className={ITEM} onClick={() => onLike(!liked)}>
              <Heart className={cn(liked && 'fill-vermilion text-vermilion')} aria-hidden="true" />
              {liked ? t('unlike') : t('like')}
            </Base.Item>
            <span aria-hidden="true" className="my-2 w-px bg-line" />
            <Base.Item className={ITEM} onClick={onComment}>
              <MessageCircle aria-hidden="true" />
              {t('comment')}
            </Base.Item>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
