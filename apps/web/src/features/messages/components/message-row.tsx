'use client';

import { useLocale, useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import type { ResultOf } from '@/lib/graphql';
import { clockTime, fullTime } from '@/lib/time-format';
import type { TimelineRow } from '../timeline';
import { Bubble } from './bubble';
import { DeliveryTick, type TickState } from './delivery-tick';
import type { MessageRow_message } from './message-row.fragment';
import { DayLine, QuietLine, UnreadLine } from './row-lines';
import { SystemNotice } from './system-notice';
import { UnsentActions, type WaitingMessage } from './unsent-actions';

export type RowMessage = ResultOf<typeof MessageRow_message>;
export type Row = TimelineRow<RowMessage, WaitingMessage>;

type MessageRowProps = {
  row: Row;
  viewerId: string;
  /** Names and pictures are for groups; between two people the side says who spoke. */
  inGroup: boolean;
  tick: TickState | null;
  /** A later message says as much already: the mark shows when one looks at this one. */
  tickRests: boolean;
  now: Date;
};

export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { row, inGroup, now } = props;
  return (
    <div
      className={cn(
        'mx-auto w-full max-w-(--measure) px-4',
        row.startsGroup ? 'pt-3' : 'pt-0.5',
        row.afterQuiet && 'pt-5',
      )}
    >
      {row.newDay && <DayLine at={row.at} now={now} />}
      {row.afterQuiet && !tellsTime(row, inGroup) && <QuietLine at={row.at} />}
      {row.firstUnread && <UnreadLine />}
      <RowBody {...props} />
    </div>
  );
});

/** Where a name stands above the message, the time stands beside it. */
function tellsTime(row: Row, inGroup: boolean): boolean {
  return inGroup && !row.own && !row.notice && row.startsGroup;
}

function RowBody({ row, viewerId, inGroup, tick, tickRests }: MessageRowProps) {
  if (row.message && row.notice) return <SystemNotice message={row.message} viewerId={viewerId} />;
  const text = row.entry ? row.entry.text : textOf(row.message);
  const bubble = (
    <Bubble text={text} own={row.own} startsGroup={row.startsGroup} endsGroup={row.endsGroup} />
  );
  if (row.own) {
    return (
      <OwnRow row={row} tick={tick} tickRests={tickRests}>
        {bubble}
      </OwnRow>
    );
  }
  return (
    <TheirRow row={row} inGroup={inGroup}>
      {bubble}
    </TheirRow>
  );
}

function textOf(message: RowMessage): string {
  return message.content.__typename === 'TextContent' ? message.content.text : '';
}

type OwnRowProps = Pick<MessageRowProps, 'row' | 'tick' | 'tickRests'> & { children: ReactNode };

function OwnRow({ row, tick, tickRests, children }: OwnRowProps) {
  const t = useTranslations('messages');
  return (
    <div className="group/row flex flex-col items-end">
      <div className="flex w-full items-end justify-end gap-2">
        <span className="sr-only">{t('youSaid')}</span>
        <div className="order-2 flex min-w-0 max-w-[78%] phone:max-w-[86%]">{children}</div>
        <div className="order-1 flex items-center gap-1 pb-1">
          <RowTime at={row.at} />
          {tick && (
            <DeliveryTick
              state={tick}
              className={cn(
                tickRests &&
                  'opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100',
              )}
            />
          )}
        </div>
      </div>
      {row.entry?.state === 'failed' && <UnsentActions entry={row.entry} />}
    </div>
  );
}

function TheirRow({ row, inGroup, children }: { row: Row; inGroup: boolean; children: ReactNode }) {
  const t = useTranslations('messages');
  const locale = useLocale();
  const sender = row.message?.sender;
  if (!sender) return null;
  return (
    <div className="group/row flex gap-2.5">
      {inGroup && (
        <div className="w-8 shrink-0">
          {row.startsGroup && <UserAvatar user={sender} size="small" />}
        </div>
      )}
      <div className="flex min-w-0 flex-1 flex-col items-start">
        {tellsTime(row, inGroup) ? (
          <p className="mb-1 flex max-w-full items-baseline gap-2 text-meta">
            <span className="truncate font-medium text-ink-2" dir="auto">
              {sender.nickname}
            </span>
            <time dateTime={row.at.toISOString()} className="tabular shrink-0 text-ink-2">
              {clockTime(row.at, locale)}
            </time>
          </p>
        ) : (
          <span className="sr-only">{t('theySaid', { name: sender.nickname })}</span>
        )}
        <div className="flex w-full items-end gap-2">
          <div className="flex min-w-0 max-w-[78%] phone:max-w-[86%]">{children}</div>
          {!tellsTime(row, inGroup) && (
            <div className="pb-1">
              <RowTime at={row.at} />
            </div>
          )}
        </div>
      </div>
    </div>
  );
}

function RowTime({ at }: { at: Date }) {
  const locale = useLocale();
  return (
    <time
      dateTime={at.toISOString()}
      title={fullTime(at, locale)}
      className="tabular whitespace-nowrap text-ink-2 text-meta opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 phone:hidden"
    >
      {clockTime(at, locale)}
    </time>
  );
}
