import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Say } from '../terminal.ts';

export function findOnPath(...names: string[]): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  return firstExecutable(names.flatMap((name) => folders.map((folder) => join(folder, name))));
}

export function firstExecutable(paths: string[]): string | undefined {
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  });
}

export interface SystemPackages {
  apt: string[];
  brew: string[];
}

/** True when the package manager was there, was allowed to, and succeeded. Never asks for a password. */
export function installSystemPackages(packages: SystemPackages, say: Say): boolean {
  const apt = findOnPath('apt-get');
  if (process.platform === 'linux' && apt && process.getuid?.() === 0 && packages.apt.length > 0) {
    say(`Installing ${packages.apt.join(' and ')} with apt-get …`);
    // A stale list is no reason to stop: the package may be known already.
    runQuietly(apt, ['update']);
    return runQuietly(apt, ['install', '-y', '--no-install-recommends', ...packages.apt]);
  }
  const brew = findOnPath('brew') ?? firstExecutable(['/opt/homebrew/bin/brew']);
  if (process.platform === 'darwin' && brew && packages.brew.length > 0) {
    say(`Installing ${packages.brew.join(' and ')} with brew …`);
    return runQuietly(brew, ['install', ...packages.brew]);
  }
  return false;
}

function runQuietly(command: string, args: string[]): boolean {
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', HOMEBREW_NO_ANALYTICS: '1' },
  });
  if (result.status === 0) return true;
  process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  return false;
}
