'use client';

import { AlarmClock, CalendarClock, Check, MessageSquareText, Send, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { navigate } from '@/components/navigation';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { useReached } from '@/components/use-reached';
import { useConversationName } from '@/features/conversations/components/conversation-title';
import { chatPath } from '@/features/conversations/paths';
import { useReportRefusal } from '@/features/messages/components/menu/use-report-refusal';
import { requestJump } from '@/features/messages/jumps';
import { useSaidLine } from '@/features/messages/use-said-line';
import type { ResultOf } from '@/lib/graphql';
import { fullTime } from '@/lib/time-format';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import {
  type Reminder,
  RemindersQuery,
  type Scheduled,
  ScheduledQuery,
  useScheduleActions,
} from '../schedules';

const PAGE = 30;
const scheduledOf = ({ viewer }: ResultOf<typeof ScheduledQuery>) => viewer.scheduledMessages;
const remindersOf = ({ viewer }: ResultOf<typeof RemindersQuery>) => viewer.reminders;

/** Messages that are waiting for their time, the next first. */
export function ScheduledList() {
  const t = useTranslations('schedules');
  const pages = usePages({
    document: ScheduledQuery,
    variables: { first: PAGE },
    pageOf: scheduledOf,
  });
  return (
    <TimedList
      pages={pages}
      picture={<CalendarClock className="size-7" />}
      title={t('noneScheduled')}
      hint={t('noneScheduledHint')}
    >
      {pages.items.map((scheduled) => (
        <ScheduledRow key={scheduled.id} scheduled={scheduled} />
      ))}
    </TimedList>
  );
}

/** Messages that are to come back, the next first; those whose time has come on top. */
export function ReminderList() {
  const t = useTranslations('schedules');
  const pages = usePages({
    document: RemindersQuery,
    variables: { first: PAGE },
    pageOf: remindersOf,
  });
  return (
    <TimedList
      pages={pages}
      picture={<AlarmClock className="size-7" />}
      title={t('noReminders')}
      hint={t('noRemindersHint')}
    >
      {pages.items.map((reminder) => (
        <ReminderRow key={reminder.id} reminder={reminder} />
      ))}
    </TimedList>
  );
}

type TimedListProps = {
  pages: Pages<unknown>;
  picture: ReactNode;
  title: string;
  hint: string;
  children: ReactNode;
};

function TimedList({ pages, picture, title, hint, children }: TimedListProps) {
  const { items, fetching, hasMore, loadMore } = pages;
  const end = useReached(loadMore);
  if (items.length === 0 && fetching)
    return (
      <div className="flex justify-center py-16">
        <Spinner />
      </div>
    );
  if (items.length === 0)
    return (
      <EmptyState picture={picture} title={title}>
        {hint}
      </EmptyState>
    );
  return (
    <>
      <ul className="flex flex-col divide-y divide-line">{children}</ul>
      {hasMore && <div ref={end} className="h-10" />}
    </>
  );
}

function ScheduledRow({ scheduled }: { scheduled: Scheduled }) {
  const t = useTranslations('schedules');
  const nameOf = useConversationName();
  const { reschedule, cancel } = useScheduleActions();
  const report = useReportRefusal();
  const { id, text, sendAt, scheduledStatus, destination } = scheduled;
  const failed = scheduledStatus === 'FAILED';
  return (
    <Row at={sendAt} alarming={failed} title={destination ? nameOf(destination) : t('leftSince')}>
      <p className="line-clamp-3 whitespace-pre-wrap text-body" dir="auto">
        {text}
      </p>
      {failed && <p className="text-label text-vermilion-ink">{t('failed')}</p>}
      <span className="flex justify-end">
        {destination && (
          <IconButton label={t('sendNow')} onClick={() => void report(reschedule(id, new Date()))}>
            <Send className="size-4.5" aria-hidden="true" />
          </IconButton>
        )}
        <IconButton label={t('cancelSending')} onClick={() => void report(cancel(id))}>
          <Trash2 className="size-4.5" aria-hidden="true" />
        </IconButton>
      </span>
    </Row>
  );
}

function ReminderRow({ reminder }: { reminder: Reminder }) {
  const t = useTranslations('schedules');
  const line = useSaidLine();
  const { finishReminder } = useScheduleActions();
  const report = useReportRefusal();
  const { id, note, remindAt, reminderStatus, message } = reminder;
  return (
    <Row
      at={remindAt}
      alarming={reminderStatus === 'FIRED'}
      title={message ? message.sender.nickname : t('messageGone')}
    >
      {message && (
        <p className="line-clamp-2 text-body" dir="auto">
          {line(message.content)}
        </p>
      )}
      {note && <p className="text-ink-2 text-label">{note}</p>}
      <span className="flex justify-end">
        {message && <GoTo conversationId={message.conversation.id} seq={message.seq} />}
        <IconButton label={t('done')} onClick={() => void report(finishReminder(id))}>
          <Check className="size-4.5" aria-hidden="true" />
        </IconButton>
      </span>
    </Row>
  );
}

function GoTo({ conversationId, seq }: { conversationId: string; seq: number }) {
  const t = useTranslations('schedules');
  const go = () => {
    requestJump(conversationId, seq);
    navigate(chatPath(conversationId));
  };
  return (
    <IconButton label={t('goToMessage')} onClick={go}>
      <MessageSquareText className="size-4.5" aria-hidden="true" />
    </IconButton>
  );
}

type RowProps = { at: string; title: string; alarming: boolean; children: ReactNode };

function Row({ at, title, alarming, children }: RowProps) {
  const locale = useLocale();
  return (
    <li className="flex flex-col gap-1 py-3">
      <p className="flex items-baseline justify-between gap-3">
        <bdi className="min-w-0 truncate font-medium text-label">{title}</bdi>
        <time
          dateTime={at}
          className={cn('tabular shrink-0 text-meta', alarming ? 'text-amber-ink' : 'text-ink-2')}
        >
          {fullTime(new Date(at), locale)}
        </time>
      </p>
      {children}
    </li>
  );
}
