import { type DocumentNode, Kind, parse, visit } from 'graphql';
import type { TadaDocumentNode } from '../graphql.ts';

/** What a client with everything on the screen asks for. Written as text: its type would be larger than all else. */

export type Document = TadaDocumentNode<Record<string, unknown>, Record<string, unknown>>;

const CONTENT = `
  ... on TextContent { text }
  ... on MarkdownContent { markdown }
  ... on ContactCardContent { user { id } }
  ... on GroupCardContent { group { id } }
  ... on BundleContent { bundle { id title entryCount } }
  ... on VoiceContent { voice { id durationMs transcription { state text failure } } }
  ... on GroupCreatedNotice { members { id } }
  ... on MembersAddedNotice { members { id } }
  ... on MembersRemovedNotice { members { id } }
  ... on MemberLeftNotice { member { id } }
  ... on MemberJoinedNotice { member { id } via }
  ... on MemberMutedNotice { member { id } until }
  ... on RoleChangedNotice { member { id } role }
  ... on OwnerChangedNotice { member { id } }
  ... on GroupRenamedNotice { name }
  ... on GroupChangedNotice { change }
  ... on AnnouncementNotice { announcement { id } }
  ... on MessagePinnedNotice { pinnedMessageId pinnedMessage { id } }
  ... on DeletedContent { by { id } deletedAt }
  ... on RecalledContent { by { id } recalledAt originalFormat ORIGINAL }`;
/** What only its sender may see of a recalled message is no part of a conversation's events. */
const SHARED_CONTENT = CONTENT.replace('ORIGINAL', '');
const OWN_CONTENT = CONTENT.replace('ORIGINAL', 'originalText');
const QUOTED = 'messageId seq sender { id } ';
const NEAR_PAGE = '(last: 30)';

const sharedMessage = (content: string) => `
  id seq clientId sentAt version editedAt forwarded forwardingForbidden pinned
  sender { id nickname } content { ${content} } mentions { start length user { id } }
  replyTo { ${QUOTED} content { ${content} } } linkPreview { url title description siteName }
  delivery { deliveredCount readCount recipientCount }
  versions(first: 5) { edges { node { version text writtenAt } } }`;
/** A message in an event of its conversation: nothing that differs between members. */
const TOLD_MESSAGE = `${sharedMessage(SHARED_CONTENT)} reactions { emoji count recent { id } }
  conversation { id lastSeq activeAt }`;
const SEEN_MESSAGE = `${sharedMessage(OWN_CONTENT)} reactions { emoji count viewerReacted recent { id } }
  mentionsViewer heard viewerFavourite { id } viewerReminders { id }`;

const MEMBER =
  'id role joinedAt readSeq deliveredSeq groupNickname mutedUntil user { id nickname avatar { id } }';
const GROUP = `id name description avatarEmoji avatar { id } faces { id } visibility joinPolicy allMuted mentionAllRestricted
  forwardingForbidden memberCount`;
const INVITE = `id token url state uses maxUses createdAt expiresAt createdBy { id } invitee { id }
  group { id }`;
const JOIN_REQUEST =
  'id joinRequestStatus note createdAt decidedAt decidedBy { id } user { id } group { id }';
const ANNOUNCEMENT = 'id text publishedAt readCount author { id }';
const DRAFT = `draft { text updatedAt replyTo { ${QUOTED} content { ${OWN_CONTENT} } } }`;
const BACKGROUND = 'background { pattern image { id } }';
const SETTINGS = `viewerSettings { pinned doNotDisturb hidden markedUnread ${BACKGROUND} }`;
/** How far the viewer has read, by the viewer's own account alone: receipts are told apart from it. */
const READING = 'viewerPosition { readSeq }';
const REQUESTED =
  'id note status createdAt decidedAt from { id username relation blocked } to { id username relation blocked }';
const PERSON = 'id username nickname relation remark blocked strangerState categories { id }';
const MOMENT = `id text locationLabel postedAt momentVisibility viewerHasLiked likeCount commentCount author { id }
  mentioned { id } likers(first: 3) { edges { node { id } } }
  comments(first: 3) { edges { node { id text canDelete author { id } answeredUser { id } } } }`;
const noticeOn = (moment: string) =>
  `id noticeKind seen createdAt actor { id } moment { ${moment} } comment { id text }`;
/** What becomes of somebody else’s post meanwhile is told by hints. */
const NOTICE = noticeOn('id text author { id }');
const NOTICES = `unreadMomentNotices momentNotices(first: 4) { edges { node { ${NOTICE} } } }`;
const SHOWN_MOMENTS =
  'momentSettings { timelineWindow shownToStrangers } user { id momentsCover { id } }';
const HIDING = 'id momentRelation { hidesTheirs hidesMine }';
const PRIVACY = 'privacy { foundByName foundByEmail foundByPhone presenceShownTo reachableBy }';
const CATEGORIES = 'friendCategories { id title }';
/** What the viewer sees of their own account. */
const OWN_ACCOUNT = `email pendingEmail unverifiedEmail { address expiresAt retryAt } phone pendingPhone usernameChangeableAt
  hasPassword reauthenticationMethods identities { id provider displayName linkedAt }`;
const STANDING = 'administrator organisation { id }';
const SESSION = 'id deviceName createdAt current';
const FAVOURITE = `id sentAt savedAt senderName conversationName sender { id } source { id }
  content { ${OWN_CONTENT} }`;
const REMINDER = 'id note remindAt firedAt reminderStatus message { id viewerReminders { id } }';
const DATA_EXPORT = `id exportState requestedAt finishedAt archiveExpiresAt archiveBytes downloadUrl downloadCount
  progress { messagesDone messagesTotal filesDone filesTotal fileBytesDone fileBytesTotal }`;
const SCHEDULED = `id clientId text format sendAt scheduledStatus failure forwardingForbidden
  destination { id } message { id } mentions { start length user { id } }`;

/** The parts of a conversation that are asked for again where an event only names them. */
export const PARTS = {
  pinnedMessages:
    'pinnedMessages(first: 20) { edges { node { pinnedAt pinnedBy { id } message { id } } } }',
  invites: `invites(first: 20) { edges { node { ${INVITE} } } }`,
  joinRequests: `joinRequests(first: 20) { edges { node { ${JOIN_REQUEST} } } }`,
  bans: 'bans(first: 20) { edges { node { bannedAt by { id } user { id } } } }',
  announcements: `announcements(first: 20) { edges { node { ${ANNOUNCEMENT} viewerHasRead } } }`,
} as const;
export type Part = keyof typeof PARTS | 'forwarding' | 'whole';

const WHOLE = `
  ${GROUP} kind createdAt activeAt lastSeq unreadCount unreadMentionCount
  firstUnread { id } firstUnreadMention { id } lastMessage { id } latestAnnouncement { id }
  peer { id nickname strangerState } viewerMember { id } ${READING} ${SETTINGS} ${DRAFT}
  members(first: 30) { edges { node { ${MEMBER} } } }
  messages${NEAR_PAGE} { edges { node { ${SEEN_MESSAGE} } } }
  ${Object.values(PARTS).join('\n')}`;

/** Every object says its type, so that it can be told which one it is. */
function document(text: string): Document {
  return visit(parse(text) as DocumentNode, {
    SelectionSet: (node, _key, parent) =>
      parent && 'operation' in parent
        ? undefined
        : {
            ...node,
            selections: [
              { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } },
              ...node.selections,
            ],
          },
  }) as Document;
}

const FIELDS: Record<Part, string> = {
  ...PARTS,
  forwarding: `messages${NEAR_PAGE} { edges { node { id forwardingForbidden } } }`,
  whole: WHOLE,
};
const conversations = new Map<Part, Document>();
export function conversationPart(part: Part): Document {
  const known = conversations.get(part);
  if (known) return known;
  const text = `query Conversation($id: ID!) { conversation(id: $id) { id ${FIELDS[part]} } }`;
  const made = document(text);
  conversations.set(part, made);
  return made;
}

const FIRST = '(first: 20)';
export const VIEWER = document(`query Viewer {
  viewer {
    id ${OWN_ACCOUNT} unreadCount session { id } user { id username nickname bio avatar { id } }
    conversations(first: 50) { edges { node { id } } }
    pinnedConversations { id }
    ${STANDING}
    ${PRIVACY} ${CATEGORIES} ${NOTICES} ${SHOWN_MOMENTS} ${BACKGROUND}
    user { moments(first: 4) { edges { node { ${MOMENT} } } } }
    momentRelations${FIRST} { edges { node { ${HIDING} } } }
    friends${FIRST} { edges { node { ${PERSON} } } }
    blockedUsers${FIRST} { edges { node { ${PERSON} } } }
    receivedFriendRequests${FIRST} { edges { node { ${REQUESTED} } } }
    sentFriendRequests${FIRST} { edges { node { ${REQUESTED} } } }
    sessions${FIRST} { edges { node { ${SESSION} } } }
    groupInvitations${FIRST} { edges { node { ${INVITE} } } }
    joinRequests${FIRST} { edges { node { ${JOIN_REQUEST} } } }
    favourites${FIRST} { edges { node { ${FAVOURITE} } } }
    reminders(first: 20, statuses: [PENDING, FIRED, DONE]) { edges { node { ${REMINDER} } } }
    dataExports(first: 20) { edges { node { ${DATA_EXPORT} } } }
    scheduledMessages(first: 20, statuses: [PENDING, FAILED, SENT, CANCELLED]) {
      edges { node { ${SCHEDULED} } }
    }
  }
}`);

const told = (kinds: string, fields: string) =>
  kinds
    .split(' ')
    .map((kind) => `... on ${kind} { ${fields} }`)
    .join('\n');
export const MISSED = document(`query Missed($after: Cursor, $first: Int) {
  events(after: $after, first: $first) {
    cursor caughtUp
    events {
      ... on LoggedEvent { eventId: id }
      ${told('MessageSent MessageEdited MessageRecalled MessageDeleted MessageLinkPreviewed VoiceTranscribed MessagePinned MessageUnpinned', `message { ${TOLD_MESSAGE} }`)}
      ${told('ReactionAdded ReactionRemoved', `emoji user { id } message { ${TOLD_MESSAGE} }`)}
      ${told('ReceiptMoved RoleChanged MemberChanged', `member { ${MEMBER} }`)}
      ${told('RoleChanged', 'conversation { id faces { id } }')}
      ${told('MembersJoined', `conversation { id memberCount faces { id } } members { ${MEMBER} }`)}
      ${told('MemberLeft', 'conversation { id memberCount faces { id } } memberId user { id }')}
      ${told('GroupChanged', `conversation { ${GROUP} }`)}
      ${told('GroupDissolved ConversationLeft', 'conversationId')}
      ${told('AnnouncementPublished AnnouncementRead', `announcement { ${ANNOUNCEMENT} conversation { id } }`)}
      ${told('AnnouncementRemoved', 'announcementId')}
      ${told('AnnouncementMarkedRead', 'announcement { id readCount viewerHasRead }')}
      ${told('ConversationJoined GroupBanChanged', 'conversation { id }')}
      ${told('ReadMoved MessagesHidden HistoryCleared', `conversation { id ${READING} }`)}
      ${told('MessagesHidden', 'messageIds')}
      ${told('VoiceHeard', 'heardVoice { id heard }')}
      ${told('HistoryCleared', 'conversationId')}
      ${told('ConversationSettingsChanged', `conversation { id ${SETTINGS} }`)}
      ${told('BackgroundChanged', BACKGROUND)}
      ${told('DraftChanged', `conversation { id ${DRAFT} }`)}
      ${told('GroupInviteChanged', `invite { ${INVITE} }`)}
      ${told('JoinRequestChanged', `joinRequest { ${JOIN_REQUEST} }`)}
      ${told('FriendRequestMade FriendRequestDecided', `request { ${REQUESTED} }`)}
      ${told('ApproachChanged FriendshipStarted FriendshipEnded UserBlocked UserUnblocked ContactChanged', `user { ${PERSON} }`)}
      ${told('FriendCategoriesChanged', `viewer { id ${CATEGORIES} }`)}
      ${told('PrivacyChanged', `viewer { id ${PRIVACY} }`)}
      ${told('MomentChanged', `momentId moment { ${MOMENT} }`)}
      ${told('MomentRemoved', 'momentId')}
      ${told('MomentNoticed', `notice { ${noticeOn(MOMENT)} } viewer { id unreadMomentNotices }`)}
      ${told('MomentNoticesChanged', `viewer { id ${NOTICES} }`)}
      ${told('MomentSettingsChanged', `viewer { id ${SHOWN_MOMENTS} }`)}
      ${told('MomentRelationChanged', `user { ${HIDING} }`)}
      ${told('ProfileChanged', 'user { id username nickname bio avatar { id } }')}
      ${told('AccountChanged', `viewer { id ${OWN_ACCOUNT} }`)}
      ${told('AdministratorAppointed AdministratorDismissed OrganisationJoined OrganisationLeft', `viewer { id ${STANDING} }`)}
      ${told('InstallationChanged', 'installation { id name registration }')}
      ${told('SessionStarted', `session { ${SESSION} }`)}
      ${told('SessionRevoked', 'sessionId')}
      ${told('FavouriteAdded', `favourite { ${FAVOURITE} }`)}
      ${told('FavouriteRemoved', 'favouriteId')}
      ${told('ScheduledMessageChanged', `scheduled { ${SCHEDULED} }`)}
      ${told('DataExportChanged', `dataExport { ${DATA_EXPORT} }`)}
      ${told('ReminderChanged ReminderFired', `reminder { ${REMINDER} }`)}
    }
  }
}`);
