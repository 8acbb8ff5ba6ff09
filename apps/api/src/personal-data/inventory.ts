/**
 * What is kept of people, and what becomes of it. Every table is here; of each every column that refers to an account or
 * holds words, and `*` where there is none. A column that nobody has decided about fails the test beside this file.
 *
 * `erase`, when an account is deleted: ROW: it goes with its row. BLANK: it is emptied. KEPT: it stays. NONE: it says nothing
 * of any person. `export`, in the archive of somebody’s data: section and key, or NO and why not.
 */
export interface Decision {
  erase: string;
  export: string;
}

const AN_ID = 'KEPT: an id, of an account that says nothing of anybody';
const LATE = 'ROW: when the event log has forgotten it';
const MADE = 'NO: made from what is in the archive';
const SELF = 'NO: the person whose archive it is';
const SECRET = 'NO: a secret; who reads the archive could use it';
const PLACE = 'NO: a place in the storage; the archive says where a file is in it';
const INSIDE = 'NO: of how it is stored, and of nobody';
const HOUSE = 'NO: of the installation, which is nobody’s own';
const HIDDEN = 'NO: what they have deleted for themselves is not theirs to read any more';
const ERASING = 'NO: of an account that is being deleted there is no archive';
const PAGE = 'NO: what a page says of itself, which is nobody’s own';

export const INVENTORY: Record<string, Record<string, Decision>> = {
  account: {
    username: {
      erase: 'BLANK: `~` and the id; kept from others as an HMAC',
      export: 'account.username',
    },
    email: { erase: 'BLANK', export: 'account.email' },
    pending_email: { erase: 'BLANK', export: 'account.pendingEmail' },
    phone: { erase: 'BLANK', export: 'account.phone' },
    pending_phone: { erase: 'BLANK', export: 'account.pendingPhone' },
    nickname: { erase: 'BLANK', export: 'account.nickname' },
    name_key: { erase: 'BLANK: of an empty name', export: MADE },
    bio: { erase: 'BLANK', export: 'account.bio' },
    password_hash: { erase: 'BLANK', export: SECRET },
  },
  session: {
    account_id: { erase: 'ROW', export: SELF },
    device_name: { erase: 'ROW', export: 'devices.deviceName' },
    last_address: { erase: 'ROW', export: 'devices.lastAddress' },
    revoke_reason: { erase: 'ROW', export: 'devices.revokeReason' },
  },
  refresh_token: {
    hash: { erase: 'ROW: with its session', export: SECRET },
  },
  external_identity: {
    account_id: { erase: 'ROW', export: SELF },
    provider: { erase: 'ROW', export: 'identities.provider' },
    subject: { erase: 'ROW', export: 'identities.subject' },
    name: { erase: 'ROW', export: 'identities.name' },
  },
  spent_assertion: {
    id: { erase: 'NONE: an id that the web server made', export: INSIDE },
  },
  former_username: {
    account_id: { erase: 'ROW', export: SELF },
    username: { erase: 'ROW', export: 'former-usernames.username' },
  },
  profile_change: {
    account_id: { erase: 'ROW: once everybody is told', export: 'NO: gone in seconds' },
  },
  approach: {
    from_id: { erase: 'ROW', export: 'approaches.person' },
    to_id: { erase: 'ROW', export: 'approaches.person' },
  },
  audit_entry: {
    conversation_id: { erase: 'NONE: an id', export: 'actions.conversationId' },
    actor_id: { erase: AN_ID, export: SELF },
    subject_id: { erase: AN_ID, export: 'actions.subjectId' },
    action: { erase: 'NONE', export: 'actions.action' },
    subject_type: { erase: 'NONE', export: 'actions.subjectType' },
    detail: {
      erase: 'NONE: ids, numbers and choices alone; what groups and departments are called',
      export: 'NO: may hold the ids of other people',
    },
  },
  spent_captcha: {
    signature: { erase: 'NONE', export: INSIDE },
  },
  one_time_code: {
    purpose: { erase: 'NONE', export: SECRET },
    channel: { erase: 'NONE', export: SECRET },
    address: { erase: 'ROW: with the account, or after minutes', export: SECRET },
    holder: { erase: 'ROW', export: SECRET },
    hash: { erase: 'ROW', export: SECRET },
  },
  friend_request: {
    from_id: { erase: LATE, export: 'friend-requests.person' },
    to_id: { erase: LATE, export: 'friend-requests.person' },
    note: { erase: 'BLANK', export: 'friend-requests.note' },
  },
  friendship: {
    account_id: { erase: 'ROW', export: SELF },
    friend_id: { erase: 'ROW', export: 'friends.person' },
    remark: { erase: 'ROW: what each called the other', export: 'friends.remark' },
    remark_key: { erase: 'ROW', export: MADE },
  },
  block: {
    account_id: { erase: 'ROW', export: SELF },
    blocked_id: { erase: 'ROW', export: 'blocks.person' },
  },
  privacy: {
    account_id: { erase: 'ROW', export: 'account.privacy' },
  },
  friend_category: {
    account_id: { erase: 'ROW', export: SELF },
    name: { erase: 'ROW', export: 'friend-categories.name' },
  },
  friend_category_member: {
    category_id: { erase: 'ROW: with the friendship', export: 'friends.categories' },
    account_id: { erase: 'ROW: with the friendship', export: SELF },
    friend_id: { erase: 'ROW: with the friendship', export: 'friends.categories' },
  },
  conversation: {
    name: { erase: 'KEPT: the group’s own', export: 'conversations.name' },
    direct_key: {
      erase: 'KEPT: ids; of notes to oneself the row goes',
      export: 'conversations.person',
    },
    created_by_id: { erase: AN_ID, export: 'conversations.createdByYou' },
    description: { erase: 'KEPT: the group’s own', export: 'conversations.description' },
    avatar_emoji: { erase: 'KEPT: the group’s own', export: 'conversations.avatarEmoji' },
  },
  member: {
    account_id: {
      erase:
        'ROW: of groups and of notes to oneself. KEPT: of conversations of two, which stay with the other',
      export: SELF,
    },
    nickname: { erase: 'BLANK', export: 'conversations.groupNickname' },
  },
  background: {
    conversation_id: { erase: 'ROW', export: 'backgrounds.conversation' },
    account_id: { erase: 'ROW', export: SELF },
  },
  erasure: {
    untold_ids: { erase: 'BLANK: as they are told', export: 'NO: of an account that is deleted' },
    account_id: { erase: 'ROW: when all is done', export: ERASING },
    traces: { erase: 'BLANK: at the end of the first part', export: ERASING },
  },
  retired_username: {
    hash: {
      erase: 'KEPT: for USERNAME_CHANGE_DAYS, an HMAC that says neither which name nor whose',
      export: 'NO: says neither which name nor whose',
    },
  },
  favourite: {
    account_id: { erase: 'ROW', export: SELF },
    sender_id: { erase: AN_ID, export: 'favourites.senderId' },
    sender_name: { erase: 'BLANK', export: 'favourites.senderName' },
    conversation_name: {
      erase: 'KEPT: what the group was called',
      export: 'favourites.conversationName',
    },
    text: {
      erase: 'KEPT: what was said to whoever saved it; names of cards and in mentions go',
      export: 'favourites.text',
    },
    data: { erase: 'KEPT: ids', export: 'favourites.data' },
  },
  group_invite: {
    token: { erase: 'NONE', export: SECRET },
    created_by_id: { erase: AN_ID, export: 'group-invitations.sent' },
    invitee_id: { erase: LATE, export: 'group-invitations.person' },
  },
  join_request: {
    account_id: { erase: LATE, export: SELF },
    note: { erase: 'BLANK', export: 'join-requests.note' },
    decided_by_id: { erase: AN_ID, export: 'NO: who decided is not told to whoever asked' },
  },
  group_ban: {
    account_id: { erase: 'ROW', export: 'bans-made.person' },
    by_id: { erase: AN_ID, export: 'NO: who banned somebody is not told to them' },
  },
  group_mute: {
    account_id: { erase: 'ROW', export: 'restrictions.until' },
  },
  announcement: {
    author_id: { erase: AN_ID, export: SELF },
    client_id: { erase: 'NONE', export: 'announcements.clientId' },
    text: {
      erase: 'KEPT: said to the group. BLANK: once removed, or where nobody is left to read it',
      export: 'announcements.text',
    },
  },
  announcement_read: {
    account_id: {
      erase: 'KEPT: how many have read it does not change',
      export: 'announcements-read.readAt',
    },
  },
  installation: {
    name: { erase: 'NONE', export: HOUSE },
    welcome: { erase: 'NONE', export: HOUSE },
    support_contact: { erase: 'NONE: of the installation', export: HOUSE },
    email_domains: { erase: 'NONE', export: HOUSE },
  },
  administrator: {
    account_id: { erase: 'ROW', export: 'account.administratorSince' },
  },
  link_preview: {
    key: { erase: 'NONE', export: INSIDE },
    url: { erase: 'ROW: unless somebody else shows the address', export: 'messages.linkUrl' },
    host: { erase: 'ROW: as its address', export: 'NO: part of the address' },
    title: { erase: 'ROW: as its address', export: PAGE },
    description: { erase: 'ROW: as its address', export: PAGE },
    site_name: { erase: 'ROW: as its address', export: PAGE },
    requested_by_id: { erase: 'BLANK', export: 'NO: gone as soon as the page is fetched' },
  },
  stored_file: {
    owner_id: {
      erase: 'ROW: of what nothing shows that stays. KEPT: of files in messages to others',
      export: SELF,
    },
    name: { erase: 'ROW: with the file. KEPT: of what was sent under it', export: 'uploads.name' },
    media_type: { erase: 'NONE', export: 'uploads.mediaType' },
    placeholder: { erase: 'ROW: with the file', export: MADE },
    upload_key: { erase: 'NONE: at random', export: PLACE },
    storage_key: { erase: 'NONE: at random', export: PLACE },
  },
  stored_variant: {
    media_type: { erase: 'NONE', export: 'NO: made from the file, which is in the archive itself' },
  },
  message: {
    sender_id: { erase: AN_ID, export: 'messages.sender' },
    client_id: { erase: 'NONE', export: 'messages.clientId' },
    text: {
      erase:
        'KEPT: said to others. ROW: of notes to oneself. BLANK: names on cards and in mentions, and what nobody can read any more',
      export: 'messages.text',
    },
    data: { erase: 'KEPT: ids', export: 'messages.data' },
    subject_ids: { erase: AN_ID, export: 'messages.people' },
    link_url: { erase: 'KEPT: said to others', export: 'messages.linkUrl' },
    deleted_by_id: { erase: AN_ID, export: 'NO: nobody reads it any more' },
  },
  message_mention: {
    conversation_id: { erase: 'NONE: an id', export: 'NO: part of the message' },
    account_id: { erase: 'KEPT: an id; the name in the text goes', export: 'messages.mentions' },
  },
  message_version: {
    text: {
      erase: 'KEPT: of what was edited, for whoever reads it. ROW: of what was recalled or deleted',
      export: 'messages.versions',
    },
    data: { erase: 'KEPT: ids', export: 'NO: only texts are edited' },
  },
  message_hidden: {
    conversation_id: { erase: 'ROW', export: HIDDEN },
    account_id: { erase: 'ROW', export: HIDDEN },
  },
  message_reaction: {
    account_id: { erase: AN_ID, export: 'messages.reactions' },
    emoji: { erase: 'KEPT: said to others', export: 'messages.reactions' },
  },
  message_pin: {
    pinned_by_id: { erase: AN_ID, export: 'NO: the notice of it says who' },
  },
  bundle: {
    title: { erase: 'BLANK: the names of the account in it', export: 'messages.bundle' },
  },
  bundle_entry: {
    sender_id: { erase: AN_ID, export: 'messages.bundle' },
    sender_name: { erase: 'BLANK', export: 'messages.bundle' },
    text: {
      erase: 'KEPT: what was said to others; names of cards and in mentions go',
      export: 'messages.bundle',
    },
    data: { erase: 'KEPT: ids', export: 'messages.bundle' },
  },
  draft: {
    reply_to_id: { erase: 'ROW', export: 'drafts.replyToId' },
    account_id: { erase: 'ROW', export: SELF },
    text: { erase: 'ROW', export: 'drafts.text' },
  },
  moment: {
    author_id: { erase: 'ROW', export: SELF },
    client_id: { erase: 'ROW', export: 'moments.clientId' },
    text: { erase: 'ROW', export: 'moments.text' },
    location_label: { erase: 'ROW', export: 'moments.locationLabel' },
    link_url: { erase: 'ROW', export: 'moments.linkUrl' },
  },
  moment_file: {
    '*': { erase: 'ROW: with the moment', export: 'moments.files' },
  },
  moment_audience: {
    account_id: { erase: 'ROW', export: 'moments.audience' },
  },
  moment_mention: {
    account_id: { erase: 'ROW', export: 'moments.mentions' },
  },
  moment_like: {
    account_id: { erase: 'ROW', export: 'moment-likes.momentId' },
  },
  moment_comment: {
    author_id: {
      erase: 'ROW: unless others have answered it, and then an id',
      export: 'moments.comments',
    },
    client_id: { erase: 'NONE', export: 'moment-comments.clientId' },
    text: { erase: 'BLANK', export: 'moment-comments.text' },
  },
  moment_notice: {
    account_id: { erase: 'ROW', export: SELF },
    actor_id: { erase: 'ROW', export: 'moment-notices.actorId' },
  },
  moment_settings: {
    account_id: { erase: 'ROW', export: 'account.momentSettings' },
  },
  moment_relation: {
    account_id: { erase: 'ROW', export: SELF },
    other_id: { erase: 'ROW', export: 'moment-relations.person' },
  },
  department: {
    name: { erase: 'NONE', export: 'positions.department' },
  },
  department_member: {
    account_id: { erase: 'ROW', export: SELF },
    title: { erase: 'ROW', export: 'positions.title' },
  },
  outgoing_message: {
    channel: { erase: 'NONE', export: 'NO: letters on their way out, gone when they are sent' },
    content: {
      erase:
        'ROW: what waits for the addresses of the account. The last letter goes when it is sent',
      export: 'NO: sealed; there may be codes in it',
    },
  },
  data_export: {
    account_id: { erase: 'ROW', export: SELF },
    language: { erase: 'ROW', export: 'exports.language' },
    storage_key: { erase: 'ROW', export: PLACE },
    storage_keys: { erase: 'ROW', export: PLACE },
  },
  data_export_file: {
    '*': {
      erase: 'ROW: with the archive, or the file',
      export: 'NO: what is in the archive is in the archive',
    },
  },
  rate: {
    key: {
      erase:
        'ROW: what is counted under the names and addresses of the account; what is counted under its id ends by itself',
      export: 'NO: how much of a limit is used up; gone in a day',
    },
  },
  stream: {
    id: { erase: 'ROW: the account’s own, when it is empty', export: INSIDE },
  },
  event: {
    stream_id: {
      erase: 'ROW: the account’s own',
      export: 'NO: what devices were told; what it speaks of has its own place in the archive',
    },
    kind: { erase: 'NONE', export: 'NO: as its stream' },
    payload: {
      erase: 'KEPT: ids, for EVENT_RETENTION_DAYS',
      export: 'NO: as its stream; ids alone',
    },
  },
  event_log: {
    epoch: { erase: 'NONE', export: INSIDE },
  },
  scheduled_message: {
    account_id: { erase: 'ROW', export: SELF },
    client_id: { erase: 'ROW', export: 'scheduled-messages.clientId' },
    text: { erase: 'ROW', export: 'scheduled-messages.text' },
    options: { erase: 'ROW', export: 'scheduled-messages.options' },
    failure: { erase: 'ROW', export: 'scheduled-messages.failure' },
  },
  reminder: {
    account_id: { erase: 'ROW', export: SELF },
    note: { erase: 'ROW', export: 'reminders.note' },
  },
  voice_transcript: {
    text: {
      erase: 'ROW: with the file. KEPT: of a recording in a message to others',
      export: 'messages.file',
    },
    failure: { erase: 'NONE', export: 'NO: that an engine failed' },
  },
  voice_heard: {
    account_id: { erase: 'ROW', export: 'messages.heardAt' },
  },
};
