'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Copy, Reply, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { MenuItem } from '@/components/ui/menu';
import { useNameOf } from '@/features/contacts/names';
import { LinkedText } from '@/features/messages/components/linked-text';
import { useViewerId } from '@/lib/viewer-id';
import type { Comment } from '../documents';
import { NameLink } from './name-link';

type CommentListProps = {
  comments: readonly Comment[];
  onReply: (comment: Comment) => void;
  onDelete: (comment: Comment) => void;
};

/** What was said about a post. Pressing one answers it; pressing one that can be taken back offers that. */
export function CommentList({ comments, onReply, onDelete }: CommentListProps) {
  const [at, setAt] = useState<{ comment: Comment; anchor: Element } | null>(null);
  const [open, setOpen] = useState(false);
  const viewerId = useViewerId();
  const press = (comment: Comment, anchor: Element) => {
    if (!comment.canDelete) onReply(comment);
    else {
      setAt({ comment, anchor });
      setOpen(true);
    }
  };
  return (
    <>
      <ul className="flex flex-col gap-1">
        {comments.map((comment) => (
          <CommentRow key={comment.id} comment={comment} onPress={press} />
        ))}
      </ul>
      <Base.Root open={open} onOpenChange={setOpen} modal={false}>
        <Base.Portal>
          <Base.Positioner
            anchor={at?.anchor ?? null}
            side="bottom"
            align="start"
            sideOffset={4}
            className="z-50 outline-none"
          >
            <Base.Popup className="min-w-40 origin-(--transform-origin) rounded-sheet bg-raised p-1 text-ink shadow-float outline-none transition-[opacity,scale] data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0">
              {at && (
                <CommentActions
                  comment={at.comment}
                  own={at.comment.author.id === viewerId}
                  onReply={onReply}
                  onDelete={onDelete}
                />
              )}
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
    </>
  );
}

type CommentActionsProps = Pick<CommentListProps, 'onReply' | 'onDelete'> & {
  comment: Comment;
  own: boolean;
};

function CommentActions({ comment, own, onReply, onDelete }: CommentActionsProps) {
  const t = useTranslations('moments');
  return (
    <>
      {!own && (
        <MenuItem onClick={() => onReply(comment)}>
          <Reply aria-hidden="true" />
          {t('reply')}
        </MenuItem>
      )}
      <MenuItem onClick={() => void navigator.clipboard.writeText(comment.text)}>
        <Copy aria-hidden="true" />
        {t('copy')}
      </MenuItem>
      <MenuItem tone="danger" onClick={() => onDelete(comment)}>
        <Trash2 aria-hidden="true" />
        {t('delete')}
      </MenuItem>
    </>
  );
}

type CommentRowProps = {
  comment: Comment;
  onPress: (comment: Comment, anchor: Element) => void;
};

function CommentRow({ comment, onPress }: CommentRowProps) {
  const t = useTranslations('moments');
  const nameOf = useNameOf();
  const { author, answeredUser } = comment;
  const name = nameOf(author);
  const act = (event: KeyboardEvent<HTMLElement>) => {
    // An address in it is followed.
    if (event.target !== event.currentTarget) return;
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onPress(comment, event.currentTarget);
  };
  return (
    <li className="min-w-0 break-words text-label [overflow-wrap:anywhere]">
      {answeredUser
        ? t.rich('commentReplyHead', {
            name,
            to: nameOf(answeredUser),
            author: (chunks) => <NameLink id={author.id}>{chunks}</NameLink>,
            other: (chunks) => <NameLink id={answeredUser.id}>{chunks}</NameLink>,
          })
        : t.rich('commentHead', {
            name,
            author: (chunks) => <NameLink id={author.id}>{chunks}</NameLink>,
          })}
      {/* biome-ignore lint/a11y/useSemanticElements: a button is a block, and these words run on from the name. */}
      <span
        role="button"
        tabIndex={0}
        aria-label={t('commentAction', { name, text: comment.text })}
        dir="auto"
        className="-mx-0.5 cursor-pointer whitespace-pre-wrap rounded-control px-0.5 hover:bg-hover touch:py-1"
        onClick={(event) => onPress(comment, event.currentTarget)}
        onKeyDown={act}
      >
        <LinkedText text={comment.text} onFollow={(event) => event.stopPropagation()} />
      </span>
    </li>
  );
}
