'use client';

import { AtSign, ChevronRight, MapPin } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { EmojiButton } from '@/features/messages/components/composer/emoji-button';
import { codePoints } from '@/features/messages/text-tokens';
import { useMomentDraft } from '../../draft';
import { enqueueMoment } from '../../outbox';
import { useMomentLimits } from '../../reading';
import { VISIBILITY_ICONS } from '../visibility-icons';
import { AudienceDialog } from './audience-dialog';
import { FileTray } from './file-tray';
import { MentionDialog } from './mention-dialog';
import { OpenDialog } from './open-dialog';
import { useAttaching } from './use-attaching';

/** So many characters before the end one is told how many are left. */
const NEAR_END = 200;

const PICTURES = 'image/jpeg,image/png,image/gif,image/webp,video/mp4,video/webm,video/quicktime';

type MomentComposerProps = { accountId: string; open: boolean; onClose: () => void };

/** Where a post is written. Closing it keeps what was written. */
export function MomentComposer({ open, ...rest }: MomentComposerProps) {
  return open ? <OpenComposer {...rest} /> : null;
}

function OpenComposer({ accountId, onClose }: Omit<MomentComposerProps, 'open'>) {
  const t = useTranslations('moments.compose');
  const { draft, change, changeFiles, clear } = useMomentDraft(accountId);
  const limits = useMomentLimits();
  const { attach, preparing, problem, full } = useAttaching(
    draft.files,
    changeFiles,
    limits.pictures,
  );
  const [failed, setFailed] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const length = codePoints(draft.text.trim());
  const over = length > limits.characters;
  const empty = length === 0 && draft.files.length === 0;
  const post = async () => {
    if (empty || over || preparing > 0) return;
    const { text, location, mentioned, audience, files } = draft;
    try {
      await enqueueMoment({ text, location, mentioned, audience }, files);
    } catch {
      setFailed(true);
      return;
    }
    clear();
    onClose();
  };
  return (
    <OpenDialog
      onClose={onClose}
      title={t('title')}
      className="max-w-120"
      footer={
        <>
          {!(empty && draft.location === '') && (
            <Button variant="quiet" className="-ms-4 me-auto phone:ms-0" onClick={clear}>
              {t('clear')}
            </Button>
          )}
          <Button
            variant="primary"
            disabled={empty || over || preparing > 0 || !draft.ready}
            onClick={() => void post()}
          >
            {t('post')}
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: files are dropped and pasted; there is a button for them as well. */}
      <div
        onDragOver={(event) => {
          if (event.dataTransfer.types.includes('Files')) event.preventDefault();
        }}
        onDrop={(event) => {
          if (event.dataTransfer.files.length === 0) return;
          event.preventDefault();
          void attach([...event.dataTransfer.files]);
        }}
        onPaste={(event) => {
          if (event.clipboardData.files.length === 0) return;
          event.preventDefault();
          void attach([...event.clipboardData.files]);
        }}
      >
        <textarea
          ref={field}
          dir="auto"
          rows={4}
          value={draft.text}
          aria-label={t('text')}
          aria-invalid={over || undefined}
          placeholder={t('text')}
          onChange={(event) => change({ text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void post();
          }}
          className="field-sizing-content max-h-72 min-h-28 w-full resize-none bg-transparent text-body outline-none placeholder:text-ink-2 touch:text-[1rem]"
        />
        <div className="-ms-2 mb-3 flex items-center">
          <EmojiButton field={field} text={draft.text} onText={(text) => change({ text })} />
          {length > limits.characters - NEAR_END && (
            <span
              className={
                over
                  ? 'tabular ms-auto text-meta text-vermilion-ink'
                  : 'tabular ms-auto text-ink-2 text-meta'
              }
            >
              {t('count', { count: length, most: limits.characters })}
            </span>
          )}
        </div>
        <FileTray
          files={draft.files}
          onFiles={changeFiles}
          onAdd={full ? null : () => picker.current?.click()}
          most={limits.pictures}
          preparing={preparing}
        />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          accept={PICTURES}
          onChange={(event) => {
            void attach([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      </div>
      {problem && (
        <Notice tone="error" className="mt-3">
          {problem}
        </Notice>
      )}
      {(failed || draft.unkept) && (
        <Notice tone={failed ? 'error' : 'info'} className="mt-3">
          {failed ? t('notStored') : t('unkept')}
        </Notice>
      )}
      <ComposerRows draft={draft} change={change} />
    </OpenDialog>
  );
}

type ComposerRowsProps = Pick<ReturnType<typeof useMomentDraft>, 'draft' | 'change'>;

/** Where, with whom, for whom. */
function ComposerRows({ draft, change }: ComposerRowsProps) {
  const t = useTranslations('moments.compose');
  const a = useTranslations('moments.audience');
  const [open, setOpen] = useState<'audience' | 'mention' | null>(null);
  const { audience, mentioned, location } = draft;
  const { locationCharacters: most } = useMomentLimits();
  const VisibilityIcon = VISIBILITY_ICONS[audience.visibility];
  return (
    <div className="mt-5 border-line border-t">
      <label className="flex min-h-12 items-center gap-3 border-line border-b">
        <MapPin className="text-ink-2" aria-hidden="true" />
        <input
          dir="auto"
          value={location}
          maxLength={Number.isFinite(most) ? most : undefined}
          aria-label={t('location')}
          placeholder={t('location')}
          onChange={(event) => change({ location: event.target.value })}
          className="h-11 min-w-0 flex-1 bg-transparent text-body outline-none placeholder:text-ink touch:text-[1rem]"
        />
      </label>
      <ComposerRow
        icon={<AtSign className="text-ink-2" aria-hidden="true" />}
        label={t('mention')}
        value={mentioned.length > 0 ? t('mentioned', { count: mentioned.length }) : null}
        onPress={() => setOpen('mention')}
      />
      <ComposerRow
        icon={<VisibilityIcon className="text-ink-2" aria-hidden="true" />}
        label={t('audience')}
        value={a(`names.${audience.visibility}`)}
        onPress={() => setOpen('audience')}
      />
      <AudienceDialog
        open={open === 'audience'}
        audience={audience}
        onChosen={async (chosen) => {
          change({ audience: chosen });
          return null;
        }}
        onClose={() => setOpen(null)}
      />
      <MentionDialog
        open={open === 'mention'}
        mentioned={mentioned}
        onChosen={(userIds) => change({ mentioned: userIds })}
        onClose={() => setOpen(null)}
      />
    </div>
  );
}

type ComposerRowProps = {
  icon: ReactNode;
  label: string;
  value: string | null;
  onPress: () => void;
};

function ComposerRow({ icon, label, value, onPress }: ComposerRowProps) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="flex min-h-12 w-full items-center gap-3 border-line border-b text-start text-body last:border-b-0 hover:bg-hover"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {value && <span className="min-w-0 max-w-1/2 truncate text-ink-2 text-label">{value}</span>}
      <ChevronRight className="size-4.5! text-ink-3 rtl:rotate-180" aria-hidden="true" />
    </button>
  );
}
