import type { Prisma } from '../client.ts';
import type { Username } from './people.ts';
import { mutedUntil } from './saying.ts';
import type { Shelf } from './shelf.ts';
import { type Held, MINUTE, type Placed, type Town } from './stage.ts';

/** The conversation itself, and everybody's place in it. */
export function converse(
  town: Town,
  held: Held,
  shelf: Shelf,
): { conversation: Prisma.ConversationCreateManyInput; members: Prisma.MemberCreateManyInput[] } {
  const { id, talk, createdAt, said } = held;
  const [first, last] = [said[0], said.at(-1)];
  if (!first || !last) throw new Error('A conversation in which nothing was said.');
  const present = talk.name ? membersOf(said) : partnersOf(said);
  const accountIds = [...present.keys()].map((username) => town.id[username]);
  return {
    conversation: {
      id,
      ...(talk.name
        ? { kind: 'GROUP', name: talk.name, ...talk.profile, ...portraitOf(held, shelf) }
        : {
            kind: accountIds.length === 1 ? 'SELF' : 'DIRECT',
            directKey: accountIds.sort().join(':'),
          }),
      createdById: town.id[first.speaker],
      lastSeq: said.length,
      activeAt: last.at,
      createdAt,
    },
    members: [...present].map(([username, joinedSeq]) => ({
      conversationId: id,
      accountId: town.id[username],
      role: roleOf(held, username),
      nickname: talk.nicknames?.[username] ?? null,
      mutedUntil: mutingOf(said, username),
      joinedSeq,
      // In a group the message behind that place is the notice of their coming.
      joinedAt: (talk.name && said[joinedSeq]?.at) || createdAt,
      ...positionsOf(town, held, { username, joinedSeq }),
      ...arrangementsOf(town, held, username),
    })),
  };
}

/** A picture of whoever opened the group stands for it. */
const portraitOf = ({ talk, said: [first] }: Held, shelf: Shelf) =>
  talk.portrait && first ? { avatarFileId: shelf.use(talk.portrait, first.at, first.speaker) } : {};

/** Who is in a group at the end, and behind which message they came. */
function membersOf(said: Placed[]): Map<Username, number> {
  const present = new Map<Username, number>();
  for (const [place, { kind, speaker, subjects }] of said.entries()) {
    if (kind === 'GROUP_CREATED') present.set(speaker, 0);
    for (const subject of subjects)
      if (kind === 'MEMBER_LEFT') present.delete(subject);
      else if (kind === 'GROUP_CREATED') present.set(subject, 0);
      else if (kind === 'MEMBERS_ADDED' || kind === 'MEMBER_JOINED') present.set(subject, place);
  }
  return present;
}

/** Two people, or one who keeps notes. */
function partnersOf(said: Placed[]): Map<Username, number> {
  const partners = new Map(said.map(({ speaker }) => [speaker, 0]));
  if (partners.size > 2) throw new Error(`Not two people: ${[...partners.keys()].join(', ')}`);
  return partners;
}

function roleOf({ talk, said }: Held, username: Username) {
  if (talk.name && username === said[0]?.speaker) return 'OWNER';
  const appointed = said.some(
    ({ kind, subjects }) => kind === 'ROLE_CHANGED' && subjects.includes(username),
  );
  return appointed ? 'ADMINISTRATOR' : 'MEMBER';
}

function mutingOf(said: Placed[], username: Username): Date | null {
  const muting = said.findLast(
    ({ kind, subjects }) => kind === 'MEMBER_MUTED' && subjects.includes(username),
  );
  return muting ? mutedUntil(muting) : null;
}

/** What was said while somebody was there has reached them, and they have read it unless the talk says otherwise. */
function positionsOf(
  { seenAt }: Town,
  { talk: { unread }, said }: Held,
  { username, joinedSeq }: { username: Username; joinedSeq: number },
) {
  const deliveredSeq = Math.max(
    joinedSeq,
    said.findLastIndex(({ at }) => at <= seenAt[username]) + 1,
  );
  const readSeq = Math.min(deliveredSeq, said.length - (unread?.[username] ?? 0));
  return { deliveredSeq, readSeq };
}

/** How somebody has arranged the conversation in their own list. */
function arrangementsOf({ now }: Town, { talk, said }: Held, username: Username) {
  const has = (list: readonly Username[] | undefined) => list?.includes(username) ?? false;
  return {
    pinnedAt: has(talk.pinnedBy) ? new Date(now.getTime() - MINUTE) : null,
    doNotDisturb: has(talk.silencedBy),
    hiddenSeq: has(talk.hiddenBy) ? said.length : null,
    markedUnread: has(talk.markedUnreadBy),
  };
}
