'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { NavLink } from '@/components/navigation';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useReached } from '@/components/use-reached';
import type { Comment, Moment } from '../documents';
import { momentPath } from '../paths';
import { useComments, useShownLikes } from '../reading';
import { useMomentActions } from '../use-moment-actions';
import { CommentList } from './comment-list';
import { LikesLine } from './likes-line';

type MomentTalkProps = {
  moment: Moment;
  whole: boolean;
  onReply: (comment: Comment) => void;
};

/** Who likes a post and what was said about it, as far as the viewer may know. */
export function MomentTalk({ moment, whole, onReply }: MomentTalkProps) {
  const t = useTranslations('moments');
  const [deleting, setDeleting] = useState<Comment | null>(null);
  const { id, commentCount } = moment;
  const likes = useShownLikes(moment);
  const first = moment.comments.edges.map(({ node }) => node);
  if (likes.count === 0 && first.length === 0) return null;
  const hands = { onReply, onDelete: setDeleting };
  return (
    <section
      aria-label={t('talk')}
      className="mt-1 divide-y divide-line rounded-[8px] bg-surface *:px-3 *:py-2"
    >
      {likes.count > 0 && <LikesLine {...likes} />}
      {first.length > 0 && whole && <AllComments id={id} first={first} {...hands} />}
      {first.length > 0 && !whole && (
        <div>
          <CommentList comments={first} {...hands} />
          {commentCount > first.length && (
            <NavLink
              href={momentPath(id)}
              className="mt-1 inline-flex items-center rounded-control text-label text-leaf-ink hover:underline touch:min-h-10"
            >
              {t('allComments', { count: commentCount })}
            </NavLink>
          )}
        </div>
      )}
      <DeleteComment comment={deleting} onClose={() => setDeleting(null)} />
    </section>
  );
}

type AllCommentsProps = {
  id: string;
  /** Those that are known at once. */
  first: readonly Comment[];
  onReply: (comment: Comment) => void;
  onDelete: (comment: Comment) => void;
};

function AllComments({ id, first, ...hands }: AllCommentsProps) {
  const { items, hasMore, loadMore } = useComments(id);
  const end = useReached(loadMore);
  return (
    <div>
      <CommentList comments={items.length > 0 ? items : first} {...hands} />
      {hasMore && <div ref={end} className="h-8" />}
    </div>
  );
}

type DeleteCommentProps = { comment: Comment | null; onClose: () => void };

function DeleteComment({ comment, onClose }: DeleteCommentProps) {
  const t = useTranslations('moments');
  const common = useTranslations('common');
  const { deleteComment } = useMomentActions();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async () => {
    if (!comment) return;
    setBusy(true);
    const wrong = await deleteComment(comment.id);
    setBusy(false);
    setProblem(wrong);
    if (wrong === null) close();
  };
  return (
    <ConfirmDialog
      open={comment !== null}
      onOpenChange={(open) => {
        if (!open) close();
      }}
      title={t('deleteComment.title')}
      description={t('deleteComment.body')}
      confirmLabel={t('delete')}
      cancelLabel={common('cancel')}
      busy={busy}
      error={problem}
      onConfirm={() => void confirm()}
    />
  );
}
