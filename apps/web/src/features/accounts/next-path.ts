const START = '/chats';

/** Where to go after signing in: only into our own rooms, never to an address someone put into the link. */
export function nextPath(wanted: string | null | undefined): string {
  if (!wanted) return START;
  return /^\/(chats|contacts|saved|join|settings)(?:[/?][\w\-./=%?&]*)?$/u.test(wanted)
    ? wanted
    : START;
}
