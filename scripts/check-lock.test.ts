import { expect, test } from 'vitest';
import { isFit, missingPlatforms, type Packages, unfitLicences, untrusted } from './check-lock.ts';

test('Reports a platform package that is named but not locked', () => {
  const packages: Packages = {
    'node_modules/a': { optionalDependencies: { 'a-linux': '1', 'a-darwin': '1' } },
    'node_modules/a-linux': {},
    'apps/web/node_modules/b': { optionalDependencies: { 'b-linux': '1' } },
    'apps/web/node_modules/b/node_modules/b-linux': {},
  };
  expect(missingPlatforms(packages)).toEqual([
    'node_modules/a names a-darwin, which the lock does not have',
  ]);
});

test('Reports packages bound to a host, and packages without a checksum', () => {
  const packages: Packages = {
    'node_modules/bound': { resolved: 'https://mirror.example/bound.tgz', integrity: 'sha512-x' },
    'node_modules/loose': {},
    'node_modules/sound': { integrity: 'sha512-x' },
    'node_modules/own': { resolved: 'apps/own', link: true },
  };
  expect(untrusted(packages)).toEqual([
    'node_modules/bound is bound to one host in the lock',
    'node_modules/loose has no checksum in the lock',
  ]);
});

test('Reports licences that do not fit, in what runs', () => {
  const packages: Packages = {
    'node_modules/fine': { license: 'MIT' },
    'node_modules/odd': { license: 'SSPL-1.0' },
    'node_modules/tool': { license: 'SSPL-1.0', dev: true },
    'node_modules/silent': {},
  };
  expect(unfitLicences(packages)).toEqual([
    'node_modules/odd is under SSPL-1.0',
    'node_modules/silent is under no stated licence',
  ]);
});

test('One fitting choice is enough; of licences that hold together, all must fit', () => {
  expect(isFit('(MIT OR SSPL-1.0)')).toBe(true);
  expect(isFit('MIT AND SSPL-1.0')).toBe(false);
  expect(isFit('Apache-2.0 AND LGPL-3.0-or-later AND MIT')).toBe(true);
});
