import type { LiveOperations, SharedOperation } from './graphql/live.ts';
import type { ClientSocket } from './platform/client-sockets.ts';
import { FramePress } from './platform/frames.ts';
import type { Viewer } from './platform/viewer.ts';
import type { Backend } from './realtime/backend.ts';
import type { Position } from './realtime/cursor.ts';
import type { Follower } from './realtime/follower.ts';
import { follow, unfollow } from './realtime/reading.ts';
import type { Running } from './socket-protocol.ts';

/** RFC 6455: the server asks to come back; clients of graphql-ws do, with their cursor. */
const TRY_AGAIN_LATER = 1013;
const PRESS = new FramePress((id) => `{"id":${JSON.stringify(id)},"type":"next","payload":`, '}');
/** What a reader missed is written while less than this part of the buffer waits: the rest is for what happens live. */
const READ_AHEAD = 1 / 8;

interface Subscribed {
  socket: ClientSocket & { readonly viewer: Viewer };
  id: string;
  operation: SharedOperation;
  after: Position | null;
}

/** What all of them are served with. */
interface Served {
  backend: Backend;
  live: LiveOperations;
}

/** A socket's subscription to `events`: where the hub writes to. */
export class LiveSubscription implements Running {
  readonly id: string;
  readonly operation: SharedOperation;
  readonly #served: Served;
  readonly #socket: ClientSocket;
  readonly #follower: Follower;

  constructor(served: Served, { socket, id, operation, after }: Subscribed) {
    this.id = id;
    this.operation = operation;
    this.#served = served;
    this.#socket = socket;
    this.#follower = follow(served.backend, socket.viewer, after, this);
  }

  get kind(): 'responses' {
    return 'responses';
  }

  /**
   * Past `ws`, which would turn the text into bytes again for each socket. It keeps nothing back that would have to come
   * first: nothing here is compressed.
   */
  write(responses: readonly string[]): void {
    const socket = this.#socket;
    const { wire } = socket;
    if (!wire || socket.readyState !== socket.OPEN) return;
    if (responses.length > 1) wire.cork();
    for (const json of responses) wire.write(PRESS.press(this.id, json));
    if (responses.length > 1) wire.uncork();
    // Whoever reads too slowly is cut off before the backlog hurts others; nothing is lost, it comes back by cursor.
    if (socket.bufferedAmount > this.#served.backend.env.SOCKET_BUFFER_BYTES) this.end();
  }

  room(): Promise<void> {
    return this.#socket.room(this.#served.backend.env.SOCKET_BUFFER_BYTES * READ_AHEAD);
  }

  end(): void {
    this.#socket.close(TRY_AGAIN_LATER, 'Resume with your cursor');
  }

  stop(): void {
    if (this.#follower.closed) return;
    unfollow(this.#served.backend, this.#follower);
    this.#served.live.release(this.operation);
  }
}
