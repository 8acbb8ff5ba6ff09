import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Refusal, type Say, silent } from '../terminal.ts';
import { findOnPath, firstExecutable, installSystemPackages } from './packages.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const DEBIAN_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const APPLICATIONS = ['Google Chrome', 'Chromium'];

export function ensureChromium(say: Say = silent): string {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted && !firstExecutable([wanted])) {
    throw new Refusal(
      `CHROMIUM_PATH is ${wanted}, which cannot be run. Example: /usr/bin/chromium`,
    );
  }
  const found = wanted ?? findChromium();
  const missing = [...(found ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])];
  // Without the font Chinese text is boxes, which spoils screenshots but no test.
  if (missing.length > 0) installSystemPackages({ apt: missing, brew: [] }, say);
  const chromium = found ?? findChromium();
  if (chromium) return chromium;
  throw new Refusal(
    'Chromium is missing and could not be installed: install it (Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM_PATH.',
  );
}

function findChromium(): string | undefined {
  if (process.platform !== 'darwin') return findOnPath(...PROGRAMS);
  return firstExecutable(
    ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
      APPLICATIONS.map((name) => join(folder, `${name}.app/Contents/MacOS/${name}`)),
    ),
  );
}

function hasChineseFont(): boolean {
  if (process.platform === 'darwin') return true;
  if (existsSync(DEBIAN_FONT)) return true;
  const fonts = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' });
  return fonts.status === 0 && fonts.stdout.trim() !== '';
}
