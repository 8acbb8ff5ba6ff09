import { InvalidFieldError } from '../platform/errors.ts';

const MINUTE_MS = 60_000;
const YEAR_MS = 366 * 24 * 60 * MINUTE_MS;

/** A time to come, a year ahead at most. A minute ago counts as now: clocks differ. */
export function checkTime(field: string, time: Date): Date {
  const now = Date.now();
  if (time.getTime() < now - MINUTE_MS)
    throw new InvalidFieldError(field, 'This time has passed. Choose a later one.');
  if (time.getTime() > now + YEAR_MS)
    throw new InvalidFieldError(field, 'At most a year from now. Choose an earlier time.');
  return time;
}
