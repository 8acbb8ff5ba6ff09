import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Prisma } from '../client.ts';
import {
  drafts,
  favourites,
  groupInvitations,
  joinRequests,
  pages,
  reminders,
  scheduled,
} from './kept.ts';
import type { Username } from './people.ts';
import {
  before,
  calledIn,
  DAY,
  groupNamed,
  type Held,
  HOUR,
  idAt,
  type Placed,
  type Town,
} from './stage.ts';

/** What people keep for themselves, have waiting, or are asked. */
export interface KeptRows {
  favourites: Prisma.FavouriteCreateManyInput[];
  drafts: Prisma.DraftCreateManyInput[];
  scheduledMessages: Prisma.ScheduledMessageCreateManyInput[];
  reminders: Prisma.ReminderCreateManyInput[];
  joinRequests: Prisma.JoinRequestCreateManyInput[];
  groupInvites: Prisma.GroupInviteCreateManyInput[];
  linkPreviews: Prisma.LinkPreviewCreateManyInput[];
  auditEntries: Prisma.AuditEntryCreateManyInput[];
}

/** Rows that others are made from: the messages are written already, bundles and all. */
export function keep(town: Town, messages: readonly Prisma.MessageCreateManyInput[]): KeptRows {
  const invites = toInvites(town);
  return {
    favourites: toFavourites(town, messages),
    drafts: drafts.map(({ by, to, text, minutesAgo }) => ({
      accountId: town.id[by],
      conversationId: conversationOf(town, by, to).id,
      text,
      updatedAt: before(town.now, minutesAgo * 60_000),
    })),
    scheduledMessages: scheduled.map(({ by, to, text, inDays, hour, minute }) => ({
      accountId: town.id[by],
      conversationId: conversationOf(town, by, to).id,
      clientId: randomUUID(),
      text,
      options: { format: 'TEXT', mentions: [], replyToId: null, forwardingForbidden: false },
      sendAt: dayToCome(town, inDays, hour, minute),
      createdAt: before(town.now, 3 * HOUR),
    })),
    reminders: toReminders(town),
    joinRequests: joinRequests.map(({ by, group, note, hoursAgo }) => {
      const createdAt = before(town.now, hoursAgo * HOUR);
      const conversationId = groupNamed(town, group).id;
      return { id: idAt(createdAt), conversationId, accountId: town.id[by], note, createdAt };
    }),
    groupInvites: invites,
    linkPreviews: toPreviews(town),
    auditEntries: invites.map((invite) => toInviteAudit(invite)),
  };
}

/** The group of that name, or the conversation with that person: one's own, for oneself. */
function conversationOf(town: Town, by: Username, to: string): Held {
  const found = town.held.find(({ talk, said }) => {
    if (talk.name) return talk.name === to;
    const partners = new Set(said.map(({ speaker }) => speaker));
    return (
      partners.has(by) && partners.has(to as Username) && partners.size === (by === to ? 1 : 2)
    );
  });
  if (!found) throw new Error(`${by} has no conversation with ${to}.`);
  return found;
}

/** What stands out by this part, wherever it was said. */
function findSaid({ held }: Town, part: string): { conversation: Held; line: Placed } {
  const found = held.flatMap((conversation) =>
    conversation.said
      .filter(({ text, goneBy }) => !goneBy && text.includes(part))
      .map((line) => ({ conversation, line })),
  );
  const [only, another] = found;
  if (!only || another) throw new Error(`“${part}” was said ${found.length} times, not once.`);
  return only;
}

function toFavourites(
  town: Town,
  messages: readonly Prisma.MessageCreateManyInput[],
): Prisma.FavouriteCreateManyInput[] {
  return favourites.map(({ by, saying, hoursAgo }) => {
    const { conversation, line } = findSaid(town, saying);
    const message = messages.find(({ id }) => id === line.id);
    if (!message) throw new Error(`“${saying}” is no message.`);
    const savedAt = before(town.now, hoursAgo * HOUR);
    return {
      id: idAt(savedAt),
      accountId: town.id[by],
      messageId: line.id,
      senderId: message.senderId,
      senderName: calledIn(conversation, line.speaker),
      conversationName: conversation.talk.name ?? null,
      kind: line.kind,
      text: line.text,
      sentAt: line.at,
      savedAt,
    };
  });
}

/** Later than now, also for a town that is settled as it was on another day. */
function dayToCome({ now }: Town, inDays: number, hour: number, minute: number): Date {
  const day = new Date(Math.max(now.getTime(), Date.now()));
  day.setDate(day.getDate() + inDays);
  day.setHours(hour, minute, 0, 0);
  return day;
}

function toReminders(town: Town): Prisma.ReminderCreateManyInput[] {
  return reminders.map(({ by, of, note, ...when }) => {
    const messageId = findSaid(town, of).line.id;
    const given = { accountId: town.id[by], messageId, note };
    if ('inDays' in when)
      return {
        ...given,
        remindAt: dayToCome(town, when.inDays, when.hour, 0),
        createdAt: before(town.now, 2 * HOUR),
      };
    const firedAt = before(town.now, when.hoursAgo * HOUR);
    const createdAt = before(firedAt, HOUR);
    return { ...given, status: 'FIRED', remindAt: firedAt, firedAt, createdAt };
  });
}

function toInvites(
  town: Town,
): (Prisma.GroupInviteCreateManyInput & { id: string; createdAt: Date })[] {
  const { now } = town;
  return groupInvitations.map(({ group, by, to, hoursAgo, days, maxUses = null }) => {
    const createdAt = before(now, hoursAgo * HOUR);
    return {
      id: idAt(createdAt),
      conversationId: groupNamed(town, group).id,
      token: randomBytes(16).toString('base64url'),
      createdById: town.id[by],
      inviteeId: to ? town.id[to] : null,
      maxUses: to ? 1 : maxUses,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + days * DAY),
    };
  });
}

function toInviteAudit(
  invite: Prisma.GroupInviteCreateManyInput & { id: string; createdAt: Date },
): Prisma.AuditEntryCreateManyInput {
  const { id, conversationId, createdById, inviteeId, maxUses, expiresAt, createdAt } = invite;
  return {
    id: idAt(createdAt),
    at: createdAt,
    actorId: createdById,
    action: 'GroupInviteCreated',
    conversationId,
    subjectType: 'GroupInvite',
    subjectId: id,
    detail: {
      inviteeId: inviteeId ?? null,
      maxUses: maxUses ?? null,
      expiresAt: new Date(expiresAt).toISOString(),
    },
  };
}

/** As if read a moment ago: a town that has just been settled asks nobody for anything. */
function toPreviews({ now }: Town): Prisma.LinkPreviewCreateManyInput[] {
  return pages.map(({ address, title, description, siteName }) => {
    const { href: url, hostname: host } = new URL(address);
    return {
      key: createHash('sha256').update(url).digest(),
      url,
      host,
      state: 'READY',
      title,
      description,
      siteName,
      fetchedAt: now,
      expiresAt: new Date(now.getTime() + 7 * DAY),
      nextAttemptAt: null,
      createdAt: now,
    };
  });
}
