'use client';

import { Check, ImagePlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useRef } from 'react';
import { useQuery } from 'urql';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { smallerForm } from '@/features/media/addresses';
import { Picture } from '@/features/media/components/picture';
import { usePortraitRefusal } from '@/features/media/use-portrait-refusal';
import { useChoosing } from '../choosing';
import type { Pattern, ShownBackground } from '../documents';
import { GeneralBackgroundQuery } from '../queries';
import { PatternFill } from './pattern';

const PATTERNS = ['PAPER', 'LEAVES', 'WAVES', 'MOUNTAINS', 'BAMBOO'] as const satisfies Pattern[];

type BackgroundDialogProps = {
  /** Null: all conversations that have nothing of their own. */
  conversationId: string | null;
  /** What was chosen here; null: nothing. */
  chosen: ShownBackground | null;
  onClose: () => void;
};

/** What may lie behind messages, each as it will look; choosing one puts it there at once. */
export function BackgroundDialog({ conversationId, chosen, onClose }: BackgroundDialogProps) {
  const t = useTranslations('backgrounds');
  const common = useTranslations('common');
  const refusalText = usePortraitRefusal();
  const { choose, bring, share, refusal } = useChoosing(conversationId);
  const [{ data }] = useQuery({ query: GeneralBackgroundQuery, pause: conversationId === null });
  const general = data?.viewer.background ?? null;
  const nothing = conversationId ? general : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={conversationId ? t('title') : t('titleAll')}
      description={conversationId ? t('hint') : t('hintAll')}
      closeLabel={common('close')}
      className="max-w-130"
    >
      <div className="flex flex-col gap-4">
        {refusal && <Notice tone="error">{refusalText(refusal)}</Notice>}
        {/* biome-ignore lint/a11y/useSemanticElements: not a form; each is chosen by pressing it. */}
        <div
          role="group"
          aria-label={t('choices')}
          className="grid grid-cols-4 gap-x-3 gap-y-4 phone:grid-cols-3"
        >
          <Tile
            label={conversationId ? t('general') : t('patterns.PLAIN')}
            chosen={chosen === null}
            onClick={() => void choose(null)}
          >
            <Shown background={nothing} />
          </Tile>
          {conversationId && (
            <Tile
              label={t('patterns.PLAIN')}
              chosen={chosen?.pattern === 'PLAIN'}
              onClick={() => void choose({ pattern: 'PLAIN' })}
            />
          )}
          {PATTERNS.map((pattern) => (
            <Tile
              key={pattern}
              label={t(`patterns.${pattern}`)}
              chosen={chosen?.pattern === pattern}
              onClick={() => void choose({ pattern })}
            >
              <PatternFill pattern={pattern} scale={0.5} />
            </Tile>
          ))}
          <PictureTile chosen={chosen} share={share} onPick={(file) => void bring(file)} />
        </div>
      </div>
    </Dialog>
  );
}

function Shown({ background }: { background: ShownBackground | null }) {
  if (background?.image)
    return (
      <Picture
        src={smallerForm(background.image.url, 'thumbnail')}
        alt=""
        placeholder={background.image.placeholder}
        className="absolute inset-0"
      />
    );
  return background?.pattern ? <PatternFill pattern={background.pattern} scale={0.5} /> : null;
}

type PictureTileProps = {
  chosen: ShownBackground | null;
  share: number | null;
  onPick: (file: File) => void;
};

/** One’s own picture: the one that lies there, and the way to another. */
function PictureTile({ chosen, share, onPick }: PictureTileProps) {
  const t = useTranslations('backgrounds');
  const input = useRef<HTMLInputElement>(null);
  const image = chosen?.image;
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('choose')}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onPick(file);
          currentTarget.value = '';
        }}
      />
      <Tile
        label={image ? t('another') : t('choose')}
        chosen={Boolean(image)}
        onClick={() => input.current?.click()}
        leads
      >
        {image && <Shown background={chosen} />}
        {share === null ? (
          !image && (
            <span className="absolute inset-0 flex items-center justify-center text-ink-2">
              <ImagePlus aria-hidden="true" />
            </span>
          )
        ) : (
          <progress
            aria-label={t('saving')}
            max={1}
            value={share}
            className="absolute inset-x-2 bottom-2 h-1 w-auto appearance-none overflow-hidden rounded-full bg-sunken [&::-moz-progress-bar]:bg-leaf [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-leaf [&::-webkit-progress-value]:transition-[width]"
          />
        )}
      </Tile>
    </>
  );
}

type TileProps = {
  label: string;
  chosen: boolean;
  onClick: () => void;
  /** Pressing it asks for more before anything is chosen. */
  leads?: boolean;
  children?: ReactNode;
};

function Tile({ label, chosen, onClick, leads = false, children }: TileProps) {
  return (
    <button
      type="button"
      {...(!leads && { 'aria-pressed': chosen })}
      onClick={onClick}
      className="group flex min-w-0 flex-col gap-1.5 rounded-sheet text-center text-label outline-offset-4"
    >
      <span
        className={cn(
          'relative block aspect-3/4 w-full overflow-hidden rounded-sheet bg-paper',
          chosen
            ? 'outline-2 outline-leaf'
            : 'outline-1 outline-line group-hover:outline-line-strong',
        )}
      >
        {children}
        {!leads && <Words />}
        {chosen && (
          <span className="absolute end-1.5 top-1.5 flex size-5 items-center justify-center rounded-full bg-leaf text-on-leaf">
            <Check className="size-3.5" strokeWidth={2.5} aria-hidden="true" />
          </span>
        )}
      </span>
      <span className={cn('break-words leading-tight', chosen ? 'text-ink' : 'text-ink-2')}>
        {label}
      </span>
    </button>
  );
}

/** Two bubbles, for the look of it. */
function Words() {
  return (
    <span aria-hidden="true" className="absolute inset-x-2 bottom-2 flex flex-col gap-1">
      <span className="h-3 w-3/5 rounded-full bg-bubble" />
      <span className="h-3 w-1/2 self-end rounded-full bg-bubble-own" />
    </span>
  );
}
