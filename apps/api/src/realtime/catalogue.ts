/**
 * Everything that can happen, on one screen. Payloads hold ids only: whoever receives an event reads the rest afresh,
 * through the rules of its domain. A new event is added here, as a GraphQL type in its domain, and nowhere else.
 */

/** Carried by a conversation's stream: what every member may know. Never anything that differs between members. */
export interface ConversationEvents {
  MessageSent: { messageId: string };
  ReceiptMoved: { accountId: string };
  RoleChanged: { accountId: string };
  MembersJoined: { accountIds: string[] };
  /** Ends the account's following of this stream, on every process, before anything later is delivered. */
  MemberLeft: { accountId: string };
}

/** Carried by an account's own stream: what only this person may know, on all of their devices. */
export interface AccountEvents {
  /** Begins the account's following of the conversation's stream. */
  ConversationJoined: { conversationId: string };
  ConversationLeft: { conversationId: string };
  ReadMoved: { conversationId: string };
  FriendRequestMade: { requestId: string };
  FriendRequestDecided: { requestId: string };
  FriendshipStarted: { accountId: string };
  SessionStarted: { sessionId: string };
  /** Ends every socket of the session, on every process. */
  SessionRevoked: { sessionId: string };
}

/** Not logged: true for a moment, and no loss when missed. */
export interface Hints {
  /** To the conversation's members. `expiresAt` is an ISO 8601 instant. */
  TypingStarted: { conversationId: string; accountId: string; expiresAt: string };
  /** To the person's friends. */
  PresenceChanged: { accountId: string };
}

export type LoggedEvents = ConversationEvents & AccountEvents;
export type LoggedKind = keyof LoggedEvents;
export type HintKind = keyof Hints;

/** One event of the log. JSON-safe, so that it is the same in process and through Redis. */
export type LoggedEvent = {
  [K in LoggedKind]: {
    kind: K;
    payload: LoggedEvents[K];
    /** Whose stream it belongs to: a conversation's id or an account's. */
    streamId: string;
    /** Its place in the stream: 1, 2, 3 … without gaps. */
    seq: number;
    /** The transaction that wrote it, as a decimal string. */
    xid: string;
    /** When it was written, ISO 8601. */
    at: string;
  };
}[LoggedKind];

export type Hint = { [K in HintKind]: { kind: K; payload: Hints[K] } }[HintKind];

/** What the stream says about itself. */
export type Control = { kind: 'CaughtUp' } | { kind: 'Reset'; reason: ResetReason };

export type ResetReason = 'TOO_OLD' | 'FOREIGN';

/** Anything a follower receives, with the cursor to resume from once it has been dealt with. */
export type Delivered = (LoggedEvent | Hint | Control) & { cursor: string };
