'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';
import { longDate } from '@/lib/time-format';
import { ActiveDaysQuery } from '../documents';
import { dayAfterKey, firstDayIn, inMonth, monthName, monthOf, weeksOf } from '../month';

type CalendarProps = {
  conversationId: string;
  failed: boolean;
  onChoose: (day: Date) => void;
};

/** A month at a time; days without messages are there, dimmed, and cannot be chosen. */
export function Calendar({ conversationId, failed, onChoose }: CalendarProps) {
  const t = useTranslations('search');
  const locale = useLocale();
  const [day, setDay] = useState(today);
  const grid = useRef<HTMLTableElement>(null);
  const byKey = useRef(false);
  const firstDay = useMemo(() => firstDayIn(locale), [locale]);
  const month = monthOf(day);
  const { active, error } = useActiveDays(conversationId, monthName(month));
  const latest = today();

  useEffect(() => {
    if (byKey.current) grid.current?.querySelector<HTMLElement>(`[data-day="${+day}"]`)?.focus();
    byKey.current = false;
  }, [day]);

  const go = (next: Date) => setDay(next > latest ? latest : next);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = dayAfterKey(day, event.key, firstDay);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    byKey.current = true;
    go(next);
  };
  const weeks = weeksOf(month, firstDay);
  return (
    <div className="p-3">
      <div className="flex items-center gap-1 pb-1">
        <IconButton label={t('previousMonth')} onClick={() => go(inMonth(day, -1))}>
          <ChevronLeft className="rtl:-scale-x-100" aria-hidden="true" />
        </IconButton>
        <p aria-live="polite" className="flex-1 text-center font-medium text-body">
          {new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long' }).format(day)}
        </p>
        <IconButton
          label={t('nextMonth')}
          disabled={monthName(month) >= monthName(monthOf(latest))}
          onClick={() => go(inMonth(day, 1))}
        >
          <ChevronRight className="rtl:-scale-x-100" aria-hidden="true" />
        </IconButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose days are chosen is a grid. */}
      <table ref={grid} role="grid" aria-label={t('calendar')} onKeyDown={onKeyDown}>
        <WeekDays locale={locale} firstDay={firstDay} />
        <tbody>
          {weeks.map((week, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a week is its place in the month.
            <tr key={row}>
              {week.map((date, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place in the week.
                <td key={column} className="p-0">
                  {date && (
                    <Day
                      date={date}
                      active={active.has(date.getDate())}
                      current={+date === +day}
                      onChoose={onChoose}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {(failed || error) && (
        <p role="alert" className="max-w-64 pt-2 text-meta text-vermilion-ink">
          {t('calendarFailed')}
        </p>
      )}
    </div>
  );
}

function today(): Date {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}

function useActiveDays(id: string, month: string) {
  const [{ data, error }] = useQuery({
    query: ActiveDaysQuery,
    variables: { id, month, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    requestPolicy: 'cache-and-network',
  });
  const days = data?.conversation?.activeDays;
  return { active: useMemo(() => new Set(days), [days]), error };
}

function WeekDays({ locale, firstDay }: { locale: string; firstDay: number }) {
  // 1 November 2026 was a Sunday.
  const days = Array.from({ length: 7 }, (_, day) => new Date(2026, 10, 1 + firstDay + day));
  const short = new Intl.DateTimeFormat(locale, { weekday: 'narrow' });
  const long = new Intl.DateTimeFormat(locale, { weekday: 'long' });
  return (
    <thead>
      <tr>
        {days.map((day) => (
          <th key={+day} scope="col" abbr={long.format(day)} className="h-8 text-ink-2 text-meta">
            {short.format(day)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

type DayProps = {
  date: Date;
  active: boolean;
  current: boolean;
  onChoose: (day: Date) => void;
};

function Day({ date, active, current, onChoose }: DayProps) {
  const t = useTranslations('search');
  const locale = useLocale();
  const name = longDate(date, locale);
  return (
    <button
      type="button"
      data-day={+date}
      tabIndex={current ? 0 : -1}
      aria-disabled={!active}
      aria-label={active ? name : t('quietDay', { day: name })}
      onClick={() => active && onChoose(date)}
      className={cn(
        'tabular flex size-9 items-center justify-center rounded-control text-label touch:size-11',
        active ? 'font-medium text-ink hover:bg-hover' : 'cursor-default text-ink-3',
        +date === +today() && 'shadow-[inset_0_0_0_1px_var(--line-strong)]',
      )}
    >
      {date.getDate()}
    </button>
  );
}
