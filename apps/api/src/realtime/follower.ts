import type { Viewer } from '../platform/viewer.ts';
import { concerns, type Delivered, type Hint, type LoggedEvent } from './catalogue.ts';

/** A subscription's document and variables. Sockets that ask for the same share one, and so share its results. */
export interface Operation {
  /**
   * The response to one event as JSON. For nobody in particular (`null`) it answers null when the document selects
   * something that depends on the viewer: then each subscriber needs a response of their own. Rejects when the event
   * could not be read; it must then be tried again.
   */
  execute(item: Delivered, viewer: Viewer | null, beside?: Beside): Promise<string | null>;
}

/** What events that are executed side by side read together: those of one kind, for one and the same reader. */
export type Beside = Map<string, object>;

interface Reader {
  /**
   * Resolves once the reader has taken most of what was handed over before. What somebody missed is handed over at their
   * own pace; what happens live waits for nobody.
   */
  room(): Promise<void>;
  /** Cuts the reader off, to come back with its cursor: it cannot keep up. */
  end(): void;
}

/** What a follower takes: finished responses to its operation, or events that GraphQL executes by itself. */
export type Output = Reader &
  (
    | {
        readonly kind: 'responses';
        readonly operation: Operation;
        write(responses: readonly string[]): void;
      }
    | { readonly kind: 'events'; push(item: Delivered): void }
  );

/** What this process knows of one stream that somebody here follows. There are tens of thousands: it keeps little. */
export interface StreamState {
  readonly id: string;
  /** Stands for it in lists; 0 once it is forgotten. */
  number: number;
  /** Everything up to here has been delivered to the followers on this process; null until it has been read. */
  position: number | null;
  /** A list of followers' numbers, kept by `LocalStreams`. */
  followers: number;
  /** The first of the account's sockets, followed or not, that end with their session. */
  sessions: SessionWatch | null;
  /** Null while nothing is to be delivered. */
  delivery: { inbox: (Told | { hint: Hint })[]; done: Promise<void> } | null;
}

/** That a stream has come to this place; with the event there, or without, to be read from the log. */
export interface Told {
  seq: number;
  event?: LoggedEvent;
}

export interface SessionWatch {
  readonly viewer: Viewer;
  /** Of the same account. Kept by `LocalStreams`. */
  next: SessionWatch | null;
  end(): void;
}

/** Behind every sequence there is: until it is known since when they have been there, nothing from before is theirs. */
const NOT_KNOWN_YET = 2 ** 31 - 1;

const fromTheBeginning: ReadonlyMap<string, number> = new Map();

/** One subscription of one socket. There are thousands that hear nothing for hours: it keeps little. */
export class Follower {
  readonly viewer: Viewer;
  readonly output: Output;
  /** Set while it is reading what it missed: live events wait here, so that it receives everything in order. */
  waiting: LoggedEvent[] | null = [];
  /** How far the current replay has come in each stream, to drop what comes twice at the seam. */
  replayed: Map<string, number> | null = null;
  /** Cursor that is true for everything that waited during the current replay. */
  replayCursor = '';
  closed = false;
  /** Stands for it in lists; 0 while it follows nothing. Kept by `LocalStreams`, and so is what it follows. */
  number = 0;
  /** A list of the numbers of the conversations and the account whose events it receives. */
  streams = 0;
  /** Those that it has not been in from the beginning, with the sequence it has joined behind; null until it is known. */
  #late: ReadonlyMap<string, number> | null = null;

  constructor(viewer: Viewer, output: Output) {
    this.viewer = viewer;
    this.output = output;
  }

  /** Of all that it follows, since when it has been there. */
  joinedAs(seqs: Iterable<readonly [streamId: string, seq: number]>): void {
    const late = [...seqs].filter(([, seq]) => seq > 0);
    // Most were there from the beginning of all they are in.
    this.#late = late.length > 0 ? new Map(late) : fromTheBeginning;
  }

  /** Of something that it follows besides; without a sequence, that this is not known yet. */
  joinedBehind(streamId: string, seq = NOT_KNOWN_YET): void {
    if (this.#late) this.joinedAs(new Map([...this.#late, [streamId, seq]]));
  }

  /** Whether they were there by the time of what it is about; somebody who is gone, and does not follow it, was not. */
  isConcerned(event: LoggedEvent, follows = true): boolean {
    return concerns(event, () =>
      follows && this.#late ? (this.#late.get(event.streamId) ?? 0) : NOT_KNOWN_YET,
    );
  }
}

/** Takes what followers are to receive, in order. Resolves when it has been handed to their sockets. */
export type Deliver = (item: Delivered, followers: readonly Follower[]) => Promise<void>;
