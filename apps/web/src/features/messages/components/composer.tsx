'use client';

import { ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import {
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';
import { useDraft } from '../drafts';
import { enqueueMessage } from '../outbox';
import { codePoints } from '../text-tokens';
import { announceTyping } from '../typing';
import { TypingLine } from './typing-line';

/** What a person may type in one message (the API refuses more). */
const LIMIT = 500;
const NEAR_LIMIT = 60;
const NOTE = 'composer-note';

type ComposerProps = { conversationId: string; name: string; inGroup: boolean };

export function Composer({ conversationId, name, inGroup }: ComposerProps) {
  const t = useTranslations('messages');
  const field = useRef<HTMLTextAreaElement>(null);
  const { draft, length, unstored, sendable, send } = useSending(conversationId, field);
  const over = length > LIMIT;
  useGrowing(field, draft.text);
  useFocusOnOpen(field, conversationId, draft.ready);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  return (
    <form
      onSubmit={submit}
      className="safe-bottom mx-auto w-full max-w-(--measure) shrink-0 px-4 phone:px-2"
    >
      <div className="phone:px-2">
        <TypingLine conversationId={conversationId} inGroup={inGroup} />
      </div>
      <div
        className={cn(
          'flex items-end gap-1 rounded-sheet border bg-raised p-1 transition-colors',
          over
            ? 'border-vermilion focus-within:outline-2 focus-within:outline-vermilion'
            : 'border-line-strong focus-within:border-leaf focus-within:outline-1 focus-within:outline-leaf',
        )}
      >
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={draft.text}
          disabled={!draft.ready}
          enterKeyHint="enter"
          aria-label={t('writeTo', { name })}
          aria-describedby={NOTE}
          aria-invalid={over || undefined}
          placeholder={t('write')}
          onChange={(event) => {
            draft.setText(event.target.value);
            if (event.target.value.trim()) announceTyping(conversationId);
          }}
          onKeyDown={(event) => {
            if (!sends(event)) return;
            event.preventDefault();
            send();
          }}
          className="max-h-[calc(8*1.5em+1rem)] min-h-9 min-w-0 flex-1 resize-none bg-transparent px-2.5 py-1.75 text-body outline-none placeholder:text-ink-2 touch:min-h-11 touch:py-2.5 touch:text-[1rem]"
        />
        <IconButton
          type="submit"
          label={t('send')}
          disabled={!sendable}
          className={cn(
            'rounded-[9px]',
            sendable &&
              'bg-leaf text-on-leaf not-disabled:hover:bg-leaf-strong not-disabled:hover:text-on-leaf',
          )}
        >
          <ArrowUp aria-hidden="true" />
        </IconButton>
      </div>
      <ComposerNote length={length} unstored={unstored} />
    </form>
  );
}

function useSending(conversationId: string, field: RefObject<HTMLTextAreaElement | null>) {
  const draft = useDraft(conversationId);
  const [unstored, setUnstored] = useState(false);
  const text = draft.text.trim();
  const length = codePoints(text);
  const sendable = draft.ready && length > 0 && length <= LIMIT;
  const send = () => {
    if (!sendable) return;
    draft.setText('');
    setUnstored(false);
    field.current?.focus();
    enqueueMessage({ conversationId, text }).catch(() => {
      // The browser could not keep it safe until it is sent (its disk is full, say): back into the field.
      draft.setText(text);
      setUnstored(true);
    });
  };
  return { draft, length, unstored, sendable, send };
}

/** Whether a key press means "send". */
function sends(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey) return false;
  // While an input method composes, Enter chooses a word; Safari reports its end as key code 229.
  if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return false;
  // A touch keyboard's Enter breaks the line, as people expect there; the button sends.
  const touch = window.matchMedia('(pointer: coarse)').matches;
  return !touch || event.ctrlKey || event.metaKey;
}

/** Silent until the limit is near; then it counts down, and past it says what to do. */
function ComposerNote({ length, unstored }: { length: number; unstored: boolean }) {
  const t = useTranslations('messages');
  const left = LIMIT - length;
  const note =
    left < 0
      ? t('overLimit', { limit: LIMIT, over: -left })
      : left <= NEAR_LIMIT && t('nearLimit', { left });
  return (
    <p
      id={NOTE}
      aria-live="polite"
      className={cn(
        'tabular min-h-5 px-1 pt-0.5 text-end text-meta',
        left < 0 || unstored ? 'text-vermilion-ink' : 'text-ink-2',
      )}
    >
      {unstored && left >= 0 ? t('notStored') : note}
    </p>
  );
}

function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows from the text.
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
    area.style.overflowY = area.scrollHeight > area.clientHeight + 1 ? 'auto' : 'hidden';
  }, [field, text]);
}

/** With a keyboard at hand one types at once; on a phone the keyboard would cover what one came to read. */
function useFocusOnOpen(
  field: RefObject<HTMLTextAreaElement | null>,
  conversationId: string,
  ready: boolean,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each conversation that is opened.
  useEffect(() => {
    if (!ready || window.matchMedia('(pointer: coarse)').matches) return;
    const area = field.current;
    area?.focus({ preventScroll: true });
    area?.setSelectionRange(area.value.length, area.value.length);
  }, [field, conversationId, ready]);
}
