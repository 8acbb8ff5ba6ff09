import type { Part } from './documents.ts';
import {
  type Fields,
  forget,
  type Graph,
  isInline,
  isReference,
  keyOf,
  merge,
  reference,
  type Value,
} from './graph.ts';

/** How a client takes events in: what each carries goes over what is known, and lists change by the kind of event. */

export interface Told {
  __typename: string;
  [field: string]: unknown;
}
/** What an event only names, and a client therefore asks for again. */
export interface Asked {
  id: string;
  part: Part;
}
interface Held {
  graph: Graph;
  viewer: string;
}
interface Carried extends Record<string, unknown> {
  __typename: string;
  id: string;
}
type Taking = (held: Held, event: Told) => Asked[] | undefined;

const carried = (value: unknown): Carried | null => (value as Carried | null) ?? null;
export const viewerOf = ({ graph, viewer }: Held): Fields => graph[viewer] ?? {};
/** The viewer as others see them. */
export const meOf = (held: Held): string => {
  const { user } = viewerOf(held);
  return isReference(user) ? user.$ref : '';
};
const listOf = (fields: Fields | undefined, name: string): Value[] | null => {
  const list = fields?.[name];
  return Array.isArray(list) ? list : null;
};
const has = (list: readonly Value[], key: string) =>
  list.some((item) => isReference(item) && item.$ref === key);
const conversationOf = (held: Held, id: string) => held.graph[keyOf('Conversation', id)];

/** Whether an object belongs into a list, which is told once the list is known. Newest first. */
function place(fields: Fields | undefined, name: string, key: string, belongs: boolean): void {
  const list = listOf(fields, name);
  if (!fields || !list) return;
  if (!belongs) fields[name] = list.filter((item) => !(isReference(item) && item.$ref === key));
  else if (!has(list, key)) fields[name] = [{ $ref: key }, ...list];
}

/** A message as the event tells it, with what only this viewer knows of it kept or worked out. */
function takeMessage(held: Held, event: Told): { key: string; conversation: Fields | undefined } {
  const message = carried(event.message) as Carried;
  const key = keyOf('Message', message.id);
  const before = held.graph[key];
  const conversationId = (message.conversation as Carried).id;
  if (!conversationOf(held, conversationId)) return { key, conversation: undefined };
  merge(held.graph, message);
  const after = held.graph[key] as Fields;
  after.viewerFavourite ??= null;
  after.viewerReminders ??= [];
  after.heard ??= isHeard(held, after);
  keepReactions(held, event, before, after);
  keepOriginal(held, before, after);
  return { key, conversation: conversationOf(held, conversationId) };
}

function keepReactions(held: Held, event: Told, before: Fields | undefined, after: Fields): void {
  const own = new Set(
    (listOf(before, 'reactions') ?? []).flatMap((group) =>
      isInline(group) && group.viewerReacted ? [group.emoji] : [],
    ),
  );
  const user = carried(event.user);
  if (user && keyOf('User', user.id) === meOf(held)) {
    if (event.__typename === 'ReactionAdded') own.add(event.emoji as string);
    else own.delete(event.emoji as string);
  }
  for (const group of listOf(after, 'reactions') ?? [])
    if (isInline(group)) group.viewerReacted = own.has(group.emoji ?? '');
}

/** What has just come was played by nobody but its sender. */
const isHeard = (held: Held, { sender, content }: Fields): boolean =>
  (isReference(sender) && sender.$ref === meOf(held)) ||
  !(isInline(content) && content.__typename === 'VoiceContent');

/** Who takes back what they wrote has it before them still. */
function keepOriginal(held: Held, before: Fields | undefined, after: Fields): void {
  const [was, is] = [before?.content, after.content];
  if (!isInline(is) || is.__typename !== 'RecalledContent') return;
  const mine = isReference(after.sender) && after.sender.$ref === meOf(held);
  const text = isInline(was) ? (was.text ?? was.markdown ?? was.originalText) : null;
  is.originalText = mine ? (text ?? null) : null;
}

const changeMessage: Taking = (held, event) => void takeMessage(held, event);
const pinMessage: Taking = (held, event) => {
  const { conversation } = takeMessage(held, event);
  return conversation ? [{ id: String(conversation.id), part: 'pinnedMessages' }] : [];
};

const sendMessage: Taking = (held, event) => {
  const { key, conversation } = takeMessage(held, event);
  const messages = listOf(conversation, 'messages');
  const { id } = (event.message as Carried).conversation as Carried;
  // What their list hid has come back.
  if (!conversation) return [{ id, part: 'whole' }];
  if (!messages || has(messages, key)) return;
  const seqOf = (item: Value) => Number(isReference(item) ? held.graph[item.$ref]?.seq : 0);
  conversation.messages = [...messages, { $ref: key }].sort((a, b) => seqOf(a) - seqOf(b));
  if (isInline(conversation.viewerSettings)) conversation.viewerSettings.hidden = false;
};

const changeMember: Taking = (held, { member: told }) => {
  const member = carried(told);
  if (member && held.graph[keyOf(member.__typename, member.id)]) merge(held.graph, member);
};

/** Another role shows other parts of the group, or none of them. */
const changeRole: Taking = (held, event) => {
  changeMember(held, event);
  const member = carried(event.member);
  if (!member || keyOf('User', (member.user as Carried).id) !== meOf(held)) return;
  const place = Object.values(held.graph).find(
    ({ viewerMember }) =>
      isReference(viewerMember) && viewerMember.$ref === keyOf('ConversationMember', member.id),
  );
  if (!place) return;
  return (['invites', 'joinRequests', 'bans'] as const).map((part) => ({
    id: String(place.id),
    part,
  }));
};

const leave: Taking = (held, { conversationId }) => {
  const key = keyOf('Conversation', String(conversationId));
  for (const name of ['messages', 'announcements'])
    for (const item of listOf(held.graph[key], name) ?? [])
      if (isReference(item)) forget(held.graph, item.$ref);
  forget(held.graph, key);
};

/** Goes over what is known of a conversation; one that is not known (any more) is passed over. */
const changeConversation: Taking = (held, { conversation: told }) => {
  const conversation = carried(told);
  if (conversation && conversationOf(held, conversation.id)) merge(held.graph, conversation);
};

const settle: Taking = (held, event) => {
  const conversation = carried(event.conversation);
  if (conversation && !conversationOf(held, conversation.id))
    return [{ id: conversation.id, part: 'whole' }];
  changeConversation(held, event);
};

const changeGroup: Taking = (held, event) => {
  const conversation = carried(event.conversation);
  const known = conversation && conversationOf(held, conversation.id);
  if (!conversation || !known) return;
  const asked: Asked[] = [];
  // Requests are declined together when a group is made private, and those who run it hear of the group alone.
  if (listOf(known, 'joinRequests')) asked.push({ id: conversation.id, part: 'joinRequests' });
  // Of a message it is not told apart whether its sender or the group forbids forwarding it.
  if (known.forwardingForbidden !== conversation.forwardingForbidden)
    asked.push({ id: conversation.id, part: 'forwarding' });
  changeConversation(held, event);
  return asked;
};

/** Who has left is no reader of announcements any more, and which of them they had read is not told. */
const removeMember: Taking = (held, event) => {
  changeConversation(held, event);
  forget(held.graph, keyOf('ConversationMember', String(event.memberId)));
  const conversation = carried(event.conversation);
  const known = conversation && conversationOf(held, conversation.id);
  const announcements = listOf(known ?? undefined, 'announcements') ?? [];
  return known && announcements.length > 0 ? [{ id: String(known.id), part: 'announcements' }] : [];
};

const takeAnnouncement: Taking = (held, { __typename, announcement: told }) => {
  const announcement = carried(told);
  if (!announcement) return;
  const key = keyOf('Announcement', announcement.id);
  if (__typename !== 'AnnouncementPublished' && !held.graph[key]) return;
  merge(held.graph, announcement);
  const fields = held.graph[key] as Fields;
  if (__typename !== 'AnnouncementPublished') return;
  fields.viewerHasRead ??=
    isReference(fields.author ?? null) && (fields.author as { $ref: string }).$ref === meOf(held);
  place(
    conversationOf(held, (announcement.conversation as Carried).id),
    'announcements',
    key,
    true,
  );
};

const takeInvite: Taking = (held, { invite: told }) => {
  const invite = carried(told);
  if (!invite) return;
  merge(held.graph, invite);
  const key = keyOf('GroupInvite', invite.id);
  const invitee = carried(invite.invitee);
  if (invitee && keyOf('User', invitee.id) === meOf(held))
    place(viewerOf(held), 'groupInvitations', key, invite.state === 'OPEN');
  const group = carried(invite.group);
  if (group) place(conversationOf(held, group.id), 'invites', key, true);
};

const takeJoinRequest: Taking = (held, { joinRequest: told }) => {
  const request = carried(told);
  if (!request) return;
  merge(held.graph, request);
  const key = keyOf('JoinRequest', request.id);
  if (keyOf('User', (request.user as Carried).id) === meOf(held))
    place(viewerOf(held), 'joinRequests', key, true);
  const group = carried(request.group);
  if (group)
    place(
      conversationOf(held, group.id),
      'joinRequests',
      key,
      request.joinRequestStatus === 'PENDING',
    );
};

const takeFriendRequest: Taking = (held, { request: told }) => {
  const request = carried(told) as Carried;
  merge(held.graph, request);
  const mine = keyOf('User', (request.from as Carried).id) === meOf(held);
  const list = mine ? 'sentFriendRequests' : 'receivedFriendRequests';
  place(viewerOf(held), list, keyOf('FriendRequest', request.id), request.status === 'PENDING');
};

/** What a person keeps for themselves: in a list of the viewer's, newest first. */
const keep =
  (field: string, list: string): Taking =>
  (held, event) => {
    const kept = carried(event[field]);
    if (!kept) return;
    merge(held.graph, kept);
    place(viewerOf(held), list, keyOf(kept.__typename, kept.id), true);
    const source = carried(kept.source);
    const message = source && held.graph[keyOf('Message', source.id)];
    if (message) message.viewerFavourite = reference('Favourite', kept.id);
  };

/** A person who is not in a list of the viewer's any more. */
const unlist =
  (list: string): Taking =>
  (held, { user }) => {
    const person = carried(user);
    if (!person) return;
    merge(held.graph, person);
    place(viewerOf(held), list, keyOf('User', person.id), false);
  };

const changeViewer: Taking = (held, { viewer }) => void merge(held.graph, carried(viewer));

const drop =
  (typename: string, field: string): Taking =>
  (held, event) => {
    forget(held.graph, keyOf(typename, String(event[field])));
  };

const takeMoment: Taking = (held, { momentId, moment: told }) => {
  const moment = carried(told);
  const key = keyOf('Moment', String(momentId));
  if (!moment) return void forget(held.graph, key);
  merge(held.graph, moment);
  const mine = keyOf('User', (moment.author as Carried).id) === meOf(held);
  if (mine) place(held.graph[meOf(held)], 'moments', key, true);
};

const askAgain =
  (part: Part): Taking =>
  (_held, { conversation: told }) => {
    const conversation = carried(told);
    return conversation ? [{ id: conversation.id, part }] : [];
  };

/** Every kind that is logged; the test holds it to the schema. */
export const TAKING: Record<string, Taking> = {
  MessageSent: sendMessage,
  MessageEdited: changeMessage,
  MessageRecalled: changeMessage,
  MessageDeleted: changeMessage,
  MessageLinkPreviewed: changeMessage,
  VoiceTranscribed: changeMessage,
  VoiceHeard: (held, { heardVoice }) => {
    const message = carried(heardVoice);
    if (message && held.graph[keyOf('Message', message.id)]) merge(held.graph, message);
  },
  ReactionAdded: changeMessage,
  ReactionRemoved: changeMessage,
  MessagePinned: pinMessage,
  MessageUnpinned: pinMessage,
  MessagesHidden: (held, event) => {
    changeConversation(held, event);
    for (const id of event.messageIds as string[]) forget(held.graph, keyOf('Message', id));
  },
  HistoryCleared: (held, event) => {
    changeConversation(held, event);
    const messages = listOf(conversationOf(held, String(event.conversationId)), 'messages') ?? [];
    for (const item of messages) if (isReference(item)) forget(held.graph, item.$ref);
  },
  ReceiptMoved: changeMember,
  MemberChanged: changeMember,
  RoleChanged: changeRole,
  MembersJoined: (held, event) => {
    changeConversation(held, event);
    const conversation = carried(event.conversation);
    const fields = conversation ? conversationOf(held, conversation.id) : undefined;
    for (const member of event.members as Carried[]) {
      if (!fields) continue;
      merge(held.graph, member);
      place(fields, 'members', keyOf('ConversationMember', member.id), true);
    }
  },
  MemberLeft: removeMember,
  GroupChanged: changeGroup,
  GroupDissolved: leave,
  ConversationLeft: leave,
  ConversationJoined: askAgain('whole'),
  GroupBanChanged: askAgain('bans'),
  ConversationSettingsChanged: settle,
  BackgroundChanged: (held, { background }) => {
    viewerOf(held).background = merge(held.graph, background);
  },
  ReadMoved: changeConversation,
  DraftChanged: changeConversation,
  AnnouncementPublished: takeAnnouncement,
  AnnouncementRead: takeAnnouncement,
  AnnouncementMarkedRead: takeAnnouncement,
  AnnouncementRemoved: drop('Announcement', 'announcementId'),
  GroupInviteChanged: takeInvite,
  JoinRequestChanged: takeJoinRequest,
  FriendRequestMade: takeFriendRequest,
  FriendRequestDecided: takeFriendRequest,
  FriendshipStarted: keep('user', 'friends'),
  FriendshipEnded: unlist('friends'),
  UserBlocked: keep('user', 'blockedUsers'),
  UserUnblocked: unlist('blockedUsers'),
  ApproachChanged: (held, { user }) => void merge(held.graph, carried(user)),
  ContactChanged: (held, { user }) => void merge(held.graph, carried(user)),
  FriendCategoriesChanged: changeViewer,
  PrivacyChanged: changeViewer,
  MomentChanged: takeMoment,
  MomentRemoved: drop('Moment', 'momentId'),
  MomentNoticed: (held, event) => {
    changeViewer(held, event);
    return keep('notice', 'momentNotices')(held, event);
  },
  MomentNoticesChanged: changeViewer,
  MomentSettingsChanged: changeViewer,
  MomentRelationChanged: (held, { user }) => {
    const person = carried(user) as Carried;
    merge(held.graph, person);
    const { hidesTheirs, hidesMine } = person.momentRelation as Record<string, boolean>;
    const hiding = Boolean(hidesTheirs || hidesMine);
    place(viewerOf(held), 'momentRelations', keyOf('User', person.id), hiding);
  },
  AccountChanged: changeViewer,
  ProfileChanged: (held, { user }) => void merge(held.graph, carried(user)),
  AdministratorAppointed: changeViewer,
  AdministratorDismissed: changeViewer,
  OrganisationJoined: changeViewer,
  OrganisationLeft: changeViewer,
  InstallationChanged: (held, { installation }) => void merge(held.graph, carried(installation)),
  SessionStarted: keep('session', 'sessions'),
  SessionRevoked: drop('Session', 'sessionId'),
  FavouriteAdded: keep('favourite', 'favourites'),
  FavouriteRemoved: drop('Favourite', 'favouriteId'),
  ScheduledMessageChanged: keep('scheduled', 'scheduledMessages'),
  DataExportChanged: keep('dataExport', 'dataExports'),
  ReminderChanged: keep('reminder', 'reminders'),
  ReminderFired: keep('reminder', 'reminders'),
};

/** Takes one event in; answers what it only named. */
export function apply(held: Held, event: Told): Asked[] {
  const taking = TAKING[event.__typename];
  if (!taking) throw new Error(`No client knows what to do with ${event.__typename}`);
  return taking(held, event) ?? [];
}
