export const ORGANISATION = '/contacts/organisation';

/** The page of a department; null: of the organisation as a whole. */
export const departmentPath = (id: string | null): string =>
  id ? `${ORGANISATION}/${encodeURIComponent(id)}` : ORGANISATION;
