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
