'use client';

import { useTranslations } from 'next-intl';
import { memo, type ReactNode, useId, useMemo } from 'react';
import { CheckboxMark } from '@/components/ui/checkbox-mark';
import { cn } from '@/components/ui/cn';
import { PRESSABLE } from '@/components/use-press-menu';
import { isUnheard } from '@/features/voice/heard';
import { entryContent } from '../entry-content';
import type { Row } from '../row';
import { toggleSelected } from '../selection';
import { GoneLine } from './content/gone-line';
import { Quote } from './content/quote';
import { SaidBody } from './content/said-body';
import type { TickState } from './delivery-tick';
import { LinkPreview } from './link-preview';
import { DayLine, QuietLine, UnreadLine } from './row-lines';
import { OwnSide, TheirSide, tellsTime } from './row-sides';
import { SystemNotice } from './system-notice';
import { useRowMenu } from './use-row-menu';

export type MessageRowProps = {
  row: Row;
  viewerId: string;
  /** Names and pictures are for groups; between two people the side says who spoke. */
  inGroup: boolean;
  tick: TickState | null;
  /** A later message says as much already: the mark shows when one looks at this one. */
  tickRests: boolean;
  now: Date;
  /** Somebody has just jumped here. */
  found: boolean;
  /** Whether it is chosen, while messages are being chosen; otherwise null. */
  selected: boolean | null;
  /** Goes to another message of the conversation. */
  onJump: (seq: number) => void;
  /** Puts what was recalled back into the composer. */
  onEditAgain: (text: string) => void;
};

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { row, inGroup, now, found, selected } = props;
  const id = useId();
  const menu = useRowMenu(row.message);
  return (
    <article
      id={id}
      // Who has come to it with the keyboard hears all of it.
      aria-labelledby={id}
      data-row={row.key}
      data-message-id={row.message?.id}
      tabIndex={-1}
      {...menu}
      className={cn(
        PRESSABLE,
        '-outline-offset-2 mx-auto w-full max-w-(--measure) px-4 transition-colors duration-700',
        row.startsGroup ? 'pt-3' : row.edged ? 'pt-1.5' : 'pt-0.5',
        row.afterQuiet && 'pt-5',
        found && 'bg-leaf-tint duration-0',
      )}
    >
      {row.newDay && <DayLine at={row.at} now={now} />}
      {row.afterQuiet && !tellsTime(row, inGroup) && <QuietLine at={row.at} />}
      {row.firstUnread && <UnreadLine />}
      {selected === null || !row.message ? (
        <RowBody {...props} />
      ) : (
        <SelectableRow id={row.message.id} selected={selected}>
          <RowBody {...props} />
        </SelectableRow>
      )}
    </article>
  );
});

type SelectableRowProps = { id: string; selected: boolean; children: ReactNode };

/** While messages are being chosen, pressing one anywhere chooses it. */
function SelectableRow({ id, selected, children }: SelectableRowProps) {
  const t = useTranslations('menu');
  return (
    <div className="relative flex items-center gap-3">
      <CheckboxMark checked={selected} />
      <div data-choosing className="pointer-events-none min-w-0 flex-1">
        {children}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: the whole row is the box. */}
      <button
        type="button"
        role="checkbox"
        aria-checked={selected}
        aria-label={t('selectThis')}
        onClick={() => toggleSelected(id)}
        className="absolute inset-0"
      />
    </div>
  );
}

function RowBody(props: MessageRowProps) {
  const { row, viewerId, inGroup, tick, tickRests, onEditAgain } = props;
  const content = row.message?.content;
  if (content?.__typename === 'RecalledContent' || content?.__typename === 'DeletedContent')
    return <GoneLine messageId={row.message?.id ?? ''} {...{ content, onEditAgain }} />;
  if (row.message && row.notice) return <SystemNotice message={row.message} viewerId={viewerId} />;
  const said = <Said {...props} />;
  if (row.own) return <OwnSide {...{ row, tick, tickRests }}>{said}</OwnSide>;
  return <TheirSide {...{ row, inGroup }}>{said}</TheirSide>;
}

const unmentioned: never[] = [];

/** What waits is drawn by the same as what was sent: when it becomes that, nothing is drawn anew. */
function Said({ row, viewerId, onJump }: MessageRowProps) {
  const { message, entry } = row;
  const content = useMemo(
    () => message?.content ?? (entry && entryContent(entry)),
    [message, entry],
  );
  if (!content) return null;
  const { mentions = unmentioned, replyTo, linkPreview } = message ?? {};
  return (
    <SaidBody
      {...{ id: message?.id, content, mentions }}
      place={{
        clientId: row.own ? row.key : undefined,
        ...(message && { unheard: isUnheard(message, viewerId) }),
        unsent: entry && (entry.state === 'failed' ? 'failed' : 'waiting'),
      }}
      own={row.own}
      startsGroup={row.startsGroup}
      endsGroup={row.endsGroup}
      quote={replyTo && <Quote quoted={replyTo} onOpen={onJump} />}
      preview={linkPreview && <LinkPreview preview={linkPreview} />}
    />
  );
}
