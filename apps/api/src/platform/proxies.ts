import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Env } from './env.ts';

export type AddressReader = (req: IncomingMessage) => string | null;

const KNOWN_AT_MOST = 1_000;

/** Tells where requests come from: what a caller says of that themself is not believed. */
export function createAddressReader({
  TRUSTED_PROXIES,
}: Pick<Env, 'TRUSTED_PROXIES'>): AddressReader {
  const trusted = new BlockList();
  for (const range of TRUSTED_PROXIES.split(',')) {
    const [network = '', bits] = range.trim().split('/');
    const family = isIP(network);
    if (family) trusted.addSubnet(network, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  }
  /** Of every request it is asked twice, and nearly all come from the same few proxies. */
  const known = new Map<string, boolean>();
  const isTrusted = (address: string): boolean => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const answer = trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
    if (known.size >= KNOWN_AT_MOST) known.clear();
    known.set(address, answer);
    return answer;
  };
  /** Each proxy writes the address it was called from behind those it was told, so it is read from the end. */
  return (req: IncomingMessage): string | null => {
    const told = [req.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    let nearest = plain(req.socket.remoteAddress ?? '');
    while (isIP(nearest) && isTrusted(nearest) && told.length > 0) {
      const before = plain(told.pop()?.trim() ?? '');
      if (!isIP(before)) break;
      nearest = before;
    }
    return nearest || null;
  };
}

/** IPv4 as it is written everywhere else, also where a socket listens to both. */
const plain = (address: string) => address.replace(/^::ffff:(?=[\d.]+$)/, '');

/** What an address is counted as: of IPv6 anybody has a whole network of 64 bits. */
export function networkOf(address: string | null): string {
  if (!address || isIP(address) !== 6) return address ?? 'unknown';
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head ? head.split(':') : [];
  const behind = tail ? tail.split(':').length : 0;
  const filled =
    tail === undefined
      ? groups
      : [
          ...groups,
          ...Array(Math.max(0, 8 - groups.length - behind)).fill('0'),
          ...(tail ? tail.split(':') : []),
        ];
  return `${filled
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
