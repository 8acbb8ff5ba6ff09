import type { Viewer } from '../platform/viewer.ts';
import { concerns, type Delivered, type Hint, type LoggedEvent } from './catalogue.ts';
import { type Few, none } from './few.ts';

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

/** What this process knows of one stream that somebody here follows. */
export interface StreamState {
  readonly id: string;
  /** Everything up to here has been delivered to the followers on this process; null until it has been read. */
  position: number | null;
  /** Settles when `position` is known; null once it is. */
  ready: Promise<void> | null;
  followers: Few<Follower>;
  /** Sockets of the account, followed or not, that end with their session. */
  sessions: Few<SessionWatch>;
  /** Null while nothing is to be delivered. */
  inbox: (Told | { hint: Hint })[] | null;
  /** Attempts that failed at the event after `position`. */
  failures: number;
  draining: Promise<void> | null;
}

/** That a stream has come to this place; with the event there, or without, to be read from the log. */
export interface Told {
  seq: number;
  event?: LoggedEvent;
}

export interface SessionWatch {
  readonly viewer: Viewer;
  end(): void;
}

/** Behind every sequence there is: until it is known since when they have been there, nothing from before is theirs. */
const NOT_KNOWN_YET = 2 ** 31 - 1;

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
  /** The conversations and the account whose events it receives. */
  #streams: readonly StreamState[] = none;
  /** Those of them that it has not been in from the beginning, and beside each the sequence it has joined behind. */
  #late: readonly StreamState[] = none;
  #lateSeqs: readonly number[] = none;

  constructor(viewer: Viewer, output: Output) {
    this.viewer = viewer;
    this.output = output;
  }

  get streams(): readonly StreamState[] {
    return this.#streams;
  }

  follows(streamId: string): boolean {
    return this.#find(streamId) !== undefined;
  }

  /** To be told since when by `joinedBehind`. */
  add(streams: readonly StreamState[]): void {
    const known = this.#streams;
    const fresh = known.length > 0 ? streams.filter((one) => !known.includes(one)) : streams;
    this.#streams = known.concat(fresh);
    this.#late = this.#late.concat(fresh);
    this.#lateSeqs = this.#lateSeqs.concat(fresh.map(() => NOT_KNOWN_YET));
  }

  joinedBehind(streamId: string, seq: number): void {
    const stream = this.#find(streamId);
    if (!stream) return;
    this.#forgetJoining(stream);
    if (seq === 0) return;
    this.#late = this.#late.concat([stream]);
    this.#lateSeqs = this.#lateSeqs.concat([seq]);
  }

  /** The stream that it does not follow any more, if it did. */
  remove(streamId: string): StreamState | undefined {
    const stream = this.#find(streamId);
    if (!stream) return undefined;
    this.#streams = this.#streams.toSpliced(this.#streams.indexOf(stream), 1);
    this.#forgetJoining(stream);
    return stream;
  }

  /** Since when they are in what they follow; nothing of what they turn out not to be in is theirs. */
  joinedAs(joinedSeqOf: (streamId: string) => number | undefined): void {
    const seqOf = ({ id }: StreamState) => joinedSeqOf(id) ?? NOT_KNOWN_YET;
    const late = this.#streams.filter((stream) => seqOf(stream) > 0);
    // Copied, as `filter` leaves room for more; most were there from the beginning of all they are in.
    this.#late = late.length > 0 ? late.slice() : none;
    this.#lateSeqs = late.length > 0 ? late.map(seqOf) : none;
  }

  /**
   * Whether they were there by the time of what it is about; somebody who is gone was not. Quicker with the stream at hand,
   * for thousands.
   */
  isConcerned(event: LoggedEvent, stream?: StreamState): boolean {
    return concerns(event, () => this.#joinedSeqOf(stream ?? this.#find(event.streamId)));
  }

  #joinedSeqOf(stream: StreamState | undefined): number {
    if (!stream || !this.#streams.includes(stream)) return NOT_KNOWN_YET;
    const place = this.#late.indexOf(stream);
    return place < 0 ? 0 : (this.#lateSeqs[place] ?? NOT_KNOWN_YET);
  }

  #forgetJoining(stream: StreamState): void {
    const place = this.#late.indexOf(stream);
    if (place < 0) return;
    this.#late = this.#late.toSpliced(place, 1);
    this.#lateSeqs = this.#lateSeqs.toSpliced(place, 1);
  }

  #find(streamId: string): StreamState | undefined {
    return this.#streams.find(({ id }) => id === streamId);
  }
}

/** Takes what followers are to receive, in order. Resolves when it has been handed to their sockets. */
export type Deliver = (item: Delivered, followers: readonly Follower[]) => Promise<void>;
