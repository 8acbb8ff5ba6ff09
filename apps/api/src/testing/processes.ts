import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { API_COMMAND, buildApi } from '../../../../scripts/build-api.ts';
import { freePort } from '../../../../scripts/services/ports.ts';
import { SECRETS, WIDE_LIMITS } from './secrets.ts';

const API_FOLDER = fileURLToPath(new URL('../..', import.meta.url));
const READY_MS = 60_000;

export interface ServerCommand {
  /** Arguments to Node. */
  args: string[];
  cwd: string;
  env: Record<string, string>;
  port: number;
  /** Answers with success once the server can be used. */
  readyPath: string;
}

/** A real server process that can be killed and started again on the same port. */
export class ServerProcess {
  readonly url: string;
  #child: ChildProcess | undefined;
  #output = '';

  constructor(readonly command: ServerCommand) {
    this.url = `http://127.0.0.1:${command.port}`;
    process.once('exit', () => this.#child?.kill('SIGKILL'));
  }

  async start(): Promise<this> {
    const { args, cwd, env } = this.command;
    const child = spawn(process.execPath, args, {
      cwd,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const keep = (chunk: Buffer) => {
      this.#output = (this.#output + chunk).slice(-10_000);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    await this.#ready(child);
    return this;
  }

  /** The last of what it printed. */
  get output(): string {
    return this.#output;
  }

  async #ready(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + READY_MS;
    while (Date.now() < deadline) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      const answer = await fetch(this.url + this.command.readyPath).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${this.command.args.join(' ')} did not become ready:\n${this.#output}`);
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  /** Whether it was started and has not ended, by whatever cause. */
  get running(): boolean {
    const child = this.#child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** Stands still, as a machine does that is short of everything, until `thaw`. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Ends the process: at once and without a word, or as an operator would. */
  async stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const child = this.#child;
    if (!child || !this.running) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }
}

/** The API as `npm start` runs it. */
export class ApiProcess extends ServerProcess {
  constructor(port: number, env: Record<string, string>, nodeArgs: readonly string[] = []) {
    super({
      args: [...nodeArgs, ...API_COMMAND],
      cwd: API_FOLDER,
      env: { LOG_LEVEL: 'warn', API_PORT: String(port), ...SECRETS, ...WIDE_LIMITS, ...env },
      port,
      readyPath: '/health/ready',
    });
  }

  override async start(): Promise<this> {
    await buildApi();
    return super.start();
  }
}

/** Two processes on one database, which count together in Redis or, where they know of none, in PostgreSQL. */
export async function startPair(
  databaseUrl: string,
  redisUrl: string | null,
  settings: Record<string, string>,
): Promise<{ urlOf: (index: number) => string; stop: () => Promise<void> }> {
  const env = {
    ...settings,
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: '4',
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
  };
  const ports = [await freePort(), await freePort()];
  const pair = ports.map((port) => new ApiProcess(port, env));
  const stop = async () => {
    await Promise.all(pair.map((process) => process.stop()));
  };
  await Promise.all(pair.map((process) => process.start()));
  return { urlOf: (index) => pair[index % 2]?.url ?? '', stop };
}
