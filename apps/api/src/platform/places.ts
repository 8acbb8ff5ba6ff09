import { readFileSync } from 'node:fs';
import { BlockList, isIP } from 'node:net';
import { type CityResponse, type CountryResponse, Reader } from 'mmdb-lib';
import type { Env } from './env.ts';
import type { Language } from './languages.ts';

/** Where in the world a network address is, as far as a file on this machine knows. Nobody else is asked. */
export interface Place {
  /** ISO 3166-1, two letters. */
  country: string | null;
  city: string | null;
  /** Whether it is of this machine or of a network around it, which is nowhere in particular. */
  local: boolean;
}

/** Private, link-local and loopback addresses (RFC 1918, 3927, 4193, 4291, 6598). */
const local = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  local.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  local.addSubnet(network, bits, 'ipv6');

type Known = Partial<CityResponse & CountryResponse> & { country_code?: string };

const readers = new Map<string, Reader<CityResponse>>();

/** Read once, at start: a file that is none is a mistake that is told at once. */
export function openPlaces({ IP_LOCATION_FILE: path }: Pick<Env, 'IP_LOCATION_FILE'>): void {
  if (path && !readers.has(path)) readers.set(path, new Reader<CityResponse>(readFileSync(path)));
}

/** Null where nothing is known of it. */
export function placeOf(
  env: Pick<Env, 'IP_LOCATION_FILE'>,
  address: string,
  language: Language,
): Place | null {
  const family = isIP(address);
  if (!family) return null;
  if (local.check(address, family === 6 ? 'ipv6' : 'ipv4'))
    return { country: null, city: null, local: true };
  if (!env.IP_LOCATION_FILE) return null;
  openPlaces(env);
  const known = readers.get(env.IP_LOCATION_FILE)?.get(address) as Known | null | undefined;
  // The files in use have two shapes: with the names of everything, or with the bare code of the country.
  const country = known?.country?.iso_code ?? known?.country_code ?? null;
  if (!country) return null;
  const names = known?.city?.names;
  return { country, city: names?.[language] ?? names?.en ?? null, local: false };
}
