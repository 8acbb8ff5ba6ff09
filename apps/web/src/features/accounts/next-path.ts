const START = '/chats';

/** Where to go after signing in: only into our own rooms, never to an address someone put into the link. */
export function nextPath(wanted: string | null | undefined): string {
  if (!wanted) return START;
  return /^\/(chats|contacts|moments|saved|join|settings)(?:[/?][\w\-./=%?&]*)?$/u.test(wanted)
    ? wanted
    : START;
}

/** A door of the entrance through which one gets to the same place: whoever follows an invitation may have no account yet. */
export function doorPath(
  door: '/sign-in' | '/register' | '/forgot-password',
  wanted: string | null | undefined,
): string {
  const next = nextPath(wanted);
  return next === START ? door : `${door}?next=${encodeURIComponent(next)}`;
}

export const isInvitation = (path: string): boolean => path.startsWith('/join/');
