import type { Announcement, Member } from '@teahouse/db/client';
import { addNotice } from '../../conversations/timeline.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { isBlank, tidy } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockGroupAs, requireAnnouncement } from '../access.ts';
import { MemberMutedError } from '../errors.ts';
import { mutedNow } from './muting.ts';

const TEXT_MAX = 2_000;

function checkText(text: string): string {
  const words = tidy(text.replaceAll('\r\n', '\n'));
  const length = isBlank(words) ? 0 : [...words].length;
  if (length < 1 || length > TEXT_MAX)
    throw new InvalidFieldError(
      'text',
      `An announcement has 1 to ${TEXT_MAX} characters; this one has ${length}.`,
    );
  return words;
}

export interface NewAnnouncement {
  conversationId: string;
  text: string;
  /** Told again, the first announcement with it is the answer. */
  clientId: string;
}

/** Tells every member of a group something that they should know. It mentions everyone, and its author has read it. */
export async function publishAnnouncement(
  backend: Backend,
  viewer: Viewer,
  { conversationId, text, clientId }: NewAnnouncement,
): Promise<Announcement> {
  const words = checkText(text);
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const { member } = await lockGroupAs(tx, viewer, conversationId);
    const known = await tx.db.announcement.findUnique({
      where: { authorId_clientId: { authorId: accountId, clientId } },
    });
    if (known) return checkSame(known, conversationId, words);
    // An owner may have muted one of the administrators, who does not speak in this way either.
    const until = mutedNow(member);
    if (until) throw new MemberMutedError(until);
    const announcement = await tx.db.announcement.create({
      data: {
        conversationId,
        authorId: accountId,
        clientId,
        text: words,
        readings: { create: { accountId } },
      },
    });
    await addAnnouncementNotice(tx, announcement);
    tx.publishToConversation(conversationId, 'AnnouncementPublished', {
      announcementId: announcement.id,
    });
    await auditAnnouncement(tx, viewer, announcement, 'AnnouncementPublished');
    return announcement;
  });
}

function checkSame(known: Announcement, conversationId: string, text: string): Announcement {
  if (known.conversationId !== conversationId || known.text !== text || known.removedAt)
    throw new InvalidFieldError('clientId', 'Something else was announced with this client id.');
  return known;
}

async function addAnnouncementNotice(
  tx: Transaction,
  { id, conversationId, authorId }: Announcement,
): Promise<void> {
  const notice = await addNotice(tx, {
    conversationId,
    kind: 'ANNOUNCEMENT',
    actorId: authorId,
    data: { announcementId: id },
  });
  // Everyone is meant, also those who do not want to be disturbed by this group.
  await tx.db.messageMention.create({
    data: { messageId: notice.id, start: 0, length: 0, conversationId, seq: notice.seq },
  });
}

const auditAnnouncement = (
  { db }: Transaction,
  viewer: Viewer,
  { id, conversationId }: Announcement,
  action: string,
) =>
  recordAudit(db, {
    actorId: viewer.accountId,
    action,
    subject: { type: 'Announcement', id },
    conversationId,
  });

/** Takes an announcement down for everyone. It is kept for audit. */
export async function removeAnnouncement(
  backend: Backend,
  viewer: Viewer,
  announcementId: string,
): Promise<Announcement> {
  return transaction(backend, async (tx) => {
    const { conversationId } = await requireAnnouncement(tx, viewer, announcementId);
    await lockGroupAs(tx, viewer, conversationId);
    await requireAnnouncement(tx, viewer, announcementId);
    const announcement = await tx.db.announcement.update({
      where: { id: announcementId },
      data: { removedAt: new Date() },
    });
    tx.publishToConversation(conversationId, 'AnnouncementRemoved', { announcementId });
    await auditAnnouncement(tx, viewer, announcement, 'AnnouncementRemoved');
    return announcement;
  });
}

/** The viewer has read an announcement. Their own devices are told; in a group that is not too large, everyone is. */
export async function markAnnouncementRead(
  backend: Backend,
  viewer: Viewer,
  announcementId: string,
): Promise<Announcement> {
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const announcement = await requireAnnouncement(tx, viewer, announcementId);
    const { conversationId } = announcement;
    const { count } = await tx.db.announcementRead.createMany({
      data: [{ announcementId, accountId }],
      skipDuplicates: true,
    });
    if (count === 0) return announcement;
    tx.publishToAccount(accountId, 'AnnouncementMarkedRead', { announcementId });
    const { RECEIPT_BROADCAST_MEMBERS: most } = backend.env;
    const members = await tx.db.member.count({ where: { conversationId }, take: most + 1 });
    if (members <= most)
      tx.publishToConversation(conversationId, 'AnnouncementRead', { announcementId, accountId });
    return announcement;
  });
}

/** How many of those who are members now have read each of these announcements. */
export async function countReaders(
  { pool }: Backend,
  announcementIds: readonly string[],
): Promise<Map<string, number>> {
  const result = await pool.query<{ id: string; readers: number }>({
    name: 'announcement-readers-count',
    text: `
      SELECT a.id, count(m.account_id)::int AS readers
      FROM announcement a JOIN announcement_read r ON r.announcement_id = a.id
        JOIN member m ON m.conversation_id = a.conversation_id AND m.account_id = r.account_id
      WHERE a.id = ANY($1::uuid[]) GROUP BY a.id`,
    values: [announcementIds],
  });
  return new Map(result.rows.map(({ id, readers }) => [id, readers]));
}

/** A page of the members: who has been in the group longest first. */
export interface ReadersPage {
  after?: { instant: Date; id: string };
  before?: { instant: Date; id: string };
  limit: number;
  inverted: boolean;
}

/** Members who have read an announcement, or who have not. */
export function listReaders(
  { db }: Backend,
  { id, conversationId }: Pick<Announcement, 'id' | 'conversationId'>,
  read: boolean,
  { after, before, limit, inverted }: ReadersPage,
): Promise<Member[]> {
  const direction = inverted ? 'desc' : 'asc';
  const readings = { [read ? 'some' : 'none']: { announcementId: id } };
  const beyond = (place: { instant: Date; id: string } | undefined, side: 'gt' | 'lt') =>
    place
      ? {
          OR: [
            { joinedAt: { [side]: place.instant } },
            { joinedAt: place.instant, accountId: { [side]: place.id } },
          ],
        }
      : {};
  return db.member.findMany({
    where: {
      conversationId,
      account: { announcementRead: readings },
      AND: [beyond(after, 'gt'), beyond(before, 'lt')],
    },
    orderBy: [{ joinedAt: direction }, { accountId: direction }],
    take: limit,
  });
}

/** Which of these announcements the viewer has read. */
export async function readByViewer(
  { db }: Pick<Backend, 'db'>,
  { accountId }: Viewer,
  announcementIds: readonly string[],
): Promise<Set<string>> {
  const readings = await db.announcementRead.findMany({
    where: { accountId, announcementId: { in: [...announcementIds] } },
    select: { announcementId: true },
  });
  return new Set(readings.map(({ announcementId }) => announcementId));
}
