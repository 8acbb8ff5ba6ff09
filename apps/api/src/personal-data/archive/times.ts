import type { Language } from '../../platform/languages.ts';
import { html, type Markup } from './markup.ts';

/** How instants are written on the pages: as a clock in UTC has them. */
export interface Clock {
  day(instant: Date): string;
  minute(instant: Date): string;
  moment(instant: Date): string;
}

const clocks = new Map<Language, Clock>();

export function clockOf(language: Language): Clock {
  const known = clocks.get(language);
  if (known) return known;
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' });
    return (instant: Date) => formatter.format(instant);
  };
  const clock = {
    day: format({ dateStyle: 'long' }),
    minute: format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    moment: format({ dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }),
  };
  clocks.set(language, clock);
  return clock;
}

export const timeMark = (instant: Date, written: string): Markup =>
  html`<time datetime="${instant.toISOString()}">${written}</time>`;
