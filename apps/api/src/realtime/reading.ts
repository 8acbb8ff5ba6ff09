import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from './backend.ts';
import type { Delivered } from './catalogue.ts';
import { encodeCursor, type Position } from './cursor.ts';
import type { Follower, Output } from './follower.ts';
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

/** Starts to follow; `ended` is told when the stream cannot go on and has to be resumed by its cursor. */
export function follow(
  { hub, presence, log }: Backend,
  viewer: Viewer,
  position: Position | null,
  output: Output,
  ended: () => void,
): () => void {
  const follower: Follower = hub.createFollower(viewer, output, ended);
  presence.arrive(viewer.accountId);
  hub.run(follower, position).catch((error: Error) => {
    log.warn({ error: error.message }, 'A replay was interrupted');
    ended();
  });
  return () => {
    if (follower.closed) return;
    hub.leave(follower);
    presence.depart(viewer.accountId);
  };
}

/** Events that may wait in an iterator for a slow reader before it is cut off. */
const MOST_QUEUED = 10_000;

/** The stream as an iterator, for transports that execute each event themselves (SSE). */
export function followAsIterator(
  backend: Backend,
  viewer: Viewer,
  position: Position | null,
): AsyncGenerator<Delivered> {
  const queue: Delivered[] = [];
  let wake: (() => void) | null = null;
  let over = false;
  const signal = () => {
    wake?.();
    wake = null;
  };
  const end = () => {
    over = true;
    signal();
  };
  const push = (item: Delivered) => {
    if (queue.push(item) > MOST_QUEUED) end();
    signal();
  };
  const leave = follow(backend, viewer, position, { kind: 'iterator', push }, end);
  const stop = async (): Promise<IteratorResult<Delivered>> => {
    leave();
    end();
    return { value: undefined, done: true };
  };
  const iterator = {
    async next(): Promise<IteratorResult<Delivered>> {
      for (;;) {
        const value = queue.shift();
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
  return iterator as AsyncGenerator<Delivered>;
}
