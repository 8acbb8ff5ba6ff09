import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.ts';

export interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  link?: boolean;
  dev?: boolean;
  /** Only needed by tools, or by an optional peer: not part of what runs. */
  devOptional?: boolean;
  inBundle?: boolean;
  optionalDependencies?: Record<string, string>;
}

export type Packages = Record<string, LockedPackage>;

/** Licences under which anyone may run, change and pass on what we depend on. */
const LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'CC0-1.0',
  'ISC',
  'LGPL-3.0-or-later',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Python-2.0',
  'PSF-2.0',
  'Unlicense',
]);

export function checkLock(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return [...missingPlatforms(packages), ...untrusted(packages), ...unfitLicences(packages)];
}

/**
 * npm leaves a platform's package out of the lock without a word when the registry lacks it at that moment.
 * The lock then works for its author and fails, or gives no native program, on another system.
 */
export function missingPlatforms(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !foldersFor(path, name).some((folder) => packages[folder]))
      .map((name) => `${path || 'the root'} names ${name}, which the lock does not have`),
  );
}

/** Where Node would look for `name` from `path`, nearest first. */
function foldersFor(path: string, name: string): string[] {
  const parts = path.split('/node_modules/');
  const folders = parts.map(
    (_, index) => `${parts.slice(0, index + 1).join('/node_modules/')}/node_modules/${name}`,
  );
  return [...folders.reverse(), `node_modules/${name}`];
}

export function untrusted(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, locked]) => {
    if (/^[a-z+]+:\/\//.test(locked.resolved ?? ''))
      return [`${path} is bound to one host in the lock`];
    const isPackage = path.includes('node_modules/') && !locked.link && !locked.inBundle;
    return isPackage && !locked.integrity ? [`${path} has no checksum in the lock`] : [];
  });
}

export function unfitLicences(packages: Packages): string[] {
  return Object.entries(packages)
    .filter(([path]) => path.includes('node_modules/'))
    .filter(([, locked]) => !locked.link && !locked.dev && !locked.devOptional)
    .flatMap(([path, locked]) => {
      const licence = locked.license ?? licenceOf(path);
      return isFit(licence) ? [] : [`${path} is under ${licence ?? 'no stated licence'}`];
    });
}

export function isFit(expression: string | undefined): boolean {
  if (!expression) return false;
  return expression
    .replace(/[()]/g, '')
    .split(/ OR /i)
    .some((choice) => choice.split(/ AND /i).every((name) => LICENCES.has(name.trim())));
}

function licenceOf(path: string): string | undefined {
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return undefined;
  const { license, licenses } = JSON.parse(readFileSync(file, 'utf8'));
  return (
    license?.type ?? license ?? licenses?.map((one: { type: string }) => one.type).join(' OR ')
  );
}
