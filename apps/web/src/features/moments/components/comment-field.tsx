'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmojiButton } from '@/features/messages/components/composer/emoji-button';
import { codePoints } from '@/features/messages/text-tokens';
import { useCommentDraft } from '../comment-drafts';
import { useMomentLimits } from '../reading';

type CommentFieldProps = {
  momentId: string;
  /** Whom it answers; null for a comment on the post itself. */
  replyTo: { id: string; name: string } | null;
  /** It is always there, and takes the focus when it is asked to. */
  resting?: boolean;
  /** What went wrong, in words; null when it was taken. */
  onSend: (text: string, replyToId: string | null) => Promise<string | null>;
  onClose: () => void;
};

/** Where a comment is written, below what it is about. */
export function CommentField({
  momentId,
  replyTo,
  resting = false,
  onSend,
  onClose,
}: CommentFieldProps) {
  const t = useTranslations('moments');
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useCommentDraft(momentId, replyTo?.id ?? null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { commentCharacters: limit } = useMomentLimits();
  const over = codePoints(text.trim()) > limit;
  const label = replyTo ? t('replyTo', { name: replyTo.name }) : t('writeComment');

  useEffect(() => {
    if (resting) return;
    // The menu that it was chosen from gives the focus back first.
    const timer = setTimeout(() => {
      field.current?.focus({ preventScroll: true });
      field.current?.scrollIntoView({ block: 'nearest' });
    }, 60);
    return () => clearTimeout(timer);
  }, [resting]);

  const send = async () => {
    if (!text.trim() || over || busy) return;
    setBusy(true);
    const wrong = await onSend(text.trim(), replyTo?.id ?? null);
    setBusy(false);
    setProblem(wrong);
    if (wrong !== null) return;
    setText('');
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
    const touch = window.matchMedia('(pointer: coarse)').matches;
    if (event.key === 'Enter' && !event.shiftKey && !touch) {
      event.preventDefault();
      void send();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
  };
  return (
    <form onSubmit={submit} className="mt-2">
      <div
        className={cn(
          'flex items-end gap-1 rounded-[8px] border bg-raised p-1',
          over
            ? 'border-vermilion'
            : 'border-line-strong focus-within:border-leaf focus-within:outline-1 focus-within:outline-leaf',
        )}
      >
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          aria-label={label}
          aria-invalid={over || undefined}
          placeholder={label}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={press}
          className="field-sizing-content max-h-32 min-h-8 min-w-0 flex-1 resize-none bg-transparent px-2 py-1.5 text-label outline-none placeholder:text-ink-2 touch:min-h-11 touch:py-2.5 touch:text-[1rem]"
        />
        <EmojiButton field={field} text={text} onText={setText} />
        <Button
          type="submit"
          variant="primary"
          size="small"
          className="h-9"
          busy={busy}
          disabled={!text.trim() || over}
        >
          {t('send')}
        </Button>
      </div>
      {(problem || over) && (
        <p role="alert" className="mt-1 text-meta text-vermilion-ink">
          {problem ?? t('tooLong', { limit })}
        </p>
      )}
    </form>
  );
}
