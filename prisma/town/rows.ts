import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Prisma } from '../client.ts';
import { circles, pendingRequests, people, type Username } from './people.ts';
import { perform, type Said } from './play.ts';
import { type Talk, talks } from './talks.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The town as rows, in the order in which they can be written. */
export interface Rows {
  accounts: (Prisma.AccountCreateManyInput & { id: string; username: Username })[];
  friendRequests: Prisma.FriendRequestCreateManyInput[];
  friendships: Prisma.FriendshipCreateManyInput[];
  conversations: Prisma.ConversationCreateManyInput[];
  members: Prisma.MemberCreateManyInput[];
  messages: Prisma.MessageCreateManyInput[];
}

/** What the others are worked out from: who has which id, and until when they have looked. */
interface Town {
  now: Date;
  id: Record<Username, string>;
  seenAt: Record<Username, Date>;
}

/** Version 7 ids are sorted by time wherever the API pages by id: one made now would make old things new. */
const idAt = (at: Date) => uuid({ msecs: at.getTime() });

const before = (at: Date, milliseconds: number) => new Date(at.getTime() - milliseconds);

/** The whole town as it is at `now`. The same for the same time, but for the ids. */
export function settle(now: Date): Rows {
  const performed = talks.map((talk) => ({ talk, said: perform(talk.play, now) }));
  const joinedAt = byUsername((person) => before(now, person.joinedDaysAgo * DAY));
  const town: Town = {
    now,
    id: byUsername((person) => idAt(joinedAt[person.username])),
    seenAt: lastSeen(
      now,
      performed.flatMap(({ said }) => said),
    ),
  };
  const built = performed.map(({ talk, said }) => converse(town, talk, said));
  return {
    accounts: people.map(({ username, nickname, bio }) => ({
      id: town.id[username],
      username,
      // A domain that nobody can own: no letter ever leaves for it.
      email: `${username}@banrixian.example`,
      nickname,
      bio,
      lastSeenAt: town.seenAt[username],
      createdAt: joinedAt[username],
    })),
    ...befriend(town, joinedAt),
    conversations: built.map(({ conversation }) => conversation),
    members: built.flatMap(({ members }) => members),
    messages: built.flatMap(({ messages }) => messages),
  };
}

type AnyPerson = (typeof people)[number];

const byUsername = <Value>(value: (person: AnyPerson) => Value) =>
  Object.fromEntries(people.map((person) => [person.username, value(person)])) as Record<
    Username,
    Value
  >;

/** Whoever speaks is there, whatever their own page says. */
function lastSeen(now: Date, said: Said[]): Record<Username, Date> {
  const seenAt = byUsername((person) => before(now, person.seenMinutesAgo * MINUTE));
  for (const { speaker, at } of said) if (at > seenAt[speaker]) seenAt[speaker] = at;
  return seenAt;
}

/** Friendships, each from a request that was accepted, and the requests that wait. */
function befriend(
  { now, id }: Town,
  joinedAt: Town['seenAt'],
): Pick<Rows, 'friendRequests' | 'friendships'> {
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

interface Conversed {
  conversation: Prisma.ConversationCreateManyInput;
  members: Prisma.MemberCreateManyInput[];
  messages: Prisma.MessageCreateManyInput[];
}

function converse(town: Town, talk: Talk, said: Said[]): Conversed {
  const [first, last] = [said[0], said.at(-1)];
  if (!first || !last) throw new Error('A conversation in which nothing was said.');
  const present = talk.name ? membersOf(said) : partnersOf(said);
  const createdAt = before(first.at, 2_000);
  const id = idAt(createdAt);
  const accountIds = [...present.keys()].map((username) => town.id[username]);
  return {
    conversation: {
      id,
      ...(talk.name
        ? { kind: 'GROUP', name: talk.name }
        : { kind: 'DIRECT', directKey: accountIds.sort().join(':') }),
      createdById: town.id[first.speaker],
      lastSeq: said.length,
      activeAt: last.at,
      createdAt,
    },
    members: [...present].map(([username, joinedSeq]) => ({
      conversationId: id,
      accountId: town.id[username],
      role: roleOf(talk, first, username),
      joinedSeq,
      // In a group the message behind that place is the notice of their coming.
      joinedAt: (talk.name && said[joinedSeq]?.at) || createdAt,
      ...positionsOf(town, talk, said, { username, joinedSeq }),
    })),
    messages: said.map(({ kind, speaker, text, subjects, at }, place) => ({
      id: idAt(at),
      conversationId: id,
      seq: place + 1,
      senderId: town.id[speaker],
      clientId: randomUUID(),
      kind,
      text,
      subjectIds: subjects.map((username) => town.id[username]),
      createdAt: at,
    })),
  };
}

/** Who is in a group at the end, and behind which message they came. */
function membersOf(said: Said[]): Map<Username, number> {
  const present = new Map<Username, number>();
  for (const [place, { kind, speaker, subjects }] of said.entries()) {
    if (kind === 'GROUP_CREATED') present.set(speaker, 0);
    for (const subject of subjects)
      if (kind === 'MEMBER_LEFT') present.delete(subject);
      else present.set(subject, kind === 'GROUP_CREATED' ? 0 : place);
  }
  return present;
}

function partnersOf(said: Said[]): Map<Username, number> {
  const partners = new Map(said.map(({ speaker }) => [speaker, 0]));
  if (partners.size !== 2) throw new Error(`Not two people: ${[...partners.keys()].join(', ')}`);
  return partners;
}

function roleOf({ name, administrators }: Talk, first: Said, username: Username) {
  if (name && username === first.speaker) return 'OWNER';
  return administrators?.includes(username) ? 'ADMINISTRATOR' : 'MEMBER';
}

/** What was said while somebody was there has reached them, and they have read it unless the talk says otherwise. */
function positionsOf(
  { seenAt }: Town,
  { unread }: Talk,
  said: Said[],
  { username, joinedSeq }: { username: Username; joinedSeq: number },
) {
  const deliveredSeq = Math.max(
    joinedSeq,
    said.findLastIndex(({ at }) => at <= seenAt[username]) + 1,
  );
  const readSeq = Math.min(deliveredSeq, said.length - (unread?.[username] ?? 0));
  return { deliveredSeq, readSeq };
}
