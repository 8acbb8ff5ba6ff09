import type { Viewer } from '../platform/viewer.ts';
import type { BusItem } from './bus.ts';
import type { Delivered } from './catalogue.ts';

/** A subscription's document and variables. Sockets that ask for the same share one, and so share its results. */
export interface Operation {
  /**
   * The response to one event as JSON. For nobody in particular (`null`) it answers null when the document selects
   * something that depends on the viewer: then each subscriber needs a response of their own. Rejects when the event
   * could not be read; it must then be tried again.
   */
  execute(item: Delivered, viewer: Viewer | null): Promise<string | null>;
}

/** Where a follower's events go: to a socket as finished bytes, or into an iterator that GraphQL executes itself. */
export type Output =
  | { kind: 'socket'; operation: Operation; write: (json: string) => void }
  | { kind: 'iterator'; push: (item: Delivered) => void };

/** One subscription of one socket. */
export interface Follower {
  readonly viewer: Viewer;
  readonly output: Output;
  /** The conversations and the account whose events it receives. */
  readonly streams: Set<string>;
  /** Set while it is reading what it missed: live items wait here, so that it receives everything in order. */
  waiting: BusItem[] | null;
  /** How far the current replay has come in each stream, to drop what comes twice at the seam. */
  replayed: Map<string, number>;
  /** Cursor that is true for everything that waited during the current replay. */
  replayCursor: string;
  closed: boolean;
  /** Cuts the follower off, to come back with its cursor: it cannot keep up. */
  readonly end: () => void;
}
