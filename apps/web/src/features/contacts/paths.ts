import { GROUPS } from '@/features/groups/paths';

export const CONTACTS = '/contacts';
export const FIND_PEOPLE = '/contacts/find';
export const REQUESTS = '/contacts/requests';

export function personPath(id: string): string {
  return `${CONTACTS}/people/${encodeURIComponent(id)}`;
}

export type ContactsPlace =
  | { page: 'list' }
  | { page: 'find' }
  | { page: 'requests' }
  | { page: 'groups' }
  | { page: 'group'; id: string }
  | { page: 'person'; id: string };

const PAGES = { people: 'person', groups: 'group' } as const;

/** Which page of the address book an address shows. */
export function contactsPlace(pathname: string): ContactsPlace {
  if (pathname === FIND_PEOPLE) return { page: 'find' };
  if (pathname === REQUESTS) return { page: 'requests' };
  if (pathname === GROUPS) return { page: 'groups' };
  const [, , section, id] = pathname.split('/');
  if ((section !== 'people' && section !== 'groups') || !id) return { page: 'list' };
  try {
    return { page: PAGES[section], id: decodeURIComponent(id) };
  } catch {
    return { page: 'list' };
  }
}
