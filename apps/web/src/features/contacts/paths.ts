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
  | { page: 'person'; id: string };

/** Which page of the address book an address shows. */
export function contactsPlace(pathname: string): ContactsPlace {
  if (pathname === FIND_PEOPLE) return { page: 'find' };
  if (pathname === REQUESTS) return { page: 'requests' };
  const [, , section, id] = pathname.split('/');
  if (section !== 'people' || !id) return { page: 'list' };
  try {
    return { page: 'person', id: decodeURIComponent(id) };
  } catch {
    return { page: 'list' };
  }
}
