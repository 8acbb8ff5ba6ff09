import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { locationFile } from '../testing/location-file.ts';
import { openPlaces, placeOf } from './places.ts';

const folder = mkdtempSync(join(tmpdir(), 'places-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'places.mmdb');
writeFileSync(
  file,
  locationFile({
    '81.2.69.0/24': {
      country: { iso_code: 'GB' },
      city: { names: { en: 'London', 'zh-CN': '伦敦' } },
    },
    '202.96.0.0/16': { country: { iso_code: 'CN' }, city: { names: { en: 'Shanghai' } } },
    '1.1.1.0/24': { country_code: 'AU' },
  }),
);
const known = { IP_LOCATION_FILE: file };

test('a public address is where the file says, in the language that is asked for', () => {
  const london = { country: 'GB', local: false };
  expect(placeOf(known, '81.2.69.142', 'en')).toEqual({ ...london, city: 'London' });
  expect(placeOf(known, '81.2.69.0', 'zh-CN')).toEqual({ ...london, city: '伦敦' });
  expect(placeOf(known, '202.96.255.255', 'zh-CN')).toEqual({
    country: 'CN',
    city: 'Shanghai',
    local: false,
  });
  expect(placeOf(known, '1.1.1.1', 'en')).toEqual({ country: 'AU', city: null, local: false });
});

test('an address that the file does not know is nowhere, and so is every one without a file', () => {
  expect(placeOf(known, '81.2.70.1', 'en')).toBeNull();
  expect(placeOf(known, '2001:4860:4860::8888', 'en')).toBeNull();
  expect(placeOf({ IP_LOCATION_FILE: undefined }, '81.2.69.142', 'en')).toBeNull();
  expect(placeOf(known, 'nonsense', 'en')).toBeNull();
});

test('an address of a local network is said to be of one, with a file or without', () => {
  const here = ['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.7', '169.254.1.1', '100.64.0.9'];
  for (const address of [...here, '::1', 'fd00::1', 'fe80::1'])
    for (const env of [known, { IP_LOCATION_FILE: undefined }])
      expect(placeOf(env, address, 'en'), address).toEqual({
        country: null,
        city: null,
        local: true,
      });
  for (const address of ['172.32.0.1', '100.128.0.1', '11.0.0.1'])
    expect(placeOf(known, address, 'en'), address).toBeNull();
});

test('a file that is none is told when the server starts', () => {
  const nonsense = join(folder, 'nonsense.mmdb');
  writeFileSync(nonsense, 'nonsense');
  expect(() => openPlaces({ IP_LOCATION_FILE: nonsense })).toThrow();
  expect(() => openPlaces({ IP_LOCATION_FILE: join(folder, 'missing.mmdb') })).toThrow(/ENOENT/);
  expect(() => openPlaces(known)).not.toThrow();
});
