/** What everybody who took part in a run wrote down, in one order, and what there was at the end. */
export interface History {
  log: Entry[];
  final: Final;
}

/** `at` is in milliseconds since 1970, by the clock that PostgreSQL goes by as well. */
export type Entry = { at: number } & Fact;

export type Fact =
  /** A writer is about to send this for the first time. */
  | { kind: 'began'; writer: string; clientId: string; conversationId: string; text: string }
  /** A writer was told that it is sent; again, when it asked again. */
  | { kind: 'acknowledged'; writer: string; clientId: string; messageId: string; seq: number }
  | { kind: 'received'; reader: string; event: ReceivedEvent }
  /** Something that must not happen to anybody, whatever breaks: a refusal, a lost session, a Reset, a crash. */
  | { kind: 'mishap'; who: string; what: string }
  /** What was broken on purpose. */
  | { kind: 'fault'; what: string };

export interface ReceivedEvent {
  id: string;
  streamId: string;
  seq: number;
  /** Of MessageSent. */
  message?: ToldMessage;
}

export interface ToldMessage {
  id: string;
  conversationId: string;
  seq: number;
  clientId: string;
  /** Null for notices. */
  text: string | null;
}

export interface StoredMessage extends ToldMessage {
  /** When its transaction committed, in milliseconds since 1970. */
  committedAt: number;
}

export interface Final {
  /** Every conversation from its beginning on, as its history shows it. */
  messages: StoredMessage[];
  /** What each reader has to have received: every event of these streams from the first to the last. */
  owed: Owed[];
}

export interface Owed {
  reader: string;
  streamId: string;
  first: number;
  last: number;
}

/** Everyone's notebook during a run. */
export class Notes {
  readonly log: Entry[] = [];

  write(fact: Fact): void {
    this.log.push({ at: Date.now(), ...fact });
  }
}
