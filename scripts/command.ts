import { type ChildProcess, spawn } from 'node:child_process';

export interface CommandResult {
  code: number;
  output: string;
}

export interface CommandOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Let the person see it as it comes, instead of collecting it. */
  live?: boolean;
  /** It is asked to end when it takes longer, and fails. In milliseconds. */
  limitMs?: number;
}

/** So long whoever is asked to end may take to clear up. */
const CLEARING_MS = 15_000;

const running = new Set<ChildProcess>();

export function runNode(args: string[], options: CommandOptions): Promise<CommandResult> {
  return runCommand(process.execPath, args, options);
}

/** Runs to the end, whatever the end is. */
export function runCommand(
  command: string,
  args: string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: options.live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
      });
    }
    const limit = options.limitMs === undefined ? null : endAfter(child, options.limitMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      limit?.lift();
      if (limit?.reached)
        output += `\nIt was still under way after ${(options.limitMs ?? 0) / 1_000} s.`;
      if (signal) output += `\nended by ${signal}`;
      resolve({ code: limit?.reached ? 1 : (code ?? 1), output });
    });
  });
}

export function stopCommands(): void {
  for (const child of running) child.kill('SIGTERM');
}

function endAfter(child: ChildProcess, milliseconds: number) {
  const limit = { reached: false, lift: () => clearTimeout(timer) };
  let timer = setTimeout(() => {
    limit.reached = true;
    child.kill('SIGINT');
    timer = setTimeout(() => child.kill('SIGKILL'), CLEARING_MS);
  }, milliseconds);
  return limit;
}
