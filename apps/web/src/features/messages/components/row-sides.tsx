'use client';

import { Forward, MoreHorizontal, Pin, ShieldOff } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { UserAvatar } from '@/features/accounts/components/user-avatar';
import { clockTime, fullTime } from '@/lib/time-format';
import type { Row, RowMessage } from '../row';
import { useSenderName } from '../sender-name';
import { useShowVersions } from '../version-showing';
import { DeliveryTick, type TickState } from './delivery-tick';
import { useMessageMenu } from './menu/message-menu';
import { ReactionChips } from './reaction-chips';
import { UnsentActions } from './unsent-actions';

/** Where a name stands above the message, the time stands beside it. */
export function tellsTime(row: Row, inGroup: boolean): boolean {
  return inGroup && !row.own && !row.notice && row.startsGroup;
}

type OwnSideProps = {
  row: Row;
  tick: TickState | null;
  tickRests: boolean;
  children: ReactNode;
};

/** What I said, on my side, with how far it has come. */
export function OwnSide({ row, tick, tickRests, children }: OwnSideProps) {
  const t = useTranslations('messages');
  return (
    <div className="group/row flex flex-col items-end">
      <div className="flex w-full items-end justify-end gap-2">
        <span className="sr-only">{t('youSaid')}</span>
        <div
          data-said
          className="order-2 flex min-w-0 max-w-[78%] flex-col items-end phone:max-w-[86%]"
        >
          {children}
        </div>
        <div className="order-1 flex items-center gap-1 pb-1">
          {row.message && <MenuButton message={row.message} />}
          <RowTime at={row.at} />
          <Marks message={row.message} />
          {tick && (
            <DeliveryTick
              state={tick}
              className={cn(
                'beside-bubble',
                tickRests &&
                  'opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100',
              )}
            />
          )}
        </div>
      </div>
      {row.message && <ReactionChips message={row.message} className="justify-end" />}
      {row.entry?.state === 'failed' && <UnsentActions entry={row.entry} />}
    </div>
  );
}

/** What somebody else said; in a group under their name. */
export function TheirSide({
  row,
  inGroup,
  children,
}: {
  row: Row;
  inGroup: boolean;
  children: ReactNode;
}) {
  const t = useTranslations('messages');
  const senderName = useSenderName();
  const locale = useLocale();
  const { message } = row;
  if (!message) return null;
  const { sender } = message;
  return (
    <div className="group/row flex gap-2.5">
      {inGroup && (
        <div className="w-8 shrink-0">
          {row.startsGroup && <UserAvatar user={sender} size="small" />}
        </div>
      )}
      <div className="flex min-w-0 flex-1 flex-col items-start">
        {tellsTime(row, inGroup) ? (
          <p className="mb-1 flex max-w-full text-meta">
            <span className="on-page flex min-w-0 items-baseline gap-2">
              <span className="truncate font-medium text-ink-2" dir="auto">
                {senderName(message)}
              </span>
              <time dateTime={row.at.toISOString()} className="tabular shrink-0 text-ink-2">
                {clockTime(row.at, locale)}
              </time>
            </span>
          </p>
        ) : (
          <span className="sr-only">{t('theySaid', { name: senderName(message) })}</span>
        )}
        <div className="flex w-full items-end gap-2">
          <div
            data-said
            className="flex min-w-0 max-w-[78%] flex-col items-start phone:max-w-[86%]"
          >
            {children}
          </div>
          <div className="flex items-center gap-1 pb-1">
            <Marks message={message} />
            {!tellsTime(row, inGroup) && <RowTime at={row.at} />}
            <MenuButton message={message} />
          </div>
        </div>
        <ReactionChips message={message} />
      </div>
    </div>
  );
}

/** What has become of a message, in small: always in sight, with words for those who do not see it. */
function Marks({ message }: { message: RowMessage | null }) {
  const t = useTranslations('messages');
  if (!message) return null;
  const { editedAt, pinned, forwarded, forwardingForbidden } = message;
  return (
    <span className="beside-bubble flex items-center gap-1 text-ink-2 text-meta [&_.lucide]:size-3.5">
      {forwarded && <Forward role="img" aria-label={t('forwarded')} />}
      {forwardingForbidden && <ShieldOff role="img" aria-label={t('forwardingForbidden')} />}
      {pinned && <Pin role="img" aria-label={t('pinned')} />}
      {editedAt && <EditedMark message={message} editedAt={editedAt} />}
    </span>
  );
}

/** Says that it was changed, and shows what it said before. The words are small; what hears the finger is not. */
function EditedMark({ message, editedAt }: { message: RowMessage; editedAt: string }) {
  const t = useTranslations('messages');
  const locale = useLocale();
  const showVersions = useShowVersions();
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      title={fullTime(new Date(editedAt), locale)}
      onClick={() => showVersions(message)}
      className="relative whitespace-nowrap rounded-[3px] after:absolute after:-inset-1 hover:text-ink hover:underline touch:after:-inset-3"
    >
      {t('edited')}
    </button>
  );
}

/** For the mouse; the keyboard and the finger have the row itself. */
function MenuButton({ message }: { message: RowMessage }) {
  const t = useTranslations('menu');
  const openMenu = useMessageMenu();
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-haspopup="menu"
      aria-label={t('open')}
      onClick={(event) => openMenu(message, event.currentTarget)}
      className="flex size-6 items-center justify-center rounded-control in-data-backdrop:bg-paper text-ink-2 opacity-0 transition-opacity hover:bg-hover hover:text-ink focus-visible:opacity-100 group-focus-within/row:opacity-100 group-hover/row:opacity-100 phone:hidden touch:hidden in-data-choosing:hidden"
    >
      <MoreHorizontal className="size-4" aria-hidden="true" />
    </button>
  );
}

function RowTime({ at }: { at: Date }) {
  const locale = useLocale();
  return (
    <time
      dateTime={at.toISOString()}
      title={fullTime(at, locale)}
      className="beside-bubble tabular whitespace-nowrap text-ink-2 text-meta opacity-0 transition-opacity group-focus-within/row:opacity-100 group-hover/row:opacity-100 phone:hidden"
    >
      {clockTime(at, locale)}
    </time>
  );
}
