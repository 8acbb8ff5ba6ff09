'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { onDemand } from '@/components/on-demand';
import { cn } from '@/components/ui/cn';
import { DropZone } from '@/features/media/components/drop-zone';
import { cancelComposition, chooseFormat, useComposition } from '../../composition';
import { useDraft } from '../../drafts';
import { useEditLast } from '../../edit-target';
import { announceTyping } from '../../typing';
import { TypingLine } from '../typing-line';
import { AttachMenu } from './attach-menu';
import { ComposerBar } from './composer-bar';
import type { ComposerDialog } from './composer-dialogs';
import { ComposerNote, NOTE } from './composer-note';
import { RecorderToCome, SubmitButton, WritingTools } from './composer-tools';
import { EmojiButton } from './emoji-button';
import { FileInputs, type Source } from './file-inputs';
import { HeldNote } from './held-note';
import { MentionList } from './mention-list';
import { useAttaching } from './use-attaching';
import { useFocusOnOpen, useGrowing } from './use-field';
import { useMentions } from './use-mentions';
import { LIMITS, useSending } from './use-sending';

const ComposerDialogs = onDemand(() => import('./composer-dialogs')).component('ComposerDialogs', {
  needed: ({ open }) => open !== null,
});
const Tray = onDemand(() => import('@/features/media/components/tray')).component('Tray');
// What is recorded stands in the history at once: whoever can record can hear, also where the network is lost in between.
const VoiceRecorder = onDemand(async () => {
  const [recorder] = await Promise.all([
    import('@/features/voice/components/voice-recorder'),
    import('@/features/voice/components/voice-message'),
  ]);
  return recorder;
}).component('VoiceRecorder', { meanwhile: RecorderToCome });

type ComposerProps = {
  conversationId: string;
  name: string;
  inGroup: boolean;
};

export function Composer({ conversationId, name, inGroup }: ComposerProps) {
  const t = useTranslations('messages');
  const c = useTranslations('composer');
  const field = useRef<HTMLTextAreaElement>(null);
  const composition = useComposition(conversationId);
  const draft = useDraft(conversationId);
  const [caret, setCaret] = useState(0);
  const [open, setOpen] = useState<ComposerDialog>(null);
  const inputs = useRef<Record<Source, HTMLInputElement | null>>({
    ...{ media: null, file: null, camera: null },
  });
  const attaching = useAttaching(conversationId, field);
  const { text, length, problem, sendable, send, setText } = useSending({
    ...{ conversationId, draft, field, attaching },
  });
  const mentions = useMentions({ conversationId, inGroup, text, caret, field, setText });
  const editLast = useEditLast();
  const markdown = composition.format === 'MARKDOWN';
  const onMarkdown = (on: boolean) => chooseFormat(conversationId, on ? 'MARKDOWN' : 'TEXT');
  const onLater =
    length > 0 && !composition.editing && attaching.tray.length === 0
      ? () => setOpen('later')
      : undefined;
  const over = length > LIMITS[composition.format];
  useGrowing(field, text);
  useFocusOnOpen(field, conversationId, draft.ready, composition);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (mentions.press(event)) return;
    if (event.key === 'Escape' && (composition.replyTo || composition.editing)) {
      event.preventDefault();
      cancelComposition(conversationId);
    } else if (event.key === 'ArrowUp' && text === '' && editLast()) event.preventDefault();
    else if (sends(event)) {
      event.preventDefault();
      send();
    }
  };
  const editing = composition.editing !== null;
  return (
    <>
      {!editing && <DropZone name={name} onFiles={attaching.pick} />}
      <form
        onSubmit={submit}
        className="safe-bottom relative mx-auto w-full max-w-(--measure) shrink-0 px-4 phone:px-2"
      >
        <div className="phone:px-2">
          <TypingLine conversationId={conversationId} inGroup={inGroup} />
        </div>
        <MentionList {...mentions} />
        <HeldNote conversationId={conversationId} />
        <div
          className={cn(
            'relative rounded-sheet border bg-raised transition-colors',
            over
              ? 'border-vermilion focus-within:outline-2 focus-within:outline-vermilion'
              : 'border-line-strong focus-within:border-leaf focus-within:outline-1 focus-within:outline-leaf',
          )}
        >
          <ComposerBar conversationId={conversationId} composition={composition} />
          {!editing && attaching.tray.length > 0 && <Tray conversationId={conversationId} />}
          <div className="flex items-end gap-1 p-1 phone:gap-0">
            <AttachMenu
              disabled={editing}
              onCard={setOpen}
              onSource={(source) => inputs.current[source]?.click()}
              {...{ markdown, onMarkdown }}
              onLater={sendable ? onLater : undefined}
            />
            <EmojiButton field={field} text={text} onText={setText} />
            <textarea
              ref={field}
              rows={1}
              dir="auto"
              value={text}
              disabled={!draft.ready}
              enterKeyHint="enter"
              aria-label={composition.editing ? c('editMessage') : t('writeTo', { name })}
              aria-describedby={NOTE}
              aria-invalid={over || undefined}
              {...mentions.aria}
              placeholder={markdown ? c('writeMarkdown') : t('write')}
              onChange={(event) => {
                setText(event.target.value);
                setCaret(event.target.selectionStart);
                if (event.target.value.trim() && !composition.editing)
                  announceTyping(conversationId);
              }}
              onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
              onKeyDown={press}
              onPaste={editing ? undefined : attaching.paste}
              className="field-sizing-content max-h-[calc(8*1.5em+1rem)] min-h-9 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-1.75 text-body outline-none placeholder:text-ink-2 touch:min-h-11 touch:py-2.5 touch:text-[1rem]"
            />
            <WritingTools {...{ markdown, onMarkdown, onLater, sendable }} editing={editing} />
            {editing || text !== '' || attaching.tray.length > 0 ? (
              <SubmitButton editing={editing} sendable={sendable} />
            ) : (
              <VoiceRecorder conversationId={conversationId} disabled={!draft.ready} />
            )}
          </div>
        </div>
        <ComposerNote
          length={length}
          limit={LIMITS[composition.format]}
          problem={problem}
          markdown={markdown}
        />
        <FileInputs inputs={inputs} onFiles={attaching.pick} />
        <ComposerDialogs
          {...{ conversationId, field, open }}
          onClose={() => setOpen(null)}
          words={text.trim()}
          onTaken={() => setText('')}
        />
      </form>
    </>
  );
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
