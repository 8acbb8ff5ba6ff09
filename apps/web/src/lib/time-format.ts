const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Whole calendar days between two moments where the reader is; rounding absorbs the hour a clock change adds or takes. */
export function daysBetween(earlier: Date, later: Date): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / DAY);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs far more than using one, and lists use hundreds. */
function format(date: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, options);
    formatters.set(key, formatter);
  }
  return formatter.format(date);
}

function capitalised(text: string, locale: string): string {
  const [first = '', ...rest] = Array.from(text);
  return first.toLocaleUpperCase(locale) + rest.join('');
}

function relativeDay(days: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return capitalised(words.format(-days, 'day'), locale);
}

/** "2:05 PM", "14:05". */
export function clockTime(date: Date, locale: string): string {
  return format(date, locale, { hour: 'numeric', minute: '2-digit' });
}

/** The shortest that still tells when, for a list: the clock today, then a day, then a date. */
export function listTime(date: Date, now: Date, locale: string): string {
  const days = daysBetween(date, now);
  if (days <= 0) return clockTime(date, locale);
  if (days === 1) return relativeDay(1, locale);
  if (days < 7) return format(date, locale, { weekday: 'short' });
  if (date.getFullYear() === now.getFullYear())
    return format(date, locale, { month: 'short', day: 'numeric' });
  return format(date, locale, { year: 'numeric', month: 'numeric', day: 'numeric' });
}

/** A line between two days of a conversation. */
export function dayTitle(date: Date, now: Date, locale: string): string {
  const days = daysBetween(date, now);
  if (days === 0 || days === 1) return relativeDay(days, locale);
  const sameYear = date.getFullYear() === now.getFullYear();
  return format(date, locale, {
    weekday: days < 7 ? 'long' : 'short',
    month: 'long',
    day: 'numeric',
    year: sameYear ? undefined : 'numeric',
  });
}

/** Everything, for a tooltip or a screen reader. */
export function fullTime(date: Date, locale: string): string {
  return format(date, locale, { dateStyle: 'full', timeStyle: 'short' });
}

/** A day and the clock, as short as can be: for what was saved, is to come, or holds until then. */
export function momentTime(date: Date, now: Date, locale: string): string {
  return format(date, locale, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  });
}

/** A day in full: "20 November 2026", "2026年11月20日". */
export function longDate(date: Date, locale: string): string {
  return format(date, locale, { dateStyle: 'long' });
}

/** "November 2026", "2026年11月". */
export function monthTitle(date: Date, locale: string): string {
  return capitalised(format(date, locale, { month: 'long', year: 'numeric' }), locale);
}

/** "5 minutes ago", "yesterday"; an exact date once the count would mean nothing. */
export function timeAgo(date: Date, now: Date, locale: string): string {
  const passed = Math.max(0, now.getTime() - date.getTime());
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (passed < MINUTE) return words.format(0, 'second');
  if (passed < HOUR) return words.format(-Math.floor(passed / MINUTE), 'minute');
  const days = daysBetween(date, now);
  if (days === 0) return words.format(-Math.floor(passed / HOUR), 'hour');
  if (days < 7) return words.format(-days, 'day');
  return longDate(date, locale);
}
