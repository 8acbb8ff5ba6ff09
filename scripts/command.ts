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
}

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
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output });
    });
  });
}

export function stopCommands(): void {
  for (const child of running) child.kill('SIGTERM');
}
