import type { Message, MessageVersion } from '@teahouse/db/client';
import { requireMembership } from '../../conversations/access.ts';
import { isGone, visibleMessages } from '../../messages/access.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { loadPeople, type Person } from './people.ts';
import { type Content, loadContents } from './said.ts';

/** A message as it is written down. */
export interface ArchivedMessage extends Content {
  id: string;
  seq: number;
  clientId: string | null;
  sentAt: Date;
  sender: Person;
  /** What the sender is called in the group, where they are still in it. */
  groupNickname: string | null;
  own: boolean;
  /** System messages: whom it is about. */
  people: Person[];
  replyTo: Quoted | null;
  linkUrl: string | null;
  forwarded: boolean;
  forwardingForbidden: boolean;
  version: number;
  editedAt: Date | null;
  recalledAt: Date | null;
  deletedAt: Date | null;
  mentions: { start: number; length: number; accountId: string | null }[];
  versions: Pick<MessageVersion, 'version' | 'text' | 'writtenAt' | 'endedAt'>[];
  reactions: { emoji: string; count: number; own: boolean; at: Date | null }[];
  pinnedAt: Date | null;
  /** Of somebody else's recording: when the person played it. */
  heardAt: Date | null;
}

export interface Quoted {
  id: string;
  seq: number;
  sender: Person;
  text: string;
  kind: Message['kind'];
  gone: boolean;
}

/** Earlier versions of one message that are written down at most: the latest ones. */
const VERSIONS_MAX = 100;
/** People that a message of the system is about, as the product shows them. */
const PEOPLE_MAX = 100;

interface Wanted {
  conversationId: string;
  exportId: string;
  /** Behind this sequence, */
  after: number;
  /** and up to this one. */
  upTo: number;
  limit: number;
}

/**
 * The next messages of a conversation that the person sees at this moment, the oldest first. Whether they see them is
 * asked for each stretch anew: one that is recalled, or a conversation that is left, meanwhile, is not written down.
 */
export async function readMessages(
  backend: Backend,
  viewer: Viewer,
  { conversationId, exportId, after, upTo, limit }: Wanted,
): Promise<ArchivedMessage[]> {
  const member = await requireMembership(backend, viewer, conversationId);
  const rows = await backend.db.message.findMany({
    where: { AND: [visibleMessages(member), { seq: { gt: after, lte: upTo } }] },
    orderBy: { seq: 'asc' },
    take: limit,
  });
  if (rows.length === 0) return [];
  const around = await loadAround(backend, viewer, rows);
  const announced = await withAnnouncements(backend, rows);
  const contents = await loadContents(backend, exportId, announced);
  const quoted = await loadQuoted(backend, rows);
  const people = await loadPeople(backend, [
    ...rows.flatMap(({ senderId, subjectIds }) => [senderId, ...subjectIds.slice(0, PEOPLE_MAX)]),
    ...[...quoted.values()].map(({ senderId }) => senderId),
  ]);
  const personOf = (id: string): Person => people.get(id) ?? { id, username: null, nickname: '' };
  return rows.map((row, at) => ({
    ...(contents[at] as Content),
    ...of(row, viewer),
    sender: personOf(row.senderId),
    groupNickname: around.nicknames.get(row.senderId) ?? null,
    people: row.subjectIds.slice(0, PEOPLE_MAX).map(personOf),
    replyTo: quotedAs(quoted.get(row.replyToId ?? ''), personOf),
    mentions: around.mentions.get(row.id) ?? [],
    versions: isGone(row)
      ? []
      : (around.versions.get(row.id) ?? []).slice(0, VERSIONS_MAX).reverse(),
    reactions: isGone(row) ? [] : (around.reactions.get(row.id) ?? []),
    pinnedAt: around.pins.get(row.id) ?? null,
    heardAt: around.heard.get(row.id) ?? null,
  }));
}

const of = (row: Message, { accountId }: Viewer) => ({
  id: row.id,
  seq: row.seq,
  // What somebody else's device has made up is nothing to anybody.
  clientId: row.senderId === accountId ? row.clientId : null,
  sentAt: row.createdAt,
  own: row.senderId === accountId,
  linkUrl: row.linkUrl,
  forwarded: row.forwarded,
  forwardingForbidden: row.forwardingForbidden,
  version: row.version,
  editedAt: row.editedAt,
  recalledAt: row.recalledAt,
  deletedAt: row.deletedAt,
});

type QuotedRow = Pick<
  Message,
  'id' | 'seq' | 'senderId' | 'text' | 'kind' | 'recalledAt' | 'deletedAt'
>;

const quotedAs = (row: QuotedRow | undefined, personOf: (id: string) => Person): Quoted | null =>
  row
    ? {
        id: row.id,
        seq: row.seq,
        sender: personOf(row.senderId),
        text: row.text,
        kind: row.kind,
        gone: isGone(row),
      }
    : null;

/** Quoting shares what is quoted with everybody who sees the reply. */
async function loadQuoted({ db }: Backend, rows: readonly Message[]) {
  const ids = rows.flatMap(({ replyToId }) => replyToId ?? []);
  if (ids.length === 0) return new Map<string, QuotedRow>();
  const found = await db.message.findMany({
    where: { id: { in: ids } },
    select: {
      ...{ id: true, seq: true, senderId: true, text: true, kind: true },
      ...{ recalledAt: true, deletedAt: true },
    },
  });
  return new Map(found.map((row) => [row.id, row]));
}

/** An announcement is told by a message that has no words of its own. One that was removed is not read any more. */
async function withAnnouncements({ db }: Backend, rows: readonly Message[]): Promise<Message[]> {
  const idOf = ({ kind, data }: Message) =>
    kind === 'ANNOUNCEMENT' ? (data as { announcementId?: string }).announcementId : undefined;
  const ids = rows.flatMap((row) => idOf(row) ?? []);
  if (ids.length === 0) return [...rows];
  const found = await db.announcement.findMany({ where: { id: { in: ids }, removedAt: null } });
  const texts = new Map(found.map(({ id, text }) => [id, text]));
  return rows.map((row) => ({ ...row, text: texts.get(idOf(row) ?? '') ?? row.text }));
}

/** What else there is of these messages, each kind of it in one query. */
async function loadAround({ db, pool }: Backend, { accountId }: Viewer, rows: readonly Message[]) {
  const ids = rows.map(({ id }) => id);
  const conversationId = rows[0]?.conversationId ?? '';
  const messageId = { in: ids };
  const [members, mentions, versions, reactions, pins, heard] = await Promise.all([
    db.member.findMany({
      where: { conversationId, accountId: { in: rows.map(({ senderId }) => senderId) } },
      select: { accountId: true, nickname: true },
    }),
    db.messageMention.findMany({ where: { messageId }, orderBy: { start: 'asc' } }),
    db.messageVersion.findMany({
      where: { messageId: { in: rows.filter(({ version }) => version > 1).map(({ id }) => id) } },
      orderBy: { version: 'desc' },
      take: VERSIONS_MAX * rows.length,
    }),
    pool.query<{ messageId: string; emoji: string; count: number; own: boolean; at: Date | null }>({
      name: 'export-reactions',
      text: `
        SELECT message_id AS "messageId", emoji, count(*)::int AS count, bool_or(account_id = $2) AS own,
          min(created_at) FILTER (WHERE account_id = $2) AS at
        FROM message_reaction WHERE message_id = ANY($1::uuid[])
        GROUP BY message_id, emoji ORDER BY min(created_at), emoji`,
      values: [ids, accountId],
    }),
    db.messagePin.findMany({ where: { messageId } }),
    db.voiceHeard.findMany({ where: { accountId, messageId } }),
  ]);
  return {
    nicknames: new Map(members.map((member) => [member.accountId, member.nickname])),
    mentions: grouped(mentions, ({ start, length, accountId }) => ({ start, length, accountId })),
    versions: grouped(versions, ({ version, text, writtenAt, endedAt }) => ({
      ...{ version, text, writtenAt, endedAt },
    })),
    reactions: grouped(reactions.rows, ({ emoji, count, own, at }) => ({ emoji, count, own, at })),
    pins: new Map(pins.map((pin) => [pin.messageId, pin.pinnedAt])),
    heard: new Map(heard.map((row) => [row.messageId, row.heardAt])),
  };
}

function grouped<Row extends { messageId: string }, Part>(
  rows: readonly Row[],
  part: (row: Row) => Part,
): Map<string, Part[]> {
  const groups = new Map<string, Part[]>();
  for (const row of rows) {
    const group = groups.get(row.messageId) ?? [];
    if (group.length === 0) groups.set(row.messageId, group);
    group.push(part(row));
  }
  return groups;
}
