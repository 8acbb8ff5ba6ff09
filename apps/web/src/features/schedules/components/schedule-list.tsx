'use client';

import { AlarmClock, CalendarClock, Check, MessageSquareText, Send, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { navigate } from '@/components/navigation';
import { cn } from '@/components/ui/cn';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { IconButton } from '@/components/ui/icon-button';
import { Spinner } from '@/components/ui/spinner';
import { useReached } from '@/components/use-reached';
import { useConversationName } from '@/features/conversations/components/conversation-title';
import { chatPath } from '@/features/conversations/paths';
import {
  useMessageRefusal,
  useReportRefusal,
} from '@/features/messages/components/menu/use-report-refusal';
import { requestJump } from '@/features/messages/jumps';
import { useSenderName } from '@/features/messages/sender-name';
import { useSaidLine } from '@/features/messages/use-said-line';
import type { ResultOf } from '@/lib/graphql';
import { fullTime, momentTime } from '@/lib/time-format';
import { type Pages, usePages } from '@/lib/urql/use-pages';
import type { Reminder, Scheduled } from '../documents';
import { RemindersQuery, ScheduledQuery, useScheduleActions } from '../schedules';
import { WhenDialog } from './when-dialog';

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

type Asked = 'time' | 'cancel' | null;

function ScheduledRow({ scheduled }: { scheduled: Scheduled }) {
  const t = useTranslations('schedules');
  const nameOf = useConversationName();
  const { reschedule } = useScheduleActions();
  const report = useReportRefusal();
  const refusal = useMessageRefusal();
  const [asked, ask] = useState<Asked>(null);
  const { id, text, sendAt, scheduledStatus, failure, destination } = scheduled;
  const failed = scheduledStatus === 'FAILED';
  const choose = async (at: Date) => {
    const outcome = await reschedule(id, at);
    return outcome.ok ? null : refusal(outcome, 'schedule');
  };
  return (
    <Row at={sendAt} alarming={failed} title={destination ? nameOf(destination) : t('leftSince')}>
      <p className="line-clamp-3 whitespace-pre-wrap text-body" dir="auto">
        {text}
      </p>
      {failed && (
        <p className="text-label text-vermilion-ink">{t(`failure.${failureOf(failure)}`)}</p>
      )}
      <span className="-me-2 flex justify-end">
        {destination && (
          <>
            <IconButton
              label={t('sendNow')}
              onClick={() => void report(reschedule(id, new Date()), 'schedule')}
            >
              <Send className="size-4.5" aria-hidden="true" />
            </IconButton>
            <IconButton label={t('changeTime')} onClick={() => ask('time')}>
              <CalendarClock className="size-4.5" aria-hidden="true" />
            </IconButton>
          </>
        )}
        <IconButton label={t('cancelSending')} onClick={() => ask('cancel')}>
          <Trash2 className="size-4.5" aria-hidden="true" />
        </IconButton>
      </span>
      <WhenDialog
        open={asked === 'time'}
        onClose={() => ask(null)}
        title={t('changeTime')}
        confirmLabel={t('changeTime')}
        at={new Date(sendAt)}
        onChoose={choose}
      />
      <CancelDialog id={id} open={asked === 'cancel'} onClose={() => ask(null)} />
    </Row>
  );
}

const FAILURES = [
  'STRANGER_LIMIT',
  'NOT_FRIENDS',
  'USER_BLOCKED',
  'RECIPIENT_REFUSES',
  'ACCOUNT_DELETED',
  'NOT_FOUND',
  'MEMBER_MUTED',
  'ALL_MUTED',
  'ROLE_REQUIRED',
  'REPLY_TARGET_MISSING',
] as const;

const failureOf = (rule: string | null) => FAILURES.find((known) => known === rule) ?? 'other';

type CancelDialogProps = { id: string; open: boolean; onClose: () => void };

/** The text goes with it: nothing else has it. */
function CancelDialog({ id, open, onClose }: CancelDialogProps) {
  const t = useTranslations('schedules');
  const { cancel } = useScheduleActions();
  const refusal = useMessageRefusal();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const confirm = async () => {
    setBusy(true);
    const outcome = await cancel(id);
    setBusy(false);
    if (outcome.ok) close();
    else setProblem(refusal(outcome, 'schedule'));
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(stillOpen) => {
        if (!stillOpen) close();
      }}
      title={t('cancelTitle')}
      description={t('cancelBody')}
      confirmLabel={t('cancelSending')}
      cancelLabel={t('keep')}
      busy={busy}
      error={problem}
      onConfirm={() => void confirm()}
    />
  );
}

function ReminderRow({ reminder }: { reminder: Reminder }) {
  const t = useTranslations('schedules');
  const senderName = useSenderName();
  const line = useSaidLine();
  const { finishReminder, changeReminder } = useScheduleActions();
  const report = useReportRefusal();
  const refusal = useMessageRefusal();
  const [changing, setChanging] = useState(false);
  const { id, note, remindAt, reminderStatus, message } = reminder;
  const choose = async (at: Date) => {
    const outcome = await changeReminder(id, at);
    return outcome.ok ? null : refusal(outcome, 'remind');
  };
  return (
    <Row
      at={remindAt}
      alarming={reminderStatus === 'FIRED'}
      title={message ? senderName(message) : t('messageGone')}
    >
      {message && (
        <p className="line-clamp-2 text-body" dir="auto">
          {line(message.content)}
        </p>
      )}
      {note && <p className="text-ink-2 text-label">{note}</p>}
      <span className="-me-2 flex justify-end">
        {message && <GoTo conversationId={message.conversation.id} seq={message.seq} />}
        <IconButton label={t('changeTime')} onClick={() => setChanging(true)}>
          <CalendarClock className="size-4.5" aria-hidden="true" />
        </IconButton>
        <IconButton label={t('done')} onClick={() => void report(finishReminder(id), 'remind')}>
          <Check className="size-4.5" aria-hidden="true" />
        </IconButton>
      </span>
      <WhenDialog
        open={changing}
        onClose={() => setChanging(false)}
        title={t('changeTime')}
        confirmLabel={t('changeTime')}
        at={new Date(remindAt)}
        onChoose={choose}
      />
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
  const time = new Date(at);
  return (
    <li className="flex flex-col gap-1 pt-4 pb-1.5">
      <p className="flex items-baseline justify-between gap-3">
        <bdi className="min-w-0 truncate font-medium text-label">{title}</bdi>
        <time
          dateTime={at}
          title={fullTime(time, locale)}
          className={cn('tabular shrink-0 text-meta', alarming ? 'text-amber-ink' : 'text-ink-2')}
        >
          {momentTime(time, new Date(), locale)}
        </time>
      </p>
      {children}
    </li>
  );
}
