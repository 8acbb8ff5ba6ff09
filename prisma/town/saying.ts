import { randomUUID } from 'node:crypto';
import type { Prisma } from '../client.ts';
import { people } from './people.ts';
import type { Shelf } from './shelf.ts';
import {
  after,
  calledIn,
  groupNamed,
  type Held,
  HOUR,
  idAt,
  MINUTE,
  nicknameOf,
  type Placed,
  reactionsTo,
  type Town,
  whereItSays,
} from './stage.ts';

/** What was said, and whatever hangs on it. */
export interface SaidRows {
  bundles: Prisma.BundleCreateManyInput[];
  bundleEntries: Prisma.BundleEntryCreateManyInput[];
  messages: Prisma.MessageCreateManyInput[];
  messageVersions: Prisma.MessageVersionCreateManyInput[];
  messageMentions: Prisma.MessageMentionCreateManyInput[];
  messageReactions: Prisma.MessageReactionCreateManyInput[];
  messagePins: Prisma.MessagePinCreateManyInput[];
  announcements: Prisma.AnnouncementCreateManyInput[];
  announcementReads: Prisma.AnnouncementReadCreateManyInput[];
  auditEntries: Prisma.AuditEntryCreateManyInput[];
}

const noRows = (): SaidRows => ({
  bundles: [],
  bundleEntries: [],
  messages: [],
  messageVersions: [],
  messageMentions: [],
  messageReactions: [],
  messagePins: [],
  announcements: [],
  announcementReads: [],
  auditEntries: [],
});

/** Everything that was said in a conversation. */
export function say(town: Town, held: Held, shelf: Shelf): SaidRows {
  const rows = noRows();
  for (const line of held.said) {
    const message = toMessage(town, held, line);
    if (line.thing) message.fileId = shelf.use(line.thing, line.at, line.speaker);
    rows.messages.push(message);
    if (line.forwarded) bundle(town, rows, line, message);
    if (line.kind === 'ANNOUNCEMENT') announce(town, rows, line, message);
    if (line.kind === 'MESSAGE_PINNED') pin(town, held, rows, line, message);
    if (line.kind === 'ROLE_CHANGED' || line.kind === 'MEMBER_MUTED')
      auditOfMember(town, rows, line);
    mention(town, held, rows, line);
    for (const { who, emoji, at } of reactionsTo(line, town.now))
      rows.messageReactions.push({
        messageId: line.id,
        accountId: town.id[who],
        emoji,
        createdAt: at,
      });
    if (line.was) edit(town, rows, line, message);
    if (line.goneBy) withdraw(town, rows, line, message);
  }
  return rows;
}

type MessageRow = Prisma.MessageCreateManyInput;

function toMessage(town: Town, { id, said }: Held, line: Placed): MessageRow {
  const { kind, speaker, subjects, at, seq, about } = line;
  const words = kind === 'TEXT' || kind === 'MARKDOWN';
  const isNotice = !words && !line.thing && kind !== 'BUNDLE' && !kind.endsWith('_CARD');
  const data = detailsOf(town, line);
  return {
    id: line.id,
    conversationId: id,
    seq,
    senderId: town.id[speaker],
    clientId: randomUUID(),
    kind,
    text: words ? line.text : cardName(line),
    ...(data && { data }),
    subjectIds: isNotice && kind !== 'ANNOUNCEMENT' ? subjects.map((who) => town.id[who]) : [],
    replyToId: words && about ? whereItSays(said.slice(0, seq - 1), about).id : null,
    linkUrl: words ? linkIn(line.text) : null,
    createdAt: at,
  };
}

/** A card is found by the name on it, and a file by its own. */
function cardName({ kind, subjects: [subject], group = '', thing = '' }: Placed): string {
  if (kind === 'FILE') return thing;
  if (kind === 'GROUP_CARD') return group;
  return kind === 'CONTACT_CARD' && subject ? nicknameOf(subject) : '';
}

/** The first address, as the API keeps it (apps/api/src/links/first-link.ts). */
function linkIn(text: string): string | null {
  const [address] = /https?:\/\/[^\s，。]+/.exec(text) ?? [];
  return address ? new URL(address).href : null;
}

type Step = (town: Town, rows: SaidRows, line: Placed, message: MessageRow) => void;

function audit(
  { id }: Town,
  rows: SaidRows,
  { speaker, conversationId, at }: Pick<Placed, 'speaker' | 'conversationId' | 'at'>,
  entry: { action: string; subject: readonly [type: string, id: string]; detail?: object },
): void {
  const { action, subject, detail = {} } = entry;
  rows.auditEntries.push({
    id: idAt(at),
    at,
    actorId: id[speaker],
    action,
    conversationId,
    subjectType: subject[0],
    subjectId: subject[1],
    detail,
  });
}

const auditOfMember = (town: Town, rows: SaidRows, line: Placed) => {
  for (const subject of line.subjects) {
    const muted = line.kind === 'MEMBER_MUTED';
    audit(town, rows, line, {
      action: muted ? 'MemberMuted' : 'RoleChanged',
      subject: ['User', town.id[subject]],
      detail: muted
        ? { until: mutedUntil(line).toISOString() }
        : { from: 'MEMBER', to: 'ADMINISTRATOR' },
    });
  }
};

export const mutedUntil = ({ at, mutedDays = 0 }: Placed) =>
  new Date(at.getTime() + mutedDays * 24 * HOUR);

/** What a kind needs beside its text. */
function detailsOf({ id, held }: Town, line: Placed): object | undefined {
  const [subject] = line.subjects;
  switch (line.kind) {
    case 'ROLE_CHANGED':
      return { role: 'ADMINISTRATOR' };
    case 'MEMBER_MUTED':
      return { until: mutedUntil(line).toISOString() };
    case 'MEMBER_JOINED':
      return { via: 'OPEN' };
    case 'CONTACT_CARD':
      return subject && { accountId: id[subject] };
    case 'GROUP_CARD':
      return { groupId: groupNamed({ held }, line.group ?? '').id };
    default:
      return undefined;
  }
}

const bundle: Step = (town, rows, { forwarded, at }, message) => {
  if (!forwarded) return;
  const source = groupNamed(town, forwarded.group);
  const from = whereItSays(source.said, forwarded.from);
  const until = whereItSays(source.said, forwarded.until);
  const entries = source.said.slice(from.seq - 1, until.seq);
  const bundleId = idAt(at);
  rows.bundles.push({ id: bundleId, title: forwarded.title, createdAt: at });
  for (const [place, entry] of entries.entries())
    rows.bundleEntries.push({
      bundleId,
      position: place + 1,
      senderId: town.id[entry.speaker],
      senderName: calledIn(source, entry.speaker),
      kind: entry.kind,
      text: entry.text,
      sentAt: entry.at,
    });
  message.bundleId = bundleId;
  message.forwarded = true;
  message.text = entries.map(({ text }) => text).join('\n');
};

const announce: Step = (town, rows, line, message) => {
  const { conversationId, speaker, subjects, text, at } = line;
  const id = idAt(at);
  const authorId = town.id[speaker];
  rows.announcements.push({ id, conversationId, authorId, text, createdAt: at });
  rows.announcementReads.push(
    { announcementId: id, accountId: authorId, readAt: at },
    ...subjects.map((reader) => ({
      announcementId: id,
      accountId: town.id[reader],
      readAt: after(at, MINUTE, town.now),
    })),
  );
  // The notice means everyone.
  rows.messageMentions.push({
    messageId: line.id,
    start: 0,
    length: 0,
    conversationId,
    seq: line.seq,
  });
  message.data = { announcementId: id };
  audit(town, rows, line, { action: 'AnnouncementPublished', subject: ['Announcement', id] });
};

function pin(town: Town, held: Held, rows: SaidRows, line: Placed, message: MessageRow): void {
  const { id: messageId } = whereItSays(held.said.slice(0, line.seq - 1), line.about ?? '');
  rows.messagePins.push({
    messageId,
    conversationId: line.conversationId,
    pinnedById: town.id[line.speaker],
    pinnedAt: line.at,
  });
  message.data = { messageId };
  audit(town, rows, line, { action: 'MessagePinned', subject: ['Message', messageId] });
}

/** `@` and what somebody goes by, or everybody. */
function mention(town: Town, held: Held, rows: SaidRows, line: Placed): void {
  if (line.goneBy || (line.kind !== 'TEXT' && line.kind !== 'MARKDOWN')) return;
  const called = people.map(({ username }) => ({
    name: `@${calledIn(held, username)}`,
    accountId: town.id[username] as string | null,
  }));
  for (const { name, accountId } of [...called, { name: '@所有人', accountId: null }]) {
    const at = line.text.indexOf(name);
    if (at < 0) continue;
    rows.messageMentions.push({
      messageId: line.id,
      start: [...line.text.slice(0, at)].length,
      length: [...name].length,
      conversationId: line.conversationId,
      seq: line.seq,
      accountId,
    });
  }
}

const edit: Step = (town, rows, line, message) => {
  const editedAt = after(line.at, 40_000, town.now);
  const { id: messageId, was: text = '', at: writtenAt } = line;
  rows.messageVersions.push({ messageId, version: 1, text, writtenAt, endedAt: editedAt });
  message.version = 2;
  message.editedAt = editedAt;
  audit(
    town,
    rows,
    { ...line, at: editedAt },
    { action: 'MessageEdited', subject: ['Message', messageId], detail: { version: 2 } },
  );
};

/** What it said is kept where only an audit reads it. */
const withdraw: Step = (town, rows, line, message) => {
  const { id: messageId, speaker, goneBy = speaker, text, at: writtenAt, conversationId } = line;
  const recalled = goneBy === speaker;
  const at = after(writtenAt, recalled ? 25_000 : 90_000, town.now);
  const data = { bundleId: null, linkUrl: message.linkUrl ?? null };
  rows.messageVersions.push({ messageId, version: 1, text, data, writtenAt, endedAt: at });
  message.text = '';
  message.linkUrl = null;
  if (recalled) message.recalledAt = at;
  else {
    message.deletedAt = at;
    message.deletedById = town.id[goneBy];
  }
  audit(
    town,
    rows,
    { speaker: goneBy, conversationId, at },
    {
      action: recalled ? 'MessageRecalled' : 'MessageDeleted',
      subject: ['Message', messageId],
      ...(recalled ? {} : { detail: { senderId: town.id[speaker] } }),
    },
  );
};
