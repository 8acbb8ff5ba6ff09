import { MOMENT_CASES, MOMENT_STANDS } from './moment-events.fixture';
import { type Case, PEOPLE_CASES } from './people-events.fixture';
import type { Town } from './town.fixture';

const message = (town: Town, seq: number) => {
  const found = town.messages.find((one) => one.seq === seq);
  if (!found) throw new Error(`There is no message ${seq}.`);
  return found;
};
const gone =
  (kind: string, seq: number): Case =>
  (town) => {
    const of = message(town, seq);
    of.content = { __typename: `${kind}Content`, by: of.sender };
    of.mentions = [];
    Object.assign(of, { version: 2 });
    const told = { __typename: `Message${kind}`, message: of };
    if (!town.pins.some((pin) => pin.message === of)) return told;
    town.pins = [];
    return [told, { __typename: 'MessageUnpinned', message: of }];
  };

const inTea =
  (__typename: string, change: (town: Town) => object | undefined): Case =>
  (town) => ({ __typename, ...change(town), conversation: town.tea });
/** Where nothing else is told. */
const becomes = (__typename: string, part: 'tea' | 'settings', changes: object): Case =>
  inTea(__typename, (town) => void Object.assign(town[part], changes));
/** On another device of mine; the others are told of the receipt. */
const reads =
  (readSeq: number): Case =>
  (town) => {
    Object.assign(town.position, { readSeq });
    const member = Object.assign(town.of(town.me), { readSeq });
    const receipt = { __typename: 'ReceiptMoved', member };
    return [{ __typename: 'ReadMoved', conversation: town.tea }, receipt];
  };
const arrives = (town: Town, of: ReturnType<Town['message']>) => {
  town.messages.push(of);
  return { __typename: 'MessageSent', message: of };
};

/** What happens, as it changes the town and as it is told. */
export const CASES: Record<string, Record<string, Case>> = {
  MessageSent: {
    'from somebody': (town) => arrives(town, town.message(6, town.mei)),
    'that names me': (town) => arrives(town, town.message(6, town.mei, [town.me])),
    'of my own': (town) => arrives(town, town.message(6, town.me)),
    'a picture': (town) => arrives(town, town.photograph(6)),
  },
  MessageEdited: {
    'says something else': (town) => {
      const of = message(town, 2);
      of.content = { __typename: 'TextContent', text: 'changed' };
      return { __typename: 'MessageEdited', message: of };
    },
    'names me now': (town) => {
      const of = message(town, 4);
      of.mentions = [{ __typename: 'Mention', start: 0, length: 1, user: town.me }];
      return { __typename: 'MessageEdited', message: of };
    },
  },
  MessageRecalled: { 'that named me': gone('Recalled', 3), 'that was pinned': gone('Recalled', 1) },
  MessageDeleted: {
    'that named me': gone('Deleted', 3),
    'the newest': gone('Deleted', 5),
    'a picture': gone('Deleted', 1),
  },
  MessageLinkPreviewed: {
    'a page is shown': (town) => {
      const of = message(town, 4);
      Object.assign(of, { linkPreview: { __typename: 'LinkPreview', url: 'u', title: 'Tea' } });
      return { __typename: 'MessageLinkPreviewed', message: of };
    },
  },
  VoiceTranscribed: {
    'the text is there': (town) => {
      const of = message(town, 4);
      const transcription = {
        ...{ __typename: 'VoiceTranscription', state: 'READY', text: 'Green tea', failure: null },
      };
      const voice = { __typename: 'Voice', id: 'voice', durationMs: 2_000, transcription };
      Object.assign(of, { content: { __typename: 'VoiceContent', voice } });
      return { __typename: 'VoiceTranscribed', message: of };
    },
  },
  VoiceHeard: {
    'on another device': (town) => ({
      __typename: 'VoiceHeard',
      heardVoice: Object.assign(message(town, 4), { heard: true }),
    }),
  },
  MessagePinned: {
    'one more': (town) => {
      const of = Object.assign(message(town, 3), { pinned: true });
      town.pins.unshift({ __typename: 'PinnedMessage', pinnedAt: '2026-01-02', message: of });
      return { __typename: 'MessagePinned', message: of };
    },
  },
  MessageUnpinned: {
    'the only one': (town) => {
      town.pins = [];
      return { __typename: 'MessageUnpinned', message: message(town, 1) };
    },
  },
  ReactionAdded: {
    'by somebody': (town) => ({
      __typename: 'ReactionAdded',
      emoji: '🍵',
      user: town.mei,
      message: message(town, 4),
    }),
  },
  ReactionRemoved: {
    'by somebody': (town) => ({
      __typename: 'ReactionRemoved',
      emoji: '🍵',
      user: town.mei,
      message: message(town, 4),
    }),
  },
  MessagesHidden: {
    'unread, the one that names me': inTea('MessagesHidden', (town) => {
      town.hidden.add('tea-3');
      return { messageIds: ['tea-3'] };
    }),
    'the newest, and one that is pinned': inTea('MessagesHidden', (town) => {
      for (const id of ['tea-1', 'tea-5']) town.hidden.add(id);
      return { messageIds: ['tea-1', 'tea-5'] };
    }),
  },
  HistoryCleared: {
    'and a message has come since': (town) => {
      for (const { id } of town.messages.slice(0, 4)) town.hidden.add(id);
      Object.assign(town.position, { readSeq: 4 });
      const member = Object.assign(town.of(town.me), { readSeq: 4 });
      const cleared = { conversationId: 'tea', clearedSeq: 4, conversation: town.tea };
      return [
        { __typename: 'HistoryCleared', ...cleared },
        { __typename: 'ReceiptMoved', member },
      ];
    },
  },
  ReceiptMoved: {
    'somebody reads': (town) => {
      const member = Object.assign(town.of(town.tom), { readSeq: 3, deliveredSeq: 4 });
      return { __typename: 'ReceiptMoved', member };
    },
  },
  ReadMoved: {
    'to the middle': reads(3),
    'to the end': reads(5),
    'which the others are not told': (town) => {
      Object.assign(town.position, { readSeq: 5 });
      return { __typename: 'ReadMoved', conversation: town.tea };
    },
  },
  RoleChanged: {
    'mine is taken': inTea('RoleChanged', (town) => {
      town.of(town.me).role = 'MEMBER';
      return { member: town.of(town.me) };
    }),
    'somebody moves up in the list': inTea('RoleChanged', (town) => {
      const tom = Object.assign(town.of(town.tom), { role: 'ADMINISTRATOR' });
      town.members = [town.of(town.mei), tom, town.of(town.me)];
      return { member: tom };
    }),
  },
  MemberChanged: {
    'a nickname that a search finds': inTea('MemberChanged', (town) => {
      const tom = Object.assign(town.of(town.tom), { groupNickname: 'mei' });
      return { member: tom };
    }),
    'somebody is called otherwise everywhere': inTea('MemberChanged', (town) => {
      Object.assign(town.tom, { nickname: 'Thomas', username: 'thomas' });
      return { member: town.of(town.tom) };
    }),
    'somebody has another picture': inTea('MemberChanged', (town) => {
      Object.assign(town.tom, { avatar: town.picture('new-face') });
      return { member: town.of(town.tom) };
    }),
    'I am muted': inTea('MemberChanged', (town) => ({
      member: Object.assign(town.of(town.me), { mutedUntil: '2027-01-01T00:00:00Z' }),
    })),
  },
  MembersJoined: {
    'one more': inTea('MembersJoined', (town) => {
      const member = town.member(town.eve, 'MEMBER', 5);
      town.members.push(member);
      return { members: [member] };
    }),
  },
  MemberLeft: {
    'who had read an announcement': inTea('MemberLeft', (town) => {
      town.members = town.members.filter(({ user }) => user !== town.tom);
      return { memberId: 'tea-tom', user: town.tom };
    }),
  },
  GroupChanged: {
    'another name': becomes('GroupChanged', 'tea', { name: 'Green tea' }),
    'a picture of its own': inTea('GroupChanged', (town) => {
      town.tea.avatar = town.picture('teapot');
    }),
    'nothing may be forwarded': becomes('GroupChanged', 'tea', { forwardingForbidden: true }),
    'made private, so nobody asks any more': inTea('GroupChanged', (town) => {
      town.tea.visibility = 'PRIVATE';
      town.joinRequests = [];
    }),
  },
  ConversationSettingsChanged: {
    pinned: becomes('ConversationSettingsChanged', 'settings', { pinned: true }),
    hidden: becomes('ConversationSettingsChanged', 'settings', { hidden: true }),
    'a picture behind its messages': inTea('ConversationSettingsChanged', (town) => {
      const image = town.picture('lake');
      town.settings.background = { __typename: 'Background', pattern: null, image };
    }),
  },
  BackgroundChanged: {
    'waves behind all messages': (town) => {
      town.background = { __typename: 'Background', pattern: 'WAVES', image: null };
      return { __typename: 'BackgroundChanged', background: town.background };
    },
  },
  ConversationJoined: { 'again, or as yet': becomes('ConversationJoined', 'tea', {}) },
  ConversationLeft: {
    'on my own': (town) => {
      town.left = true;
      return { __typename: 'ConversationLeft', conversationId: 'tea', leavingReason: 'LEFT' };
    },
  },
  DraftChanged: {
    'on another device': inTea('DraftChanged', (town) => {
      town.draft = { __typename: 'Draft', text: 'half a', updatedAt: '2026-01-01T00:00:00Z' };
    }),
  },
  GroupInviteChanged: {
    'used up': (town) => {
      const [invite] = town.invites;
      return { __typename: 'GroupInviteChanged', invite: Object.assign(invite ?? {}, { uses: 9 }) };
    },
    'declined elsewhere': (town) => {
      const [invite] = town.invitations;
      Object.assign(invite ?? {}, { state: 'DECLINED' });
      return { __typename: 'GroupInviteChanged', invite };
    },
  },
  JoinRequestChanged: {
    'decided by another administrator': (town) => {
      const [joinRequest] = town.joinRequests;
      Object.assign(joinRequest ?? {}, { joinRequestStatus: 'DECLINED' });
      return { __typename: 'JoinRequestChanged', joinRequest };
    },
  },
  GroupBanChanged: {
    lifted: inTea('GroupBanChanged', (town) => {
      town.bans = [];
      return { user: town.tom, banned: false };
    }),
  },
  AnnouncementPublished: {
    'one more': (town) => {
      const [first] = town.announcements;
      town.announcements.unshift({ ...first, id: 'news', text: 'Closed today' } as never);
      const { announcements } = town.tea as { announcements?: () => object[] };
      return { __typename: 'AnnouncementPublished', announcement: announcements?.()[0] };
    },
  },
  AnnouncementRead: {
    'by somebody': (town) => {
      town.announcements[0]?.readBy.delete('tom');
      const { announcements } = town.tea as { announcements?: () => object[] };
      const [announcement] = announcements?.() ?? [];
      return { __typename: 'AnnouncementRead', announcement, user: town.tom };
    },
  },
  AnnouncementMarkedRead: {
    'on another device': (town) => {
      Object.assign(town.announcements[0] ?? {}, { viewerHasRead: true });
      return { __typename: 'AnnouncementMarkedRead', announcement: town.announcements[0] };
    },
  },
  AnnouncementRemoved: {
    'the only one': inTea('AnnouncementRemoved', (town) => {
      town.announcements = [];
      return { announcementId: 'notice' };
    }),
  },
  FavouriteAdded: {
    'one more': (town) => {
      const favourite = { ...town.favourites[0], id: 'new' } as (typeof town.favourites)[number];
      town.favourites.unshift(favourite);
      return { __typename: 'FavouriteAdded', favourite };
    },
  },
  FavouriteRemoved: {
    'the only one': (town) => {
      town.favourites = [];
      return { __typename: 'FavouriteRemoved', favouriteId: 'kept' };
    },
  },
  ScheduledMessageChanged: {
    sent: (town) => {
      town.scheduled = [];
      return { __typename: 'ScheduledMessageChanged', scheduled: null };
    },
  },
  DataExportChanged: {
    'has come further': (town) => {
      town.dataExports = [town.dataExport('archive', 'RUNNING', 7)];
      return { __typename: 'DataExportChanged', dataExport: town.dataExports[0] };
    },
    'was asked for on another device': (town) => {
      const dataExport = town.dataExport('newer', 'QUEUED');
      town.dataExports.unshift(dataExport);
      return { __typename: 'DataExportChanged', dataExport };
    },
  },
  ReminderChanged: {
    finished: (town) => {
      town.reminders = [];
      return { __typename: 'ReminderChanged', reminder: null };
    },
  },
  ReminderFired: {
    'the only one': (town) => {
      const [reminder] = town.reminders;
      Object.assign(reminder ?? {}, { reminderStatus: 'FIRED' });
      return { __typename: 'ReminderFired', reminder };
    },
  },
  ...PEOPLE_CASES,
  ...MOMENT_CASES,
};

/** Nothing on the screen is to follow from these by themselves. */
export const SILENT = {
  GroupDissolved: 'ConversationLeft comes with it, to everybody',
  TypingStarted: 'shown for a moment, from outside the cache (typing.ts)',
  CaughtUp: 'about the stream (pump.ts)',
  Reset: 'about the stream (pump.ts)',
};

/** A search does not move while it is being read (search/cache.ts). */
export const STANDS: Record<string, string> = {
  MessageSent: 'Search_messages',
  ...MOMENT_STANDS,
};
