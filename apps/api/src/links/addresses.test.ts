import { BlockList } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublic, isWithin, readRanges } from './addresses.ts';

const NONE = new BlockList();

describe('addresses of no public host', () => {
  test.each([
    ['this network', '0.0.0.0', '0.255.255.255'],
    ['private', '10.0.0.0', '10.255.255.255', '172.16.0.0', '172.31.255.255', '192.168.0.1'],
    ['carrier-grade NAT', '100.64.0.0', '100.100.100.200', '100.127.255.255'],
    ['loopback', '127.0.0.1', '127.255.255.255', '::1', '::'],
    ['link-local', '169.254.169.254', 'fe80::1', 'febf::1'],
    ['metadata services', '169.254.170.2', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254'],
    ['documentation', '192.0.2.1', '198.51.100.7', '203.0.113.9', '2001:db8::1', '3fff::1'],
    ['benchmarks', '198.18.0.1', '198.19.255.255', '2001:2::1'],
    ['multicast', '224.0.0.1', '239.255.255.255', 'ff02::1'],
    ['reserved and broadcast', '240.0.0.1', '255.255.255.255', '192.88.99.1'],
    ['unique-local', 'fc00::1', 'fdff:ffff::1'],
    ['IPv4-mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8'],
    ['IPv4-compatible', '::127.0.0.1', '::7f00:1'],
    ['NAT64', '64:ff9b::127.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::1'],
    ['6to4', '2002:7f00:1::', '2002:a00:1::1'],
    ['Teredo and ORCHID', '2001::1', '2001:10::1', '2001:20::1'],
    ['discard-only and segment routing', '100::1', '5f00::1'],
    ['site-local, long withdrawn', 'fec0::1'],
    ['no address at all', '', 'localhost', '127.1', '0x7f.0.0.1', '1.2.3.4.5', '::1%lo'],
  ])('%s', (_what, ...addresses) => {
    for (const address of addresses) expect(isPublic(address, NONE), address).toBe(false);
  });

  test('those of this machine, though they look public', () => {
    const own = new BlockList();
    own.addAddress('93.184.215.14');
    own.addAddress('2606:4700::1', 'ipv6');
    expect(isPublic('93.184.215.14', own)).toBe(false);
    expect(isPublic('2606:4700:0:0:0:0:0:1', own)).toBe(false);
    expect(isPublic('93.184.215.15', own)).toBe(true);
  });
});

test('addresses of public hosts, also right beside what is not', () => {
  for (const address of [
    ...['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'],
    ...['128.0.0.0', '169.253.255.255', '172.15.255.255', '172.32.0.0', '192.0.1.1', '192.167.0.1'],
    ...['198.17.255.255', '198.20.0.0', '223.255.255.255', '168.63.129.15'],
    ...['2606:4700:4700::1111', '2400:3200::1', '2001:200::1', '2003::1', '2001:4860:4860::8888'],
  ])
    expect(isPublic(address, NONE), address).toBe(true);
});

test('every IPv4 address is judged as counting its bits would judge it', () => {
  const ranges: [number, number][] = [
    [0x00000000, 8],
    [0x0a000000, 8],
    [0x64400000, 10],
    [0x7f000000, 8],
    [0xa83f8110, 32],
    [0xa9fe0000, 16],
    [0xac100000, 12],
    [0xc0000000, 24],
    [0xc0000200, 24],
    [0xc0586300, 24],
    [0xc0a80000, 16],
    [0xc6120000, 15],
    [0xc6336400, 24],
    [0xcb007100, 24],
    [0xe0000000, 4],
    [0xf0000000, 4],
  ];
  const nearAnEdge = fc
    .tuple(fc.constantFrom(...ranges), fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([[base, bits], by, last]) => base + (last ? 2 ** (32 - bits) - 1 : 0) + by)
    .filter((address) => address >= 0 && address < 2 ** 32);
  const anywhere = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(fc.oneof(nearAnEdge, anywhere), (address) => {
      const dotted = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
      const inside = ranges.some(
        ([base, bits]) => Math.floor(address / 2 ** (32 - bits)) === base / 2 ** (32 - bits),
      );
      expect(isPublic(dotted, NONE), dotted).toBe(!inside);
    }),
    { numRuns: 2_000 },
  );
});

test('the setting is a list of ranges; an empty one allows nothing', () => {
  const ranges = readRanges(' 10.1.0.0/16, fd00:1::/32 ,');
  for (const address of ['10.1.2.3', 'fd00:1::5']) expect(isWithin(ranges, address)).toBe(true);
  for (const address of ['10.2.0.1', 'fd00:2::5', '127.0.0.1', '::1'])
    expect(isWithin(ranges, address), address).toBe(false);
  for (const address of ['127.0.0.1', '::1', '0.0.0.0'])
    expect(isWithin(readRanges(''), address)).toBe(false);
});
