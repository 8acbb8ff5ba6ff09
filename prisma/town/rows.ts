import type { Prisma } from '../client.ts';
import { converse } from './conversing.ts';
import { type KeptRows, keep } from './keeping.ts';
import { type OrganisationRows, organise } from './organisation.ts';
import { circles, pendingRequests, people, type Username } from './people.ts';
import { type PostedRows, post } from './posting.ts';
import { type SaidRows, say } from './saying.ts';
import { Shelf, type Shelved } from './shelf.ts';
import { after, before, HOUR, idAt, MINUTE, setStage, type Town } from './stage.ts';

/** The town as rows, in the order in which they can be written. */
export interface Rows extends SaidRows, KeptRows, OrganisationRows, PostedRows {
  /** What accounts, conversations, messages and posts refer to: written once the accounts are. */
  files: Shelved[];
  accounts: (Prisma.AccountCreateManyInput & { id: string; username: Username })[];
  friendRequests: Prisma.FriendRequestCreateManyInput[];
  friendships: Prisma.FriendshipCreateManyInput[];
  conversations: Prisma.ConversationCreateManyInput[];
  members: Prisma.MemberCreateManyInput[];
  voicesHeard: Prisma.VoiceHeardCreateManyInput[];
}

/** The whole town as it is at `now`. The same for the same time, but for the ids. */
export function settle(now: Date): Rows {
  const town = setStage(now);
  const shelf = new Shelf(town.id);
  const talked = town.held.map((held) => ({
    ...converse(town, held, shelf),
    said: say(town, held, shelf),
  }));
  const from = <Table extends keyof SaidRows>(table: Table) =>
    talked.flatMap(({ said }) => said[table] as SaidRows[Table][number][]);
  const messages = from('messages');
  const kept = keep(town, messages);
  const members = talked.flatMap((one) => one.members);
  const posted = post(town, shelf);
  const portraits = people.map((person) =>
    'portrait' in person
      ? shelf.use(
          person.portrait,
          after(town.joinedAt[person.username], HOUR, now),
          person.username,
        )
      : null,
  );
  return {
    files: shelf.files,
    accounts: people.map(({ username, nickname, bio }, place) => ({
      id: town.id[username],
      username,
      // A domain that nobody can own: no letter ever leaves for it.
      email: `${username}@banrixian.example`,
      emailVerifiedAt: town.joinedAt[username],
      nickname,
      bio,
      avatarFileId: portraits[place] ?? null,
      lastSeenAt: town.seenAt[username],
      createdAt: town.joinedAt[username],
    })),
    ...befriend(town),
    ...organise(town),
    conversations: talked.map(({ conversation }) => conversation),
    members,
    voicesHeard: hear(town, messages, members),
    bundles: from('bundles'),
    bundleEntries: from('bundleEntries'),
    messages,
    messageVersions: from('messageVersions'),
    messageMentions: from('messageMentions'),
    messageReactions: from('messageReactions'),
    messagePins: from('messagePins'),
    announcements: from('announcements'),
    announcementReads: from('announcementReads'),
    ...posted,
    ...kept,
    auditEntries: [...from('auditEntries'), ...kept.auditEntries],
  };
}

/** Whoever has read on behind a recording has played it, but for the newest ones. */
function hear(
  { now }: Town,
  messages: readonly Prisma.MessageCreateManyInput[],
  members: readonly Prisma.MemberCreateManyInput[],
): Prisma.VoiceHeardCreateManyInput[] {
  const voices = messages.filter(
    ({ kind, createdAt }) => kind === 'VOICE' && new Date(createdAt ?? now) < before(now, HOUR),
  );
  return voices.flatMap(({ id = '', conversationId, seq, senderId, createdAt }) =>
    members
      .filter((member) => member.conversationId === conversationId && (member.readSeq ?? 0) >= seq)
      .filter(({ accountId }) => accountId !== senderId)
      .map(({ accountId }) => ({
        ...{ accountId, messageId: id },
        heardAt: after(new Date(createdAt ?? now), 5 * MINUTE, now),
      })),
  );
}

/** Friendships, each from a request that was accepted, and the requests that wait. */
function befriend({ now, id, joinedAt }: Town): Pick<Rows, 'friendRequests' | 'friendships'> {
  const pairs = circles.flatMap((circle) =>
    circle.flatMap((one, place) => circle.slice(place + 1).map((other) => [one, other] as const)),
  );
  const met = new Map(pairs.map((pair) => [[...pair].sort().join(), pair]));
  const accepted = [...met.values()].map(([one, other], place) => {
    const [host, guest] = joinedAt[one] < joinedAt[other] ? [one, other] : [other, one];
    const createdAt = new Date(joinedAt[guest].getTime() + (place + 1) * 7 * MINUTE);
    const decidedAt = new Date(createdAt.getTime() + 3 * HOUR);
    return { from: guest, to: host, createdAt, decidedAt };
  });
  const waiting = pendingRequests.map((request) => ({
    ...request,
    createdAt: before(now, request.hoursAgo * HOUR),
  }));
  return {
    friendRequests: [
      ...accepted.map(({ from, to, createdAt, decidedAt }) => ({
        id: idAt(createdAt),
        fromId: id[from],
        toId: id[to],
        status: 'ACCEPTED' as const,
        createdAt,
        decidedAt,
      })),
      ...waiting.map(({ from, to, note, createdAt }) => ({
        id: idAt(createdAt),
        fromId: id[from],
        toId: id[to],
        note,
        createdAt,
      })),
    ],
    friendships: accepted.flatMap(({ from, to, decidedAt: createdAt }) => [
      { accountId: id[from], friendId: id[to], createdAt },
      { accountId: id[to], friendId: id[from], createdAt },
    ]),
  };
}
