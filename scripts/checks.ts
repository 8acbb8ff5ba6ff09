import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { checkLock } from './check-lock.ts';
import { checkRepository } from './check-structure.ts';
import { type CommandOptions, runCommand, runNode } from './command.ts';
import { fingerprint } from './fingerprint.ts';
import { apiFolder, root, webFolder } from './paths.ts';
import { type Outcome, type Step, verdict } from './steps.ts';

/** What can be said without running the product. Needs the generated database client. */
export function staticChecks(): Step[] {
  return [
    { name: 'types', run: checkTypes },
    {
      name: 'format',
      run: () =>
        succeeds([
          binOf('@biomejs/biome', 'biome'),
          'ci',
          '--colors=off',
          '--error-on-warnings',
          '.',
        ]),
    },
    { name: 'structure', run: async () => verdict(checkRepository()) },
    { name: 'lock', run: async () => verdict(checkLock()) },
    {
      name: 'schema',
      run: () => succeeds(['--import', 'tsx', 'src/schema-print.ts', '--check'], apiFolder),
    },
    ...contractUsers().flatMap(({ name, folder, command }) => [
      {
        name: `documents of ${name}`,
        run: () => succeeds([binOf('gql.tada', 'gql.tada'), 'check'], folder),
      },
      { name: `generated files of ${name}`, run: () => regenerates(folder, command) },
    ]),
  ];
}

/** Every workspace says for itself how it is checked; turbo runs them side by side. */
async function checkTypes(): Promise<Outcome> {
  const options = ['--concurrency=2', '--continue=always', '--output-logs=errors-only'];
  const outcome = await succeeds([binOf('turbo', 'turbo'), 'run', 'typecheck', ...options]);
  const noise = /typecheck: (?:npm |> |$|cache miss)|WARNING {2}command/;
  const details = outcome.details?.split('\n').filter((line) => !noise.test(line));
  return details ? { ...outcome, details: details.join('\n') } : outcome;
}

async function succeeds(args: string[], cwd: string = root): Promise<Outcome> {
  const options: CommandOptions = { cwd, env: { NO_COLOR: '1' } };
  const { code, output } = await runNode(args, options);
  return verdict(code === 0 ? [] : [output.trim() || `ended with code ${code}`]);
}

/** Workspaces that write GraphQL documents and keep generated files of the contract. */
function contractUsers(): { name: string; folder: string; command: string }[] {
  const workspaces = { web: webFolder, api: apiFolder };
  return Object.entries(workspaces).flatMap(([name, folder]) => {
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return scripts?.schema ? [{ name, folder, command: scripts.schema }] : [];
  });
}

/** Generated files are committed so that a change of the contract is seen; here they must come out the same. */
async function regenerates(folder: string, command: string): Promise<Outcome> {
  const sources = () => fingerprint(folder, { paths: [join(folder, 'src')] });
  const before = sources();
  const PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  const { code, output } = await runCommand('/bin/sh', ['-c', command], {
    cwd: folder,
    env: { PATH },
  });
  if (code !== 0) return verdict([output]);
  const same = sources() === before;
  return verdict(same ? [] : [`${command} changed files in ${folder}: commit the outcome`]);
}

export function binOf(packageName: string, bin: string): string {
  const manifest = join(root, 'node_modules', packageName, 'package.json');
  const { bin: bins } = JSON.parse(readFileSync(manifest, 'utf8'));
  return join(manifest, '..', typeof bins === 'string' ? bins : bins[bin]);
}
