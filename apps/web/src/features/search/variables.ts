import type { Filters } from './filters';

/** As the API asks for it: the days are those of the place where one is, and the last is included. */
export function toVariables({ senderId, kind, from, to }: Filters) {
  return {
    ...(senderId && { senderId }),
    ...(kind && { kinds: [kind] }),
    ...(from && { since: dayBegins(from, 0).toISOString() }),
    ...(to && { until: dayBegins(to, 1).toISOString() }),
  };
}

function dayBegins(day: string, later: number): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
}
