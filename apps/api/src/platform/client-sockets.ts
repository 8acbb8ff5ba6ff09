import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';

/** So often a sign of life is asked for; a socket that has not given any by the next time is gone. */
const KEEP_ALIVE_MS = 12_000;
/** All are asked in so many crowds, one after the other, so that ten thousand pings do not leave at once. */
const CROWDS = 12;
/** Sockets that are to end within so long of each other end together. */
const TOGETHER_MS = 50;
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;
/** A client that is there answers a closing at once. */
const CLOSING_MS = 2_000;

/**
 * The server's end of a socket. There are thousands that say nothing for hours, so none has a timer, a listener or a
 * function of its own: what they do is here and in `SocketKeeper`, and what is kept for them are their fields.
 */
export class ClientSocket extends WebSocket {
  /** The connection beneath it, once it is open. */
  wire: Duplex | null = null;
  /** When `expire` is called, in milliseconds since 1970. Set by `SocketKeeper.expireAt`. */
  expiresAt = Number.POSITIVE_INFINITY;
  silent = false;
  crowd = 0;

  /** Its time is up. */
  expire(): void {
    this.terminate();
  }

  /** The client has said something. */
  hear(_text: string): void {}

  /** It is closed, whoever has closed it. */
  ended(_code: number, _reason: string): void {}

  /** In place of listeners, of which every socket would keep a table. */
  override emit(event: string | symbol, ...[first, second]: unknown[]): boolean {
    if (event === 'message') this.hear(String(first));
    else if (event === 'pong') this.silent = false;
    else if (event === 'close') this.ended(Number(first), String(second));
    // What is wrong is said by the code that it closes with; told to nobody, an error would end the process.
    else if (event !== 'error') return super.emit(event, first, second);
    return true;
  }

  askForSign(): void {
    if (this.readyState !== this.OPEN) return;
    if (this.silent) this.terminate();
    else {
      this.silent = true;
      this.ping();
    }
  }

  /** Resolves once less than so many bytes wait for the reader, or they are gone. */
  async room(most: number): Promise<void> {
    const { wire } = this;
    if (!wire || this.readyState === this.CLOSED || this.bufferedAmount <= most) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        wire.off('drain', go);
        wire.off('close', go);
        resolve();
      };
      wire.once('drain', go);
      wire.once('close', go);
    });
  }
}

/** Knows all sockets, asks them for signs of life and ends them when their time is up, with two timers for all of them. */
export class SocketKeeper {
  readonly #sockets = new Set<ClientSocket>();
  readonly #asking: NodeJS.Timeout;
  readonly #closingMs: number;
  #crowd = 0;
  #arrived = 0;
  #expiring: NodeJS.Timeout | undefined;
  #next = Number.POSITIVE_INFINITY;
  #empty: (() => void) | null = null;

  constructor(keepAliveMs = KEEP_ALIVE_MS, closingMs = CLOSING_MS) {
    this.#closingMs = closingMs;
    this.#asking = setInterval(() => this.#ask(), keepAliveMs / CROWDS);
  }

  keep(socket: ClientSocket, wire: Duplex): void {
    socket.wire = wire;
    this.#arrived += 1;
    socket.crowd = this.#arrived % CROWDS;
    this.#sockets.add(socket);
  }

  /** Once it has ended. */
  forget(socket: ClientSocket): void {
    this.#sockets.delete(socket);
    if (this.#sockets.size === 0) this.#empty?.();
  }

  expireAt(socket: ClientSocket, instant: number): void {
    socket.expiresAt = instant;
    if (instant < this.#next) this.#arm(instant);
  }

  /** Resolves when the last socket has been forgotten; those that do not answer are cut off. */
  async close(code: number, reason: string): Promise<void> {
    clearInterval(this.#asking);
    clearTimeout(this.#expiring);
    for (const socket of this.#sockets) socket.close(code, reason);
    if (this.#sockets.size === 0) return;
    const cut = setTimeout(() => {
      for (const socket of this.#sockets) socket.terminate();
    }, this.#closingMs);
    await new Promise<void>((resolve) => {
      this.#empty = resolve;
    });
    clearTimeout(cut);
  }

  #arm(instant: number): void {
    clearTimeout(this.#expiring);
    this.#next = instant;
    const wait = Math.max(instant - Date.now(), TOGETHER_MS);
    this.#expiring = setTimeout(() => this.#expire(), Math.min(wait, LONGEST_TIMEOUT_MS));
  }

  #expire(): void {
    const now = Date.now();
    let next = Number.POSITIVE_INFINITY;
    for (const socket of this.#sockets) {
      if (socket.expiresAt > now) next = Math.min(next, socket.expiresAt);
      else {
        socket.expiresAt = Number.POSITIVE_INFINITY;
        socket.expire();
      }
    }
    this.#next = next;
    if (next < Number.POSITIVE_INFINITY) this.#arm(next);
  }

  #ask(): void {
    this.#crowd = (this.#crowd + 1) % CROWDS;
    for (const socket of this.#sockets) if (socket.crowd === this.#crowd) socket.askForSign();
  }
}
