import {
  type DocumentNode,
  execute,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  isScalarType,
} from 'graphql';
import { ME } from '@/features/messages/cache.fixture';

/**
 * A small town, as an API would show it to me: plain objects, of which each test changes some. What a test does not care
 * about answers with something empty.
 */

type Fields = Record<string, unknown>;
export type Entity<More = Fields> = { __typename: string; id: string } & More;
type Member = Entity<{
  user: Entity;
  role: string;
  deliveredSeq: number;
  readSeq: number;
  joinedSeq: number;
  groupNickname: string | null;
}>;
export type Message = Entity<{
  seq: number;
  sentAt: string;
  sender: Entity;
  content: Fields;
  mentions: Fields[];
  forwardingForbiddenBySender: boolean;
}>;

const entity = <More extends Fields>(__typename: string, id: string, more: More): Entity<More> => ({
  __typename,
  id,
  ...more,
});
const picture = (id: string): Entity =>
  entity('Image', id, { thumbnailUrl: `https://tea.example/files/${id}/thumbnail` });
const person = (id: string): Entity =>
  entity('User', id, { nickname: id, username: id, avatar: picture(`face-of-${id}`) });
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

export class Town {
  readonly picture = picture;
  readonly me = person(ME);
  readonly mei: Entity = {
    ...person('mei'),
    categories: () => this.categories.filter(({ id }) => id === 'tea-friends'),
  };
  readonly tom = person('tom');
  readonly eve = person('eve');
  private readonly said = () => this.moments.find(({ id }) => id === 'moment') ?? null;
  readonly comment = (id: string, author: Entity): Entity =>
    entity('MomentComment', id, { author, text: id, moment: this.said });
  likers = [this.mei];
  comments = [this.comment('comment', this.tom)];
  /** Posts of one's own and of friends; what is said stands on the first of them. */
  readonly moment = (id: string, author: Entity): Entity =>
    entity('Moment', id, { author, text: id, postedAt: at(1) });
  moments: Entity[] = [
    {
      ...this.moment('moment', this.mei),
      likers: () => this.likers,
      likeCount: () => this.likers.length,
      viewerHasLiked: () => this.likers.includes(this.me),
      comments: () => this.comments,
      commentCount: () => this.comments.length,
    },
  ];
  notices: Entity[] = [
    entity('MomentNotice', 'noticed', {
      actor: this.tom,
      seen: false,
      moment: this.said,
    }),
  ];
  momentSettings = { __typename: 'MomentSettings', timelineWindow: 'ALL' };
  /** With whom it is otherwise than with everybody. */
  excepted: Entity[] = [];
  readonly member = (user: Entity, role: string, joinedSeq = 0): Member =>
    entity('ConversationMember', `tea-${user.id}`, {
      user,
      role,
      joinedSeq,
      groupNickname: null,
      deliveredSeq: 0,
      readSeq: 0,
    });
  members = [
    this.member(this.mei, 'OWNER'),
    this.member(this.me, 'ADMINISTRATOR'),
    this.member(this.tom, 'MEMBER'),
  ];
  private readonly recipients = (seq: number) =>
    this.members.filter(({ joinedSeq }) => joinedSeq < seq);
  hidden = new Set<string>();
  readonly message = (seq: number, sender: Entity, names: Entity[] = []): Message =>
    entity('Message', `tea-${seq}`, {
      seq,
      sender,
      clientId: `client-${seq}`,
      sentAt: at(seq),
      content: { __typename: 'TextContent', text: `text ${seq}` },
      mentions: names.map((user) => ({ __typename: 'Mention', start: 0, length: 1, user })),
      forwardingForbiddenBySender: seq === 1,
      forwardingForbidden: () => seq === 1 || Boolean(this.tea.forwardingForbidden),
      version: 1,
      conversation: () => this.tea,
      recipients: ({ read }: { read: boolean }) =>
        this.recipients(seq).filter((member) => member.readSeq >= seq === read),
      delivery: () => ({
        __typename: 'MessageDelivery',
        readCount: this.recipients(seq).filter((member) => member.readSeq >= seq).length,
        recipientCount: this.recipients(seq).length,
      }),
    });
  readonly photograph = (seq: number): Message => ({
    ...this.message(seq, this.mei),
    content: {
      __typename: 'ImageContent',
      image: entity('Image', `picture-${seq}`, { fileName: 'hills.jpg', url: 'http://here/full' }),
    },
  });
  readonly preview: Entity = entity('GroupPreview', 'tea', {
    name: () => this.tea.name,
    description: () => this.tea.description,
    avatarEmoji: () => this.tea.avatarEmoji,
    avatar: () => this.tea.avatar,
    memberCount: () => this.members.length,
    visibility: () => this.tea.visibility,
    viewerIsMember: () => !this.left,
  });
  messages: Message[] = [
    this.photograph(1),
    {
      ...this.message(2, this.mei),
      content: { __typename: 'GroupCardContent', group: this.preview },
    },
    this.message(3, this.mei, [this.me]),
    this.message(4, this.tom),
    this.message(5, this.me),
  ];
  pins = [{ __typename: 'PinnedMessage', pinnedAt: at(9), message: this.messages[0] }];
  announcements = [
    entity('Announcement', 'notice', {
      text: 'Bring cups',
      author: this.mei,
      readBy: new Set(['mei', 'tom']),
      viewerHasRead: false,
    }),
  ];
  joinRequests = [entity('JoinRequest', 'asks', this.request('PENDING'))];
  invites = [entity('GroupInvite', 'link', { state: 'OPEN', group: this.preview, token: 'link' })];
  bans = [{ __typename: 'GroupBan', user: this.eve, by: this.mei, bannedAt: at(1) }];
  left = false;
  /** How far I have come; what the others are shown of it is in my place among the members. */
  position = { deliveredSeq: 0, readSeq: 0 };
  settings = {
    __typename: 'ConversationSettings',
    pinned: false,
    doNotDisturb: false,
    hidden: false,
    markedUnread: false,
    background: null as Fields | null,
  };
  /** Behind all conversations that have nothing of their own. */
  background: Fields | null = null;
  draft: Fields | null = null;

  /** The place of somebody who is in it. */
  of(user: Entity): Member {
    const member = this.members.find((one) => one.user.id === user.id);
    if (!member) throw new Error(`${user.id} is no member.`);
    return member;
  }
  private readonly mine = () => this.of(this.me);
  private readonly runs = () => this.mine().role !== 'MEMBER';
  private readonly seen = () => this.messages.filter(({ id }) => !this.hidden.has(id));
  private readonly shared = ({ kinds }: { kinds: string[] }) =>
    this.seen().filter(({ content }) =>
      kinds.some((kind) => String(content.__typename).toUpperCase().startsWith(kind)),
    );
  private readonly unread = () =>
    this.seen().filter(({ seq, sender }) => seq > this.position.readSeq && sender !== this.me);
  private readonly naming = () =>
    this.unread().filter(({ mentions }) => mentions.some(({ user }) => user === this.me));

  readonly tea: Entity = entity('Conversation', 'tea', {
    kind: 'GROUP',
    name: 'Tea',
    description: 'All about tea',
    visibility: 'PUBLIC',
    joinPolicy: 'REQUEST',
    forwardingForbidden: false,
    memberCount: () => this.members.length,
    avatar: null,
    avatarEmoji: null,
    faces: () =>
      this.tea.avatar || this.tea.avatarEmoji ? [] : this.members.map(({ user }) => user),
    mentionable: () => this.members.filter(({ user }) => user !== this.me),
    members: ({ query }: { query?: string | null }) =>
      this.members.filter(({ user, groupNickname }) =>
        query ? [user.id, groupNickname].includes(query) : true,
      ),
    viewerMember: this.mine,
    viewerPosition: () => ({ __typename: 'ConversationPosition', ...this.position }),
    viewerSettings: () => this.settings,
    draft: () => this.draft,
    messages: this.seen,
    media: this.shared,
    mediaCount: (args: { kinds: string[] }) => this.shared(args).length,
    messagesAround: this.seen,
    lastSeq: () => this.messages.at(-1)?.seq ?? 0,
    lastMessage: () => this.seen().at(-1) ?? null,
    activeAt: () => this.messages.at(-1)?.sentAt ?? at(0),
    activeDays: () => this.seen().map(({ seq }) => seq),
    unreadCount: () => this.unread().length,
    unreadMentionCount: () => this.naming().length,
    firstUnreadMention: () => this.naming()[0] ?? null,
    pinnedMessages: () => this.pins.filter(({ message }) => !this.hidden.has(String(message?.id))),
    invites: () => (this.runs() ? this.invites : null),
    joinRequests: () => (this.runs() ? this.waiting() : null),
    bans: () => (this.runs() ? this.bans : null),
    announcements: () => this.announced(),
    latestAnnouncement: () => this.announced()[0] ?? null,
  });
  private readonly announced = () =>
    this.announcements.map((one) => {
      const readers = this.members.filter(({ user }) => one.readBy.has(user.id));
      return {
        ...one,
        conversation: this.tea,
        readCount: readers.length,
        readers: ({ read }: { read: boolean }) =>
          this.members.filter(({ user }) => one.readBy.has(user.id) === read),
      };
    });
  private readonly waiting = () =>
    this.joinRequests.filter(({ joinRequestStatus }) => joinRequestStatus === 'PENDING');
  private request(joinRequestStatus: string) {
    return { joinRequestStatus, user: this.eve, group: this.preview, note: '' };
  }

  /** Conversations of mine, in which I am still. */
  conversations = () => (this.left ? [] : [this.tea]);
  friends = [this.mei];
  categories = [entity('FriendCategory', 'tea-friends', { title: 'Tea' })];
  privacy = { __typename: 'Privacy', presenceShownTo: 'FRIENDS', reachableBy: 'EVERYONE' };
  sessions = [entity('Session', 'phone', { deviceName: 'Phone' })];
  favourites = [entity('Favourite', 'kept', {})];
  private readonly progress = (messagesDone: number) => ({
    __typename: 'DataExportProgress',
    messagesDone,
    messagesTotal: 10,
  });
  readonly dataExport = (id: string, exportState: string, messagesDone = 0): Entity =>
    entity('DataExport', id, {
      exportState,
      requestedAt: at(1),
      progress: this.progress(messagesDone),
    });
  dataExports = [this.dataExport('archive', 'RUNNING', 3)];
  reminders = [entity('Reminder', 'later', { reminderStatus: 'PENDING' })];
  scheduled = [entity('ScheduledMessage', 'planned', { scheduledStatus: 'PENDING' })];
  friendRequests = [
    entity('FriendRequest', 'hello', { status: 'PENDING', from: this.tom, to: this.me }),
  ];
  installation = entity('Installation', 'here', {
    name: null as string | null,
    welcome: 'Come in',
  });
  administrators = [this.me, this.tom];
  /** Whether I may see the organisation. */
  placed = true;
  positions = [
    entity('DepartmentMember', 'cook', {
      user: this.mei,
      title: 'Cook',
      primary: true,
      department: () => this.kitchen,
    }),
  ];
  readonly kitchen: Entity = entity('Department', 'kitchen', {
    departmentName: 'Kitchen',
    memberCount: () => this.positions.length,
    children: () => [],
    people: () => this.positions,
  });
  private readonly organisation = entity('Organisation', 'all', {
    departments: () => [this.kitchen],
    people: () => this.positions,
    memberCount: () => this.positions.length,
  });
  /** What people are, seen from themselves. */
  constructor() {
    Object.assign(this.mei, { positions: () => this.positions });
    for (const who of [this.me, this.mei])
      Object.assign(who, { moments: () => this.moments.filter(({ author }) => author === who) });
  }

  invitations = [entity('GroupInvite', 'come', { state: 'OPEN', token: 'come' })];

  readonly viewer: Entity = entity('Viewer', 'viewer', {
    user: this.me,
    conversations: () => this.conversations().filter(() => !this.settings.hidden),
    pinnedConversations: () => this.conversations().filter(() => this.settings.pinned),
    friends: () => this.friends,
    momentNotices: () => this.notices,
    unreadMomentNotices: () => this.notices.filter(({ seen }) => !seen).length,
    background: () => this.background,
    momentSettings: () => this.momentSettings,
    momentRelations: () => this.excepted,
    administrator: () => this.administrators.includes(this.me),
    organisation: () => (this.placed ? this.organisation : null),
    friendCategories: () => this.categories,
    privacy: () => this.privacy,
    blockedUsers: () => this.friends.filter(({ blocked }) => blocked),
    sessions: () => this.sessions,
    session: () => this.sessions[0],
    favourites: () => this.favourites,
    dataExports: () => this.dataExports,
    reminders: () => this.reminders,
    scheduledMessages: () => this.scheduled,
    receivedFriendRequests: () =>
      this.friendRequests.filter(({ status, to }) => status === 'PENDING' && to === this.me),
    groupInvitations: () => this.invitations.filter(({ state }) => state === 'OPEN'),
    receivedJoinRequests: () => (this.left || !this.runs() ? [] : this.waiting()),
  });

  readonly root = {
    viewer: () => this.viewer,
    conversation: ({ id }: { id: string }) =>
      this.conversations().find((one) => one.id === id) ?? null,
    node: ({ id }: { id: string }) => this.find(id),
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => this.find(id)),
    moments: () => this.moments.filter(({ author }) => !this.excepted.includes(author as Entity)),
    installation: () => this.installation,
    administrators: () => this.administrators,
    publicGroup: () => (this.tea.visibility === 'PUBLIC' ? this.preview : null),
    groupInvite: () => this.invites[0],
    searchGroups: () => [this.preview],
    searchUsers: () => [this.mei],
    searchAllUsers: () => [this.mei],
    searchMessages: () =>
      this.seen()
        .filter(({ content }) => content.text)
        .map((message) => ({ __typename: 'MessageHit', message })),
  };

  private find(id: string): Entity | null {
    const people = [this.me, this.mei, this.tom];
    const all = [...this.announced(), ...this.seen(), ...this.moments, ...people, this.kitchen];
    return all.find((one) => one.id === id) ?? null;
  }

  /** The answer to a document; of an event, as it is when it is delivered. */
  ask(schema: GraphQLSchema, document: DocumentNode, variableValues = {}, events?: object) {
    const rootValue = { ...this.root, events };
    const result = execute({ schema, document, rootValue, variableValues, fieldResolver });
    if (result instanceof Promise) throw new Error('Nothing here takes time.');
    if (result.errors) throw result.errors[0];
    return JSON.parse(JSON.stringify(result.data)) as Record<string, object | null>;
  }
}

const EMPTY: Record<string, unknown> = { String: '', ID: 'none', Int: 0, Float: 0, Boolean: false };

/** Lists become pages; what is not there becomes something empty. */
const fieldResolver: GraphQLFieldResolver<Fields, unknown> = (source, args, _context, info) => {
  const property = source[info.fieldName];
  const value = typeof property === 'function' ? property(args) : property;
  const { name } = getNamedType(info.returnType);
  if (name.endsWith('Connection') && value !== null) {
    const nodes = (value ?? []) as Fields[];
    return {
      __typename: name,
      edges: nodes.map((node) => ({ __typename: `${name}Edge`, cursor: 'c', node })),
      pageInfo: { __typename: 'PageInfo', hasNextPage: false, hasPreviousPage: false },
    };
  }
  if (value !== undefined || !isNonNullType(info.returnType)) return value ?? null;
  const type = getNullableType(info.returnType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.value;
  if (isScalarType(type)) return type.name in EMPTY ? EMPTY[type.name] : at(0);
  const [object] = isAbstractType(type) ? info.schema.getPossibleTypes(type) : [type];
  return { __typename: object?.name, id: `some ${object?.name}` };
};
