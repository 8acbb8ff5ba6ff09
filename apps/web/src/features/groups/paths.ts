/** Groups that one may find, and the invitations and requests that wait. */
export const GROUPS = '/contacts/groups';

/** What somebody outside sees of a public group, with the way in. */
export const groupPath = (id: string): string => `${GROUPS}/${encodeURIComponent(id)}`;

/** What a link or an invitation to a group opens. */
export const joinPath = (token: string): string => `/join/${encodeURIComponent(token)}`;

/** The token in an address of `joinPath`; null when there is none. */
export function tokenFrom(pathname: string): string | null {
  const [, section, token] = pathname.split('/');
  if (section !== 'join' || !token) return null;
  try {
    return decodeURIComponent(token);
  } catch {
    return null;
  }
}
