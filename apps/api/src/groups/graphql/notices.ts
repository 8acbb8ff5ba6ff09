import type { MessageKind, Message as MessageRow, MemberRole as Role } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { MemberRole } from '../../conversations/graphql/member.ts';
import { builder } from '../../graphql/builder.ts';
import { PAGE_MAX } from '../../graphql/limits.ts';
import type { JoinedVia as Via } from '../service/membership.ts';
import type { GroupChange as Change } from '../service/profile.ts';

/** What a group tells its members about itself, among the messages. */
const noticeType = (name: string, description: string) =>
  builder.objectRef<MessageRow>(name).implement({ description });

/** The details that `addNotice` was given with this kind. */
const detailsOf = <Details>(message: MessageRow) => message.data as unknown as Details;

const GroupCreatedNotice = noticeType('GroupCreatedNotice', 'The message’s sender made the group.');
const MembersAddedNotice = noticeType('MembersAddedNotice', 'The message’s sender added people.');
const MembersRemovedNotice = noticeType(
  'MembersRemovedNotice',
  'The message’s sender removed people.',
);
for (const notice of [GroupCreatedNotice, MembersAddedNotice, MembersRemovedNotice])
  builder.objectField(notice, 'members', (t) =>
    t.prismaField({
      type: [User],
      description: 'Whom it is about, at most 100 of them.',
      resolve: (query, message, _args, { backend }) =>
        backend.db.account.findMany({
          ...query,
          where: { id: { in: message.subjectIds.slice(0, PAGE_MAX) } },
        }),
    }),
  );

const MemberJoinedNotice = noticeType(
  'MemberJoinedNotice',
  'Somebody came into the group. The message’s sender is that person, or whoever said yes to them.',
);
const MemberLeftNotice = noticeType('MemberLeftNotice', 'The message’s sender left the group.');
const MemberMutedNotice = noticeType(
  'MemberMutedNotice',
  'The message’s sender keeps somebody from speaking, or lets them speak again.',
);
const RoleChangedNotice = noticeType(
  'RoleChangedNotice',
  'The message’s sender gave somebody another role.',
);
const OwnerChangedNotice = noticeType(
  'OwnerChangedNotice',
  'The message’s sender handed the group over, or left it.',
);
for (const notice of [
  MemberJoinedNotice,
  MemberLeftNotice,
  MemberMutedNotice,
  RoleChangedNotice,
  OwnerChangedNotice,
])
  builder.objectField(notice, 'member', (t) =>
    t.prismaField({
      type: User,
      description: 'Whom it is about.',
      resolve: (query, message, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({
          ...query,
          where: { id: message.subjectIds[0] ?? message.senderId },
        }),
    }),
  );

const JoinedVia = builder.enumType('JoinedVia', {
  description: 'By what way somebody came into a group.',
  values: {
    LINK: { description: 'By a link that several may use.' },
    INVITATION: { description: 'By an invitation addressed to them.' },
    OPEN: { description: 'By themselves: the group is open to everybody.' },
    REQUEST: { description: 'They asked, and somebody who runs the group said yes.' },
  } as const,
});
builder.objectField(MemberJoinedNotice, 'via', (t) =>
  t.field({
    type: JoinedVia,
    description: 'By what way.',
    resolve: (message) => detailsOf<{ via: Via }>(message).via,
  }),
);

builder.objectField(MemberMutedNotice, 'until', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description: 'Until when they may not speak; null when they may again.',
    resolve: (message) => detailsOf<{ until: string | null }>(message).until,
  }),
);

builder.objectField(RoleChangedNotice, 'role', (t) =>
  t.field({
    type: MemberRole,
    description: 'The role they have from then on.',
    resolve: (message) => detailsOf<{ role: Role }>(message).role,
  }),
);

const GroupRenamedNotice = noticeType(
  'GroupRenamedNotice',
  'The message’s sender gave the group another name.',
);
builder.objectField(GroupRenamedNotice, 'name', (t) =>
  t.string({
    description: 'What it was called from then on.',
    resolve: (message) => detailsOf<{ name: string }>(message).name,
  }),
);

const GroupChange = builder.enumType('GroupChange', {
  description: 'What changed about a group.',
  values: {
    DESCRIPTION: { description: 'Its description.' },
    AVATAR: { description: 'The emoji that stands for it.' },
    VISIBILITY: { description: 'Whether it is public or private.' },
    ALL_MUTED: { description: 'Only the owner and administrators speak.' },
    ALL_UNMUTED: { description: 'Everybody speaks again.' },
    FORWARDING_FORBIDDEN: { description: 'What is said in it may not be forwarded.' },
    FORWARDING_ALLOWED: { description: 'What is said in it may be forwarded again.' },
  } as const,
});
const GroupChangedNotice = noticeType(
  'GroupChangedNotice',
  'The message’s sender changed how the group shows itself or is run.',
);
builder.objectField(GroupChangedNotice, 'change', (t) =>
  t.field({
    type: GroupChange,
    description: 'What changed.',
    resolve: (message) => detailsOf<{ change: Change }>(message).change,
  }),
);

export const NOTICE_TYPES = {
  GROUP_CREATED: GroupCreatedNotice,
  MEMBERS_ADDED: MembersAddedNotice,
  MEMBER_JOINED: MemberJoinedNotice,
  MEMBER_LEFT: MemberLeftNotice,
  MEMBERS_REMOVED: MembersRemovedNotice,
  MEMBER_MUTED: MemberMutedNotice,
  ROLE_CHANGED: RoleChangedNotice,
  OWNER_CHANGED: OwnerChangedNotice,
  GROUP_RENAMED: GroupRenamedNotice,
  GROUP_CHANGED: GroupChangedNotice,
} as const satisfies Partial<Record<MessageKind, unknown>>;
