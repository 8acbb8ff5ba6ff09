import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from './backend.ts';
import type { Delivered } from './catalogue.ts';
import { encodeCursor, type Position } from './cursor.ts';
import { Follower, type Operation, type Output } from './follower.ts';
import { readReplay, readState, refusal } from './log.ts';

/** Ways to read the event stream: page by page, live to a socket, live as an iterator. */

export interface EventsRead {
  events: Delivered[];
  cursor: string;
  caughtUp: boolean;
}

/** One page of what a viewer missed, in the same terms as the live stream. */
export async function readEvents(
  { pool }: Backend,
  viewer: Viewer,
  position: Position | null,
  limit: number,
): Promise<EventsRead> {
  const state = await readState(pool);
  const now = encodeCursor({ epoch: state.epoch, horizon: state.horizon });
  if (!position) return { events: [], cursor: now, caughtUp: true };
  const reason = refusal(position, state);
  if (reason)
    return { events: [{ kind: 'Reset', reason, cursor: now }], cursor: now, caughtUp: true };

  const page = await readReplay(pool, viewer.accountId, position, limit);
  const nextHorizon = position.replaying?.nextHorizon ?? page.state.horizon;
  const { epoch, horizon } = position;
  const events = page.events.map((event) => ({
    ...event,
    cursor: encodeCursor({
      epoch,
      horizon,
      replaying: { streamId: event.streamId, seq: event.seq, nextHorizon },
    }),
  }));
  const last = events.at(-1);
  return {
    events,
    cursor: page.more && last ? last.cursor : encodeCursor({ epoch, horizon: nextHorizon }),
    caughtUp: !page.more && !position.replaying,
  };
}

/** Starts to follow, until `unfollow`; the output's `end` is called when the stream cannot go on and has to be resumed. */
export function follow(
  { hub, presence, log }: Backend,
  viewer: Viewer,
  position: Position | null,
  output: Output,
): Follower {
  const follower = new Follower(viewer, output);
  presence.arrive(viewer);
  hub.run(follower, position).catch((error: Error) => {
    log.warn({ error: error.message }, 'A replay was interrupted');
    output.end();
  });
  return follower;
}

export function unfollow({ hub, presence }: Backend, follower: Follower): void {
  if (follower.closed) return;
  hub.leave(follower);
  presence.depart(follower.viewer);
}

/** What may wait for a slow reader before it is cut off. */
const MOST_QUEUED = 10_000;
/** What a reader missed is read from the log this far ahead of them. */
const READ_AHEAD = 500;

/** The stream as an iterator, for subscriptions that GraphQL executes by itself. */
export const followAsEvents = (backend: Backend, viewer: Viewer, position: Position | null) =>
  queued<Delivered>((queue) => {
    const follower = follow(backend, viewer, position, { kind: 'events', ...queue });
    return () => unfollow(backend, follower);
  });

/** The stream as an iterator of finished responses, for transports that only write them down (SSE). */
export const followAsResponses = (
  backend: Backend,
  viewer: Viewer,
  position: Position | null,
  operation: Operation,
) =>
  queued<string>(({ push, ...reader }) => {
    const write = (responses: readonly string[]) => {
      for (const response of responses) push(response);
    };
    const output = { kind: 'responses' as const, operation, write, ...reader };
    const follower = follow(backend, viewer, position, output);
    return () => unfollow(backend, follower);
  });

interface Queue<Item> {
  push(item: Item): void;
  room(): Promise<void>;
  end(): void;
}

/** What somebody fills as an iterator, until its reader returns or `end` is called; `start` answers how to leave. */
function queued<Item extends object | string>(
  start: (queue: Queue<Item>) => () => void,
): AsyncGenerator<Item> {
  const queue: Item[] = [];
  let wake: (() => void) | null = null;
  let makeRoom: (() => void) | null = null;
  let over = false;
  const signal = () => {
    wake?.();
    wake = null;
  };
  const end = () => {
    over = true;
    signal();
    makeRoom?.();
  };
  const push = (item: Item) => {
    // Behind something that was left out nothing may come: its cursor would pass over that.
    if (over) return;
    if (queue.push(item) > MOST_QUEUED) end();
    signal();
  };
  const room = async () => {
    if (queue.length < READ_AHEAD || over) return;
    await new Promise<void>((resolve) => {
      makeRoom = resolve;
    });
  };
  const leave = start({ push, room, end });
  const stop = async (): Promise<IteratorResult<Item>> => {
    leave();
    end();
    return { value: undefined, done: true };
  };
  const iterator = {
    async next(): Promise<IteratorResult<Item>> {
      for (;;) {
        const value = queue.shift();
        if (queue.length < READ_AHEAD) makeRoom?.();
        if (value) return { value, done: false };
        if (over) return stop();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    return: stop,
    throw: stop,
    [Symbol.asyncIterator]() {
      return iterator;
    },
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
  return iterator as AsyncGenerator<Item>;
}
