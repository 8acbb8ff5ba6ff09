/** Files are read through the web server, which says who is asking: by whichever of its names this page was opened. */
export function ownAddress(url: string): string {
  const { pathname, search } = new URL(url, 'http://here');
  return pathname + search;
}

/** A smaller form of a picture, beside its full size: asked for by name, an event of many messages would be too large. */
export const smallerForm = (url: string, form: 'preview' | 'thumbnail'): string =>
  ownAddress(url).replace(/full$/u, form);

/** The same, for saving instead of showing. */
export const savingAddress = (url: string): string => `${ownAddress(url)}?download=1`;

/** Where a ticket leads to: a storage of its own, which signs for its own name, or the web server. */
export function uploadAddress(url: string): string {
  const { pathname, searchParams } = new URL(url);
  const signedElsewhere = searchParams.has('X-Amz-Signature');
  return pathname.startsWith('/storage/') && !signedElsewhere ? ownAddress(url) : url;
}
