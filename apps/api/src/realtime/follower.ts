import type { Viewer } from '../platform/viewer.ts';
import { concerns, type Delivered, type LoggedEvent } from './catalogue.ts';

/** A subscription's document and variables. Sockets that ask for the same share one, and so share its results. */
export interface Operation {
  /**
   * The response to one event as JSON. For nobody in particular (`null`) it answers null when the document selects
   * something that depends on the viewer: then each subscriber needs a response of their own. Rejects when the event
   * could not be read; it must then be tried again.
   */
  execute(item: Delivered, viewer: Viewer | null): Promise<string | null>;
}

interface Paced {
  /**
   * Resolves once the reader has taken most of what was handed over before. What somebody missed is handed over at their
   * own pace; what happens live waits for nobody.
   */
  room(): Promise<void>;
}

/** What a follower takes: finished responses to its operation, or events that GraphQL executes by itself. */
export type Output = Paced &
  (
    | { kind: 'responses'; operation: Operation; write: (responses: readonly string[]) => void }
    | { kind: 'events'; push: (item: Delivered) => void }
  );

/** One subscription of one socket. */
export interface Follower {
  readonly viewer: Viewer;
  readonly output: Output;
  /** The conversations and the account whose events it receives, with the sequences they have joined behind. */
  readonly streams: Map<string, number>;
  /** Set while it is reading what it missed: live events wait here, so that it receives everything in order. */
  waiting: LoggedEvent[] | null;
  /** How far the current replay has come in each stream, to drop what comes twice at the seam. */
  replayed: Map<string, number>;
  /** Cursor that is true for everything that waited during the current replay. */
  replayCursor: string;
  closed: boolean;
  /** Cuts the follower off, to come back with its cursor: it cannot keep up. */
  readonly end: () => void;
}

/** Takes what followers are to receive, in order. Resolves when it has been handed to their sockets. */
export type Deliver = (item: Delivered, followers: readonly Follower[]) => Promise<void>;

/** Whether they were there by the time of what it is about; somebody who is gone was not. */
export const isConcerned = ({ streams }: Follower, event: LoggedEvent): boolean =>
  concerns(event, streams.get(event.streamId) ?? Number.POSITIVE_INFINITY);
