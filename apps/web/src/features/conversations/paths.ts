const SECTION = '/chats';

export function chatPath(id: string): string {
  return `${SECTION}/${encodeURIComponent(id)}`;
}

export function detailsPath(id: string): string {
  return `${chatPath(id)}?details`;
}

/** Which conversation an address shows; null for the list alone. */
export function chatIdFrom(pathname: string): string | null {
  const [, section, id] = pathname.split('/');
  if (`/${section}` !== SECTION || !id) return null;
  try {
    return decodeURIComponent(id);
  } catch {
    return null;
  }
}
