import { type ChildProcess, spawn } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  statSync,
  type WriteStream,
} from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, type Say } from '../terminal.ts';
import { killGroup, RunFile, startedByNpm, stopGroup } from './run-file.ts';

export interface ProcessSpec {
  name: string;
  /** Arguments to Node, which every child of ours is run by. */
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
}

export interface ServiceSpec extends ProcessSpec {
  /** Answers with success once the service can be used. */
  readyUrl: string;
}

interface Running {
  child: ChildProcess;
  lastLines: string[];
}

const BACKOFF_SECONDS = [1, 2, 4, 8, 10];
const STEADY_MS = 60_000;
const READY_WITHIN_MS = 120_000;
const KEPT_LINES = 25;
const LOG_LIMIT = 10 * 1024 * 1024;

/** The children of one `npm start`: logged, restarted when they fall, stopped in reverse order. */
export class Processes {
  private stopping = false;
  private readonly stops: (() => Promise<void>)[] = [];
  private readonly groups = new Set<number>();

  private constructor(
    private readonly runFile: RunFile,
    private readonly logFolder: string,
    private readonly say: Say,
    private readonly showAll: boolean,
  ) {}

  static async open(dataFolder: string, say: Say, { showAll = false } = {}): Promise<Processes> {
    const logFolder = join(dataFolder, 'logs');
    const runFile = await RunFile.claim(join(dataFolder, 'run.json'));
    // Only this one: the folder itself must let the database's user pass.
    mkdirSync(logFolder, { recursive: true, mode: 0o700 });
    return new Processes(runFile, logFolder, say, showAll);
  }

  logFile(name: string): string {
    return join(this.logFolder, `${name}.log`);
  }

  /** Ctrl-C once stops everything in order, a second one at once. */
  stopOnSignals(): void {
    let since = 0;
    const onSignal = () => {
      // npm passes on the Ctrl-C that the terminal has sent to us already.
      if (since > 0 && Date.now() - since < 500) return;
      if (since > 0) {
        for (const pid of this.groups) killGroup(pid);
        process.exit(1);
      }
      since = Date.now();
      this.say('Stopping …');
      void this.stop().finally(() => process.exit(0));
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
    process.on('uncaughtException', (error) => {
      console.error(error);
      void this.stop().finally(() => process.exit(1));
    });
    // A killed npm cannot pass anything on.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (!startedByNpm || process.ppid === parent) return;
      clearInterval(watch);
      onSignal();
    }, 500);
    watch.unref();
  }

  onStop(stop: () => Promise<void>): void {
    this.stops.push(stop);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const stop of this.stops.splice(0).reverse()) await stop();
    this.runFile.release();
  }

  /** Runs to its end; fails with what it printed last. */
  async run(spec: ProcessSpec): Promise<void> {
    await this.stillWanted();
    const { child, lastLines } = this.spawn(spec, false);
    const stopThis = () => stopGroup(child.pid ?? 0);
    this.stops.push(stopThis);
    const outcome = await ended(child);
    this.stops.splice(this.stops.indexOf(stopThis), 1);
    await this.stillWanted();
    if (outcome !== 'code 0') throw this.failure(spec.name, `failed (${outcome})`, lastLines);
  }

  /** Resolves when the service is ready; from then on it is started again whenever it ends by itself. */
  async start(spec: ServiceSpec): Promise<void> {
    await this.stillWanted();
    let running = this.spawn(spec, true);
    this.stops.push(async () => {
      if (running.child.pid) await stopGroup(running.child.pid);
    });
    if (!(await this.isReady(running.child, spec.readyUrl))) {
      await sleep(50);
      throw this.failure(spec.name, 'did not start', running.lastLines);
    }
    void this.keepRunning(spec, running, (next) => {
      running = next;
    });
  }

  /** Once stopping has begun, whoever wants to go on waits for the end of this process. */
  private async stillWanted(): Promise<void> {
    if (this.stopping) await new Promise(() => {});
  }

  private async keepRunning(
    spec: ServiceSpec,
    first: Running,
    replaced: (next: Running) => void,
  ): Promise<void> {
    let running = first;
    let since = Date.now();
    for (let falls = 0; ; falls += 1) {
      const outcome = await ended(running.child);
      if (running.child.pid) killGroup(running.child.pid);
      if (this.stopping) return;
      if (Date.now() - since > STEADY_MS) falls = 0;
      const pause = BACKOFF_SECONDS[Math.min(falls, BACKOFF_SECONDS.length - 1)] ?? 1;
      this.say(`${spec.name} ended (${outcome}); starting it again in ${pause} s.`);
      await sleep(pause * 1000);
      if (this.stopping) return;
      running = this.spawn(spec, true);
      since = Date.now();
      replaced(running);
      if (await this.isReady(running.child, spec.readyUrl)) this.say(`${spec.name} is back.`);
    }
  }

  private spawn(spec: ProcessSpec, lasting: boolean): Running {
    const child = spawn(process.execPath, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.once('error', () => {});
    if (child.pid) {
      this.groups.add(child.pid);
      if (lasting) this.runFile.add(spec.name, child.pid);
    }
    return { child, lastLines: this.follow(child, spec.name) };
  }

  private follow(child: ChildProcess, name: string): string[] {
    const log = openLog(this.logFile(name));
    const lastLines: string[] = [];
    for (const [stream, isError] of [
      [child.stdout, false],
      [child.stderr, true],
    ] as const) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        lastLines.push(line);
        if (lastLines.length > KEPT_LINES) lastLines.shift();
        if (this.showAll || isError || isLoggedError(line)) this.say(`[${name}] ${line}`);
      });
    }
    child.once('close', () => log.end());
    return lastLines;
  }

  private async isReady(child: ChildProcess, url: string): Promise<boolean> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
      if (await answers(url)) return true;
      await sleep(50);
    }
    return false;
  }

  private failure(name: string, what: string, lastLines: string[]): Refusal {
    const shown = this.showAll ? '' : `\n${lastLines.map((line) => `  ${line}`).join('\n')}`;
    return new Refusal(`${name} ${what}; its log is ${this.logFile(name)}${shown}`);
  }
}

function ended(child: ChildProcess): Promise<string> {
  const outcome = () => child.signalCode ?? `code ${child.exitCode}`;
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(outcome());
  return new Promise((resolve) => {
    // Its last words may still be on their way; a grandchild may hold the pipe open for ever.
    child.once('exit', () => setTimeout(() => resolve(outcome()), 50));
    child.once('error', (error) => resolve(error.message));
  });
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    // A connection kept alive would hold up the server when it is told to stop.
    const request = get(url, { agent: false, timeout: 10_000 }, (response) => {
      response.resume();
      resolve((response.statusCode ?? 500) < 400);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => resolve(false));
  });
}

/** Our servers log one JSON object per line; 50 is an error there. */
function isLoggedError(line: string): boolean {
  return /^\{"level":(50|60),/.test(line);
}

function openLog(file: string): WriteStream {
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.old`);
  return createWriteStream(file, { flags: 'a' });
}
