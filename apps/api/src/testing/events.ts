import { type DocumentNode, type FragmentDefinitionNode, Kind as NodeKind, parse } from 'graphql';
import { graphql, type ResultOf, type TadaDocumentNode } from './graphql.ts';

/**
 * Every event with what a client needs of it, and nothing that depends on the viewer in those of conversations. Each is a
 * fragment of its own: types of one fragment on the interface would be worked out for each pair of them.
 */
const LOGGED = {
  MessageSent: graphql(`
    fragment OnMessageSent on MessageSent {
      message { id seq clientId sentAt sender { id nickname } conversation { id lastSeq } content
      { __typename ... on TextContent { text } } }
    }
  `),
  MessageEdited: graphql(`
    fragment OnMessageEdited on MessageEdited {
      message { id seq version content { __typename ... on TextContent { text } } }
    }
  `),
  MessageRecalled: graphql(`
    fragment OnMessageRecalled on MessageRecalled {
      message { id seq pinned content { __typename } reactions { emoji count } }
    }
  `),
  MessageDeleted: graphql(`
    fragment OnMessageDeleted on MessageDeleted {
      message { id seq pinned content { __typename } reactions { emoji count } }
    }
  `),
  MessagesHidden: graphql(`
    fragment OnMessagesHidden on MessagesHidden {
      messageIds conversation { id lastSeq unreadCount }
    }
  `),
  MessagePinned: graphql(`fragment OnMessagePinned on MessagePinned { message { id seq pinned } }`),
  MessageUnpinned: graphql(`
    fragment OnMessageUnpinned on MessageUnpinned {
      message { id seq pinned }
    }
  `),
  ReactionAdded: graphql(`
    fragment OnReactionAdded on ReactionAdded {
      emoji user { id } message { id seq reactions { emoji count } }
    }
  `),
  ReactionRemoved: graphql(`
    fragment OnReactionRemoved on ReactionRemoved {
      emoji user { id } message { id seq reactions { emoji count } }
    }
  `),
  ReceiptMoved: graphql(`
    fragment OnReceiptMoved on ReceiptMoved {
      member { id readSeq deliveredSeq user { id } }
    }
  `),
  RoleChanged: graphql(`fragment OnRoleChanged on RoleChanged {
      conversation { id } member { id role user { id } }
    }`),
  MembersJoined: graphql(`
    fragment OnMembersJoined on MembersJoined {
      conversation { id memberCount } members { id role user { id nickname } }
    }
  `),
  MemberLeft: graphql(`
    fragment OnMemberLeft on MemberLeft {
      conversation { id memberCount } memberId user { id }
    }
  `),
  ConversationJoined: graphql(`
    fragment OnConversationJoined on ConversationJoined {
      conversation { id kind name unreadCount peer { id } }
    }
  `),
  ConversationLeft: graphql(`
    fragment OnConversationLeft on ConversationLeft {
      conversationId leavingReason
    }
  `),
  ConversationSettingsChanged: graphql(`
    fragment OnConversationSettingsChanged on ConversationSettingsChanged {
      conversation {
        id viewerSettings { pinned doNotDisturb hidden markedUnread background { pattern image { id } } }
      }
    }
  `),
  BackgroundChanged: graphql(`
    fragment OnBackgroundChanged on BackgroundChanged {
      background { pattern image { id } }
    }
  `),
  HistoryCleared: graphql(`
    fragment OnHistoryCleared on HistoryCleared {
      conversationId clearedSeq conversation { id unreadCount lastSeq lastMessage { seq } }
    }
  `),
  GroupChanged: graphql(`
    fragment OnGroupChanged on GroupChanged {
      conversation { id name description allMuted visibility }
    }
  `),
  GroupDissolved: graphql(`fragment OnGroupDissolved on GroupDissolved { conversationId }`),
  MemberChanged: graphql(`
    fragment OnMemberChanged on MemberChanged {
      conversation { id } member { id groupNickname mutedUntil user { id } }
    }
  `),
  GroupBanChanged: graphql(`
    fragment OnGroupBanChanged on GroupBanChanged {
      conversation { id } user { id } banned
    }
  `),
  ReadMoved: graphql(`fragment OnReadMoved on ReadMoved { conversation { id unreadCount } }`),
  GroupInviteChanged: graphql(`
    fragment OnGroupInviteChanged on GroupInviteChanged {
      invite { id state uses invitee { id } group { id name } }
    }
  `),
  JoinRequestChanged: graphql(`
    fragment OnJoinRequestChanged on JoinRequestChanged {
      joinRequest { id joinRequestStatus user { id } decidedBy { id } group { id name } }
    }
  `),
  AnnouncementPublished: graphql(`
    fragment OnAnnouncementPublished on AnnouncementPublished {
      announcement { id text readCount author { id } conversation { id } }
    }
  `),
  AnnouncementRemoved: graphql(`
    fragment OnAnnouncementRemoved on AnnouncementRemoved {
      announcementId conversation { id latestAnnouncement { id } }
    }
  `),
  AnnouncementRead: graphql(`
    fragment OnAnnouncementRead on AnnouncementRead {
      announcement { id readCount } user { id }
    }
  `),
  AnnouncementMarkedRead: graphql(`
    fragment OnAnnouncementMarkedRead on AnnouncementMarkedRead {
      announcement { id viewerHasRead }
    }
  `),
  MessageLinkPreviewed: graphql(`
    fragment OnMessageLinkPreviewed on MessageLinkPreviewed {
      message { id linkPreview { url title } }
    }
  `),
  VoiceTranscribed: graphql(`
    fragment OnVoiceTranscribed on VoiceTranscribed {
      message {
        id
        content { __typename ... on VoiceContent { voice { id transcription { state text failure } } } }
      }
    }
  `),
  VoiceHeard: graphql(`
    fragment OnVoiceHeard on VoiceHeard { heardVoice { id heard } }
  `),
  DraftChanged: graphql(`
    fragment OnDraftChanged on DraftChanged {
      conversation { id draft { text updatedAt } }
    }
  `),
  FavouriteAdded: graphql(`fragment OnFavouriteAdded on FavouriteAdded { favourite { id } }`),
  FavouriteRemoved: graphql(`fragment OnFavouriteRemoved on FavouriteRemoved { favouriteId }`),
  ScheduledMessageChanged: graphql(`
    fragment OnScheduledMessageChanged on ScheduledMessageChanged {
      scheduled { id text scheduledStatus failure sendAt message { id seq } }
    }
  `),
  DataExportChanged: graphql(`
    fragment OnDataExportChanged on DataExportChanged {
      dataExport { id exportState progress { messagesDone filesDone } downloadUrl }
    }
  `),
  ReminderChanged: graphql(`
    fragment OnReminderChanged on ReminderChanged {
      reminder { id note reminderStatus remindAt }
    }
  `),
  ReminderFired: graphql(`
    fragment OnReminderFired on ReminderFired {
      reminder { id note reminderStatus firedAt message { id seq } }
    }
  `),
  FriendRequestMade: graphql(`
    fragment OnFriendRequestMade on FriendRequestMade {
      request { id status from { id } to { id } }
    }
  `),
  FriendRequestDecided: graphql(`
    fragment OnFriendRequestDecided on FriendRequestDecided {
      request { id status from { id } to { id } }
    }
  `),
  FriendshipStarted: graphql(`
    fragment OnFriendshipStarted on FriendshipStarted {
      user { id relation }
    }
  `),
  FriendshipEnded: graphql(`
    fragment OnFriendshipEnded on FriendshipEnded {
      user { id relation }
    }
  `),
  ApproachChanged: graphql(`
    fragment OnApproachChanged on ApproachChanged { user { id strangerState } }
  `),
  UserBlocked: graphql(`fragment OnUserBlocked on UserBlocked { user { id blocked } }`),
  UserUnblocked: graphql(`fragment OnUserUnblocked on UserUnblocked { user { id blocked } }`),
  ContactChanged: graphql(`
    fragment OnContactChanged on ContactChanged {
      user { id remark categories { id title } }
    }
  `),
  FriendCategoriesChanged: graphql(`
    fragment OnFriendCategoriesChanged on FriendCategoriesChanged {
      viewer { id friendCategories { id title } }
    }
  `),
  MomentChanged: graphql(`
    fragment OnMomentChanged on MomentChanged {
      momentId moment { id text momentVisibility viewerHasLiked likeCount commentCount }
    }
  `),
  MomentRemoved: graphql(`fragment OnMomentRemoved on MomentRemoved { momentId }`),
  MomentNoticed: graphql(`
    fragment OnMomentNoticed on MomentNoticed {
      notice { id noticeKind actor { id } moment { id } comment { id text } }
      viewer { id unreadMomentNotices }
    }
  `),
  MomentNoticesChanged: graphql(`
    fragment OnMomentNoticesChanged on MomentNoticesChanged { viewer { id unreadMomentNotices } }
  `),
  MomentSettingsChanged: graphql(`
    fragment OnMomentSettingsChanged on MomentSettingsChanged {
      viewer { id momentSettings { timelineWindow shownToStrangers } user { id momentsCover { id } } }
    }
  `),
  MomentRelationChanged: graphql(`
    fragment OnMomentRelationChanged on MomentRelationChanged {
      user { id momentRelation { hidesTheirs hidesMine } }
    }
  `),
  PrivacyChanged: graphql(`
    fragment OnPrivacyChanged on PrivacyChanged {
      viewer { id privacy { foundByName presenceShownTo reachableBy } }
    }
  `),
  ProfileChanged: graphql(`
    fragment OnProfileChanged on ProfileChanged {
      user { id username nickname bio }
    }
  `),
  AccountChanged: graphql(`
    fragment OnAccountChanged on AccountChanged {
      viewer {
        id email pendingEmail phone pendingPhone usernameChangeableAt
        hasPassword reauthenticationMethods identities { id provider displayName }
        unverifiedEmail { address expiresAt retryAt }
      }
    }
  `),
  InstallationChanged: graphql(`
    fragment OnInstallationChanged on InstallationChanged {
      installation { id name registration }
    }
  `),
  AdministratorAppointed: graphql(`
    fragment OnAdministratorAppointed on AdministratorAppointed {
      user { id } viewer { id administrator }
    }
  `),
  AdministratorDismissed: graphql(`
    fragment OnAdministratorDismissed on AdministratorDismissed {
      user { id } viewer { id administrator }
    }
  `),
  OrganisationJoined: graphql(`
    fragment OnOrganisationJoined on OrganisationJoined {
      viewer { id organisation { id } }
    }
  `),
  OrganisationLeft: graphql(`
    fragment OnOrganisationLeft on OrganisationLeft {
      viewer { id organisation { id } }
    }
  `),
  SessionStarted: graphql(`fragment OnSessionStarted on SessionStarted { session { id current } }`),
  SessionRevoked: graphql(`fragment OnSessionRevoked on SessionRevoked { sessionId }`),
};

/** Not of the log: what the stream says of itself, and hints. */
const PASSING = {
  CaughtUp: graphql(`fragment OnCaughtUp on CaughtUp { cursor }`),
  Reset: graphql(`fragment OnReset on Reset { reason }`),
  TypingStarted: graphql(`
    fragment OnTypingStarted on TypingStarted {
      conversation { id } user { id } expiresAt
    }
  `),
  PresenceChanged: graphql(`
    fragment OnPresenceChanged on PresenceChanged {
      user { id presence { state } }
    }
  `),
  OrganisationChanged: graphql(`
    fragment OnOrganisationChanged on OrganisationChanged {
      cursor
    }
  `),
  ReachChanged: graphql(`
    fragment OnReachChanged on ReachChanged {
      cursor
    }
  `),
  MomentPosted: graphql(`fragment OnMomentPosted on MomentPosted { moment { id text } }`),
  MomentTouched: graphql(`
    fragment OnMomentTouched on MomentTouched {
      momentId moment { id likeCount commentCount }
    }
  `),
  TimelineChanged: graphql(`
    fragment OnTimelineChanged on TimelineChanged { user { id momentsWindow } }
  `),
};

interface Place {
  id: string;
  streamId: string;
  seq: number;
  at: string;
}

type Logged = {
  [K in keyof typeof LOGGED]: { __typename: K; cursor: string } & Place &
    ResultOf<(typeof LOGGED)[K]>;
};
type Passing = {
  [K in keyof typeof PASSING]: { __typename: K; cursor: string } & ResultOf<(typeof PASSING)[K]>;
};
type ByKind = Logged & Passing;

export type Kind = keyof ByKind;
export type EventOf<K extends Kind> = ByKind[K];
export type AnyEvent = ByKind[Kind];

const FRAGMENTS: DocumentNode[] = [...Object.values(LOGGED), ...Object.values(PASSING)];
const definitions = FRAGMENTS.flatMap((document) =>
  document.definitions.filter(
    (node): node is FragmentDefinitionNode => node.kind === NodeKind.FRAGMENT_DEFINITION,
  ),
);
const spreads = definitions.map(({ name }) => `...${name.value}`).join(' ');
const fields = `__typename cursor ... on LoggedEvent { id streamId seq at } ${spreads}`;

function complete<Result, Variables>(operation: string): TadaDocumentNode<Result, Variables> {
  const document = parse(operation);
  return {
    ...document,
    definitions: [...document.definitions, ...definitions],
  } as unknown as TadaDocumentNode<Result, Variables>;
}

export const Events = complete<{ events: AnyEvent }, { after: string | null }>(
  `subscription Events($after: Cursor) { events(after: $after) { ${fields} } }`,
);

export const MissedEvents = complete<
  { events: { cursor: string; caughtUp: boolean; events: AnyEvent[] } },
  { after: string | null; first: number | null }
>(
  `query MissedEvents($after: Cursor, $first: Int) {
    events(after: $after, first: $first) { cursor caughtUp events { ${fields} } }
  }`,
);
