import type { LiveOperations, SharedOperation } from './graphql/live.ts';
import type { ClientSocket } from './platform/client-sockets.ts';
import { FramePress } from './platform/frames.ts';
import type { Viewer } from './platform/viewer.ts';
import type { Backend } from './realtime/backend.ts';
import type { Position } from './realtime/cursor.ts';
import type { Follower } from './realtime/follower.ts';
import { follow, unfollow } from './realtime/reading.ts';

/** RFC 6455: the server asks to come back; clients of graphql-ws do, with their cursor. */
const TRY_AGAIN_LATER = 1013;
const PRESS = new FramePress('}');
/** What a reader missed is written while less than this part of the buffer waits: the rest is for what happens live. */
const READ_AHEAD = 1 / 8;

interface Subscribed {
  socket: ClientSocket;
  viewer: Viewer;
  id: string;
  operation: SharedOperation;
  after: Position | null;
}

/**
 * Where the hub writes to, and for the library an iterator that yields nothing. What its `next` answers never settles and
 * is kept by nobody, and so is nothing of what the library waits with: the function, the document, the message it came in.
 */
export class LiveSubscription {
  readonly kind = 'responses';
  readonly operation: SharedOperation;
  readonly #backend: Backend;
  readonly #live: LiveOperations;
  readonly #socket: ClientSocket;
  readonly #opening: string;
  readonly #follower: Follower;

  constructor(backend: Backend, live: LiveOperations, subscribed: Subscribed) {
    this.operation = subscribed.operation;
    this.#backend = backend;
    this.#live = live;
    this.#socket = subscribed.socket;
    this.#opening = `{"id":${JSON.stringify(subscribed.id)},"type":"next","payload":`;
    this.#follower = follow(backend, subscribed.viewer, subscribed.after, this);
  }

  /**
   * Past the library, which would turn the text into bytes again for each socket. It keeps nothing back that would have to
   * come first: nothing here is compressed.
   */
  write(responses: readonly string[]): void {
    const socket = this.#socket;
    const { wire } = socket;
    if (!wire || socket.readyState !== socket.OPEN) return;
    if (responses.length > 1) wire.cork();
    for (const json of responses) wire.write(PRESS.press(this.#opening, json));
    if (responses.length > 1) wire.uncork();
    // Whoever reads too slowly is cut off before the backlog hurts others; nothing is lost, it comes back by cursor.
    if (socket.bufferedAmount > this.#backend.env.SOCKET_BUFFER_BYTES) this.end();
  }

  room(): Promise<void> {
    return this.#socket.room(this.#backend.env.SOCKET_BUFFER_BYTES * READ_AHEAD);
  }

  end(): void {
    this.#socket.close(TRY_AGAIN_LATER, 'Resume with your cursor');
  }

  next(): Promise<IteratorResult<never>> {
    return new Promise(() => {});
  }

  async return(): Promise<IteratorResult<never>> {
    if (!this.#follower.closed) {
      unfollow(this.#backend, this.#follower);
      this.#live.release(this.operation);
    }
    return { value: undefined as never, done: true };
  }

  throw(): Promise<IteratorResult<never>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
