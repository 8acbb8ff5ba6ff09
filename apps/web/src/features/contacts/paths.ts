import { GROUPS } from '@/features/groups/paths';
import { ORGANISATION } from '@/features/organisation/paths';

export const CONTACTS = '/contacts';
export const FIND_PEOPLE = '/contacts/find';
export const REQUESTS = '/contacts/requests';
export const CATEGORIES = '/contacts/categories';

export function personPath(id: string): string {
  return `${CONTACTS}/people/${encodeURIComponent(id)}`;
}

export type ContactsPlace =
  | { page: 'list' }
  | { page: 'find' }
  | { page: 'requests' }
  | { page: 'categories' }
  | { page: 'groups' }
  | { page: 'group'; id: string }
  | { page: 'person'; id: string }
  /** A department, or null for the organisation as a whole. */
  | { page: 'organisation'; id: string | null };

const PAGES = { people: 'person', groups: 'group', organisation: 'organisation' } as const;

/** Which page of the address book an address shows. */
export function contactsPlace(pathname: string): ContactsPlace {
  if (pathname === FIND_PEOPLE) return { page: 'find' };
  if (pathname === REQUESTS) return { page: 'requests' };
  if (pathname === CATEGORIES) return { page: 'categories' };
  if (pathname === GROUPS) return { page: 'groups' };
  if (pathname === ORGANISATION) return { page: 'organisation', id: null };
  const [, , section, id] = pathname.split('/');
  if (!isSection(section) || !id) return { page: 'list' };
  try {
    return { page: PAGES[section], id: decodeURIComponent(id) };
  } catch {
    return { page: 'list' };
  }
}

const isSection = (name: string | undefined): name is keyof typeof PAGES =>
  name !== undefined && Object.hasOwn(PAGES, name);
