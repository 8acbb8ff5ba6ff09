/** A month of the calendar; `month` counts from 0, as Date does. */
export interface Month {
  year: number;
  month: number;
}

export function monthOf(date: Date): Month {
  return { year: date.getFullYear(), month: date.getMonth() };
}

export function addMonths({ year, month }: Month, count: number): Month {
  return monthOf(new Date(year, month + count, 1));
}

/** `2026-11`, as the API has it. */
export const monthName = ({ year, month }: Month): string =>
  `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}`;

/** The weeks of a month, null where the days are of another one. `firstDay`: 1 is Monday, 7 Sunday. */
export function weeksOf({ year, month }: Month, firstDay: number): (Date | null)[][] {
  const before = (new Date(year, month, 1).getDay() - firstDay + 7) % 7;
  const length = new Date(year, month + 1, 0).getDate();
  const weeks: (Date | null)[][] = [];
  for (let start = 1 - before; start <= length; start += 7) {
    weeks.push(
      Array.from({ length: 7 }, (_, day) => {
        const date = start + day;
        return date >= 1 && date <= length ? new Date(year, month, date) : null;
      }),
    );
  }
  return weeks;
}

/** The same day of another month, or its last one. */
export function inMonth(date: Date, count: number): Date {
  const { year, month } = addMonths(monthOf(date), count);
  const length = new Date(year, month + 1, 0).getDate();
  return new Date(year, month, Math.min(date.getDate(), length));
}

const byDays: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** Where a key leads in a calendar; null when it means nothing there. */
export function dayAfterKey(date: Date, key: string, firstDay: number): Date | null {
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  const inWeek = (date.getDay() - firstDay + 7) % 7;
  if (key === 'PageUp') return inMonth(date, -1);
  if (key === 'PageDown') return inMonth(date, 1);
  if (key === 'Home') return new Date(year, month, day - inWeek);
  if (key === 'End') return new Date(year, month, day - inWeek + 6);
  const days = byDays[key];
  return days === undefined ? null : new Date(year, month, day + days);
}

/** Which day a week begins with where a language is spoken; Monday where the browser does not say. */
export function firstDayIn(locale: string): number {
  const given = new Intl.Locale(locale) as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
  };
  return given.getWeekInfo?.().firstDay ?? 1;
}
