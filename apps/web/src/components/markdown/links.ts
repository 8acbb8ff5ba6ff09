const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/**
 * What a link may lead to, in the form in which the browser will read it, so that what is judged is what is opened. Null
 * for every other scheme however it is spelled, for places within this site (what a message says must not become a
 * button of ours), and for a name or password before the host, whose only use is to look like another host.
 */
export function safeHref(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { protocol, hostname, username, password, href } = new URL(address);
  if (!SCHEMES.has(protocol)) return null;
  if (!protocol.startsWith('http')) return href;
  return hostname && !username && !password ? href : null;
}
