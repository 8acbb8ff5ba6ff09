import { BlockList, isIP, isIPv4 } from 'node:net';
import { networkInterfaces } from 'node:os';

/**
 * What is not the public internet, after the IANA special-purpose address registries (RFC 6890, as of 2026). Everything
 * that embeds an IPv4 address in an IPv6 one is refused as a whole: who is public has an address of their own.
 */
const INTERNAL_IPV4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT, and the metadata service of one cloud
  '127.0.0.0/8', // loopback
  '168.63.129.16/32', // Azure's platform service, on an address that looks public
  '169.254.0.0/16', // link-local, and the metadata service of most clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays from IPv6
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, and broadcast
];

/** Everything else of IPv6 (loopback, IPv4-mapped, NAT64, unique-local, link-local, multicast …) is not global at all. */
const GLOBAL_IPV6 = '2000::/3';
const INTERNAL_IPV6 = [
  '2001::/23', // protocol assignments: Teredo, ORCHID, benchmarks
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
];

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    list.addSubnet(network, Number(prefix), familyOf(network));
  }
  return list;
}

const familyOf = (address: string) => (isIPv4(address) ? 'ipv4' : 'ipv6');

const internal = listOf([...INTERNAL_IPV4, ...INTERNAL_IPV6]);
const globalIpv6 = listOf([GLOBAL_IPV6]);

/** Whether an address is one of the public internet, as opposed to one of this machine or of a network around it. */
export function isPublic(address: string, own: BlockList = ownAddresses()): boolean {
  if (isIP(address) === 0 || isWithin(own, address)) return false;
  const isGlobal = isIPv4(address) || isWithin(globalIpv6, address);
  return isGlobal && !isWithin(internal, address);
}

/** A server on the internet has public addresses itself, with services behind them that only it may reach. */
function ownAddresses(): BlockList {
  const own = new BlockList();
  for (const { address } of Object.values(networkInterfaces()).flatMap((of) => of ?? []))
    own.addAddress(address, familyOf(address));
  return own;
}

/** Reads LINK_PREVIEW_ALLOWED_ADDRESSES, which has been checked: ranges separated by commas. */
export function readRanges(list: string): BlockList {
  const ranges = list.split(',').map((range) => range.trim());
  return listOf(ranges.filter((range) => range !== ''));
}

export const isWithin = (ranges: BlockList, address: string): boolean =>
  ranges.check(address, familyOf(address));
