export const kinds = ['TEXT', 'MARKDOWN', 'LINK', 'FILE', 'CARD', 'BUNDLE'] as const;
export type Kind = (typeof kinds)[number];

/** What narrows a search. Days are written as a date field gives them, `2026-11-21`; empty for any. */
export interface Filters {
  senderId: string;
  kind: Kind | '';
  from: string;
  to: string;
}

export const noFilters: Filters = { senderId: '', kind: '', from: '', to: '' };

export const isNarrowed = (filters: Filters): boolean => Object.values(filters).some(Boolean);

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
