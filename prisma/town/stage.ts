import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { people, type Username } from './people.ts';
import { perform, type Said, timeOf } from './play.ts';
import { type Post, posts } from './posts.ts';
import { type Talk, talks } from './talks.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A line with the place that it has as a message. */
export interface Placed extends Said {
  id: string;
  conversationId: string;
  seq: number;
}

/** A conversation as it went. */
export interface Held {
  id: string;
  talk: Talk;
  createdAt: Date;
  said: Placed[];
}

/** What everything else is worked out from: who has which id, until when they have looked, and what was said where. */
export interface Town {
  now: Date;
  id: Record<Username, string>;
  joinedAt: Record<Username, Date>;
  seenAt: Record<Username, Date>;
  held: Held[];
}

/** Version 7 ids are sorted by time wherever the API pages by id: one made now would make old things new. */
export const idAt = (at: Date) => uuid({ msecs: at.getTime() });

/** Clients choose somebody's colour by their id: with this one, those who talk to each other differ in the pictures. */
const SALT = 988;

/** The same whenever the town is settled as it was at that time. */
const idOf = (name: string, at: Date) =>
  uuid({ msecs: at.getTime(), random: createHash('sha256').update(`${SALT} ${name}`).digest() });

export const before = (at: Date, milliseconds: number) => new Date(at.getTime() - milliseconds);

/** What becomes of something a while after it; never in the future. */
export const after = (at: Date, milliseconds: number, now: Date) =>
  new Date(Math.min(at.getTime() + milliseconds, now.getTime()));

type AnyPerson = (typeof people)[number];

const byUsername = <Value>(value: (person: AnyPerson) => Value) =>
  Object.fromEntries(people.map((person) => [person.username, value(person)])) as Record<
    Username,
    Value
  >;

export function setStage(now: Date): Town {
  const held = talks.map((talk) => hold(talk, perform(talk.play, now)));
  const joinedAt = byUsername((person) => before(now, person.joinedDaysAgo * DAY));
  return {
    now,
    id: byUsername(({ username }) => idOf(username, joinedAt[username])),
    joinedAt,
    seenAt: lastSeen(now, held),
    held,
  };
}

function hold(talk: Talk, said: Said[]): Held {
  const [first] = said;
  if (!first) throw new Error('A conversation in which nothing was said.');
  const createdAt = before(first.at, 2_000);
  const conversationId = idOf(talk.play, createdAt);
  return {
    id: conversationId,
    talk,
    createdAt,
    said: said.map((line, place) => ({
      ...line,
      id: idAt(line.at),
      conversationId,
      seq: place + 1,
    })),
  };
}

/** Whoever speaks or reacts is there, whatever their own page says. */
function lastSeen(now: Date, held: Held[]): Record<Username, Date> {
  const seenAt = byUsername((person) => before(now, person.seenMinutesAgo * MINUTE));
  const seen = (who: Username, at: Date) => {
    if (at > seenAt[who]) seenAt[who] = at;
  };
  for (const { said } of held)
    for (const line of said) {
      seen(line.speaker, line.at);
      for (const { who, at } of reactionsTo(line, now)) seen(who, at);
      if (line.kind === 'ANNOUNCEMENT')
        for (const reader of line.subjects) seen(reader, after(line.at, MINUTE, now));
    }
  for (const { by, when, likes = [], comments = [] } of posts) {
    seen(by, postedAt({ when }, now));
    for (const [place, who] of likes.entries()) seen(who, respondedAt({ when }, place, LIKES, now));
    for (const [place, comment] of comments.entries())
      seen(comment.by, respondedAt({ when }, place, COMMENTS, now));
  }
  return seenAt;
}

/** People react one after the other. */
export function reactionsTo({ reactions, at }: Said, now: Date) {
  const each = reactions.flatMap(({ emoji, by }) => by.map((who) => ({ who, emoji })));
  return each.map((reaction, place) => ({
    ...reaction,
    at: after(at, 12_000 + 9_000 * place, now),
  }));
}

export const postedAt = ({ when }: Pick<Post, 'when'>, now: Date): Date => timeOf(when, now);

/** Between two likes of a post, and between two comments on it. */
export const LIKES = 4 * MINUTE;
export const COMMENTS = 13 * MINUTE;

/** When somebody likes a post or comments on it, as one of several. */
export const respondedAt = (
  post: Pick<Post, 'when'>,
  place: number,
  pause: number,
  now: Date,
): Date => after(postedAt(post, now), (place + 1) * pause + ((place * 37) % 60) * 1_000, now);

/** The newest of these lines that says this. */
export function whereItSays(said: readonly Placed[], part: string): Placed {
  const found = said.findLast(({ text }) => text.includes(part));
  if (!found) throw new Error(`Nobody has said “${part}” by then.`);
  return found;
}

export function groupNamed({ held }: Pick<Town, 'held'>, name: string): Held {
  const found = held.find(({ talk }) => talk.name === name);
  if (!found) throw new Error(`There is no group called ${name}.`);
  return found;
}

export const nicknameOf = (username: Username): string =>
  people.find((person) => person.username === username)?.nickname ?? username;

/** What somebody goes by where they speak. */
export const calledIn = ({ talk }: Held, username: Username): string =>
  talk.nicknames?.[username] ?? nicknameOf(username);
