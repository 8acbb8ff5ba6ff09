/**
 * Everything that can happen, on one screen. Payloads hold ids only: whoever receives an event reads the rest afresh,
 * through the rules of its domain. A new event is added here, as a GraphQL type in its domain, and nowhere else.
 */

/**
 * Carried by a conversation's stream: what every member may know. Never anything that differs between members, but for
 * one thing: what becomes of a message, whose sequence is `messageSeq`, is told to those who were there by then.
 */
export interface ConversationEvents {
  MessageSent: { messageId: string };
  ReceiptMoved: { accountId: string };
  RoleChanged: { accountId: string };
  MembersJoined: { accountIds: string[] };
  /** Ends the account's following of this stream, on every process, before anything later is delivered. */
  MemberLeft: { accountId: string };
  /** What the member is called, in the group or everywhere, or until when they may not speak. */
  MemberChanged: { accountId: string };
  /** What the group is called and how it is run. */
  GroupChanged: { conversationId: string };
  /** The last event of the stream: it ends everybody's following. */
  GroupDissolved: { conversationId: string };
  AnnouncementPublished: { announcementId: string };
  AnnouncementRemoved: { announcementId: string };
  AnnouncementRead: { announcementId: string; accountId: string };
  MessageEdited: { messageId: string; messageSeq: number };
  MessageRecalled: { messageId: string; messageSeq: number };
  /** For everyone, by an administrator. */
  MessageDeleted: { messageId: string; messageSeq: number };
  MessageLinkPreviewed: { messageId: string; messageSeq: number };
  /** Asked for, there, or failed. */
  VoiceTranscribed: { messageId: string; messageSeq: number };
  MessagePinned: { messageId: string; messageSeq: number };
  MessageUnpinned: { messageId: string; messageSeq: number };
  ReactionAdded: { messageId: string; messageSeq: number; accountId: string; emoji: string };
  ReactionRemoved: { messageId: string; messageSeq: number; accountId: string; emoji: string };
}

/** Carried by an account's own stream: what only this person may know, on all of their devices. */
export interface AccountEvents {
  /** Begins the account's following of the conversation's stream. */
  ConversationJoined: { conversationId: string };
  ConversationLeft: { conversationId: string; reason: LeavingReason };
  ReadMoved: { conversationId: string };
  /** Pinned, hidden, not to be disturbed by, marked as unread, or with something else behind its messages. */
  ConversationSettingsChanged: { conversationId: string };
  /** What this person has behind the messages of conversations that have nothing of their own. */
  BackgroundChanged: object;
  HistoryCleared: { conversationId: string };
  /** Deleted for this person alone. */
  MessagesHidden: { conversationId: string; messageIds: string[] };
  /** Played by this person, on one of their devices. */
  VoiceHeard: { messageId: string };
  DraftChanged: { conversationId: string };
  /** To the person invited and, for links as well, to those who run the group. */
  GroupInviteChanged: { inviteId: string };
  /** To the person asking and to those who run the group. */
  JoinRequestChanged: { requestId: string };
  /** Read by this person, on one of their devices. */
  AnnouncementMarkedRead: { announcementId: string };
  /** To those who run the group. */
  GroupBanChanged: { conversationId: string; accountId: string };
  FavouriteAdded: { favouriteId: string };
  /** To its author, to those who like it or comment on it, and to whoever did so until now: what it shows of that, or whom. */
  MomentChanged: { momentId: string };
  /** To its author. */
  MomentRemoved: { momentId: string };
  /** Somebody liked, commented, answered or mentioned this person. */
  MomentNoticed: { noticeId: string };
  /** Notices were read on one of this person's devices, or have been taken back. */
  MomentNoticesChanged: object;
  /** What this person shows of their moments, and to whom. */
  MomentSettingsChanged: object;
  /** What this person hides from somebody, or does not want to see of them. */
  MomentRelationChanged: { accountId: string };
  FavouriteRemoved: { favouriteId: string };
  /** An archive of this person's data has come further, is ready, or has ended. */
  DataExportChanged: { exportId: string };
  ScheduledMessageChanged: { scheduledMessageId: string };
  ReminderChanged: { reminderId: string };
  ReminderFired: { reminderId: string };
  FriendRequestMade: { requestId: string };
  FriendRequestDecided: { requestId: string };
  FriendshipStarted: { accountId: string };
  FriendshipEnded: { accountId: string };
  /** What the person and somebody who is no friend have written to each other: a first message, an answer. */
  ApproachChanged: { accountId: string };
  /** To the person who blocks, and never to the other one. */
  UserBlocked: { accountId: string };
  UserUnblocked: { accountId: string };
  /** What this person keeps about a friend. */
  ContactChanged: { accountId: string };
  /** Which categories of friends this person has, their names and order. */
  FriendCategoriesChanged: { accountId: string };
  /** What this person lets others find, see and do. */
  PrivacyChanged: { accountId: string };
  /** To those who run the installation, as the next two. */
  InstallationChanged: object;
  /** To the person as well. */
  AdministratorAppointed: { accountId: string };
  AdministratorDismissed: { accountId: string };
  /** To a person who has a position now, and had none. */
  OrganisationJoined: object;
  OrganisationLeft: object;
  /** To the person and to their friends. */
  ProfileChanged: { accountId: string };
  /** What only this person sees of their account: addresses, and what it is opened with. */
  AccountChanged: { accountId: string };
  SessionStarted: { sessionId: string };
  /** Ends every socket of the session, on every process. */
  SessionRevoked: { sessionId: string };
}

/** Why somebody is no member any more. */
export type LeavingReason = 'LEFT' | 'REMOVED' | 'DISSOLVED';

/** Not logged: true for a moment, and no loss when missed. */
export interface Hints {
  /** To the conversation's members. `expiresAt` is an ISO 8601 instant. */
  TypingStarted: { conversationId: string; accountId: string; expiresAt: string };
  /** To the friends who see it; to all friends when what has changed is whether they do. */
  PresenceChanged: { accountId: string; visibilityChanged?: true };
  /** To everybody who may see the organisation. */
  OrganisationChanged: object;
  /** To whoever has a conversation of two with this person; null: to everybody who is here. */
  ReachChanged: { accountId: string | null };
  /** To those of the author's friends who have it in their feed. */
  MomentPosted: { momentId: string };
  /**
   * To those of the author's friends who see the post and these people on it, and to those named: they saw it until now.
   */
  MomentTouched: { momentId: string; personIds: string[]; accountIds: string[] };
  /** To those named; null: to the author's friends. They see more or less of what the author posts. */
  TimelineChanged: { authorId: string; accountIds: string[] | null };
}

/** What is the same for everybody who is told, and so executed once for all of them. */
const CONVERSATION_WIDE = {
  MessageSent: true,
  ReceiptMoved: true,
  RoleChanged: true,
  MembersJoined: true,
  MemberLeft: true,
  MemberChanged: true,
  GroupChanged: true,
  GroupDissolved: true,
  AnnouncementPublished: true,
  AnnouncementRemoved: true,
  AnnouncementRead: true,
  MessageEdited: true,
  MessageRecalled: true,
  MessageDeleted: true,
  MessageLinkPreviewed: true,
  VoiceTranscribed: true,
  MessagePinned: true,
  MessageUnpinned: true,
  ReactionAdded: true,
  ReactionRemoved: true,
  TypingStarted: true,
  OrganisationChanged: true,
  ReachChanged: true,
} as const satisfies Record<
  keyof ConversationEvents | 'TypingStarted' | 'OrganisationChanged' | 'ReachChanged',
  true
>;

export const isConversationWide = (kind: string): boolean => kind in CONVERSATION_WIDE;

export type LoggedEvents = ConversationEvents & AccountEvents;
export type LoggedKind = keyof LoggedEvents;
/** What becomes of a message. */
export type MessageEventKind = {
  [K in keyof ConversationEvents]: ConversationEvents[K] extends { messageSeq: number } ? K : never;
}[keyof ConversationEvents];
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

/** Whether an event is for a member who has joined behind this sequence: nothing about messages from before it is. */
export const concerns = ({ payload }: LoggedEvent, joinedSeq: () => number): boolean =>
  !('messageSeq' in payload) || payload.messageSeq > joinedSeq();

export type Hint = { [K in HintKind]: { kind: K; payload: Hints[K] } }[HintKind];
/** A hint to people, whichever conversations they are in. */
export type PersonHint = Exclude<Hint, { kind: 'TypingStarted' }>;
/** What becomes of posts. */
export type MomentHint = Extract<
  Hint,
  { kind: 'MomentPosted' | 'MomentTouched' | 'TimelineChanged' }
>;

/** What processes tell each other, and nobody else. Lost, it is said again by whoever cares. */
export type Signal = {
  /** To the process that the device is connected to. */
  kind: 'IdleReported';
  payload: { accountId: string; sessionId: string; idle: boolean };
};

/** What the stream says about itself. */
export type Control = { kind: 'CaughtUp' } | { kind: 'Reset'; reason: ResetReason };

export type ResetReason = 'TOO_OLD' | 'FOREIGN';

/** Anything a follower receives, with the cursor to resume from once it has been dealt with. */
export type Delivered = (LoggedEvent | Hint | Control) & { cursor: string };
