import type { Message, Prisma } from '@teahouse/db/client';
import { v5 as derivedUuid } from 'uuid';
import { requireMembership } from '../../conversations/access.ts';
import { placeMessages } from '../../conversations/timeline.ts';
import { firstLink } from '../../links/first-link.ts';
import { requestPreview } from '../../links/service.ts';
import { reuseFiles } from '../../media/service/attaching.ts';
import { loadTranscriptions } from '../../media/transcription.ts';
import { isUniqueViolation, type TransactionClient } from '../../platform/db.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { isBlank, oneLine } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { BUNDLE_LEVELS_MAX, isNotice, requireMessages } from '../access.ts';
import { ClientIdReusedError, ForwardingForbiddenError } from '../errors.ts';
import { takeBurst } from '../pace.ts';
import { admitMessages, requireSpeaker } from './send.ts';

/** Messages in one go. */
const COPIES_MAX = 100;
const TITLE_MAX = 100;
/** Characters (Unicode code points) of a bundle that are found by searching. */
const SEARCHED_MAX = 20_000;

/** A message that may be said again elsewhere, or be kept, with the name that its sender goes by where it was said. */
export interface Original {
  message: Message;
  senderName: string;
  /** What the group is called; null for other conversations. */
  conversationName: string | null;
}

/**
 * Messages that the viewer may see and that nobody forbids to take elsewhere, in the order in which they were said.
 * Notices and what is gone are nothing that could be taken.
 */
export async function requireOriginals(
  tx: Transaction,
  viewer: Viewer,
  messageIds: readonly string[],
): Promise<Original[]> {
  const ids = [...new Set(messageIds)];
  if (ids.length < 1 || ids.length > COPIES_MAX)
    throw new InvalidFieldError(
      'messageIds',
      `1 to ${COPIES_MAX} messages at once, not ${ids.length}.`,
    );
  const messages = await requireMessages(tx, viewer, ids);
  messages.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.seq - b.seq);
  const { conversations, names } = await readSurroundings(tx, messages);
  return messages.map((message) => {
    const conversation = conversations.get(message.conversationId);
    if (message.forwardingForbidden || conversation?.forwardingForbidden)
      throw new ForwardingForbiddenError(message.id);
    if (isNotice(message) || message.recalledAt || message.deletedAt)
      throw new InvalidFieldError(
        'messageIds',
        'Notices, and messages that were recalled or deleted, cannot be forwarded or saved.',
      );
    return {
      message,
      senderName: names.get(nameKey(message)) ?? '',
      conversationName: conversation?.name ?? null,
    };
  });
}

const nameKey = ({ conversationId, senderId }: Pick<Message, 'conversationId' | 'senderId'>) =>
  `${conversationId}:${senderId}`;

/** The conversations of these messages, and what each sender is called where they spoke. */
async function readSurroundings({ db }: Transaction, messages: readonly Message[]) {
  const conversationIds = [...new Set(messages.map(({ conversationId }) => conversationId))];
  const senderIds = [...new Set(messages.map(({ senderId }) => senderId))];
  const conversations = await db.conversation.findMany({ where: { id: { in: conversationIds } } });
  const senders = await db.account.findMany({
    where: { id: { in: senderIds } },
    include: { memberships: { where: { conversationId: { in: conversationIds } } } },
  });
  const names = new Map<string, string>();
  for (const { id: senderId, nickname, memberships } of senders)
    for (const conversationId of conversationIds) {
      const here = memberships.find((member) => member.conversationId === conversationId);
      names.set(nameKey({ conversationId, senderId }), here?.nickname ?? nickname);
    }
  return { conversations: new Map(conversations.map((row) => [row.id, row])), names };
}

/** What is said again, and the client id under which it is. */
export type Copy = Pick<Message, 'kind' | 'text' | 'data' | 'bundleId' | 'fileId' | 'clientId'>;

/**
 * Says copies in a conversation, all of them or none. Repeating the client ids answers with the messages they made the
 * first time, whatever has become of the originals or of the right to speak since.
 */
export async function sendCopies(
  backend: Backend,
  viewer: Viewer,
  { conversationId, clientIds }: { conversationId: string; clientIds: readonly string[] },
  makeCopies: (tx: Transaction) => Promise<Copy[]>,
): Promise<Message[]> {
  const send = () =>
    transaction(backend, async (tx) => {
      await requireMembership(tx, viewer, conversationId);
      const known = await findKnown(tx, viewer, conversationId, clientIds);
      if (known) return known;
      const { conversation } = await requireSpeaker(tx, viewer, conversationId);
      const copies = await prepare(backend, tx, viewer, makeCopies);
      const messages = copies.length;
      await admitMessages(backend, tx, viewer, { conversation, messages });
      await takeBurst(backend, tx, viewer, { conversationId, messages });
      return placeMessages(tx, conversationId, copies);
    });
  return send().catch((error: unknown) => {
    // The same came twice in the same instant; the second time round the first is there.
    if (isUniqueViolation(error, 'client_id')) return send();
    throw error;
  });
}

/** The copies as messages of the viewer's. Whom they mention is not told again; their links are shown as ever. */
async function prepare(
  backend: Backend,
  tx: Transaction,
  { accountId: senderId }: Viewer,
  makeCopies: (tx: Transaction) => Promise<Copy[]>,
) {
  const copies = await withFiles(tx, await makeCopies(tx));
  const prepared = copies.map(({ data, ...copy }) => ({
    ...copy,
    data: data as Prisma.InputJsonValue,
    senderId,
    linkUrl: copy.kind === 'TEXT' || copy.kind === 'MARKDOWN' ? firstLink(copy.text) : null,
    forwarded: true,
  }));
  // In one order for everybody: two who ask for the same addresses would wait for each other in a circle.
  for (const url of [...new Set(prepared.flatMap(({ linkUrl }) => linkUrl ?? []))].sort())
    await requestPreview(backend, tx, url, senderId);
  return prepared;
}

/**
 * Takes the files in what was said into use once more. What a recording says may have become known since it was read; from
 * here on, nobody puts it into messages before those of this transaction are there.
 */
async function withFiles<Said extends Pick<Message, 'text' | 'fileId'>>(
  tx: Pick<Transaction, 'db'>,
  said: readonly Said[],
): Promise<Said[]> {
  const fileIds = said.flatMap(({ fileId }) => fileId ?? []);
  if (fileIds.length === 0) return [...said];
  await reuseFiles(tx, fileIds);
  const transcriptions = await loadTranscriptions(tx, fileIds);
  const texts = new Map(fileIds.map((id, index) => [id, transcriptions[index]?.text]));
  return said.map((one) => ({ ...one, text: texts.get(one.fileId ?? '') ?? one.text }));
}

/** The messages that these client ids have made, or null when they are new. */
async function findKnown(
  { db }: Transaction,
  viewer: Viewer,
  conversationId: string,
  clientIds: readonly string[],
): Promise<Message[] | null> {
  const known = await db.message.findMany({
    where: { senderId: viewer.accountId, clientId: { in: [...clientIds] } },
    orderBy: { seq: 'asc' },
  });
  if (known.length === 0) return null;
  const other = known.some(
    (message) => message.conversationId !== conversationId || !message.forwarded,
  );
  if (other || known.length < clientIds.length) throw new ClientIdReusedError();
  return known;
}

export interface NewForward {
  /** Made by the client, once for each time that something is forwarded. */
  clientId: string;
  conversationId: string;
  messageIds: readonly string[];
  /** The title of the bundle that they are put into; null to send them one by one. */
  title: string | null;
}

/**
 * Forwards messages: as one bundle, or one by one, each under a client id of its own that follows from the one given
 * and the id of the original.
 */
export function forwardMessages(
  backend: Backend,
  viewer: Viewer,
  { clientId, conversationId, messageIds, title }: NewForward,
): Promise<Message[]> {
  if (title !== null) {
    const shownAs = checkTitle(title);
    return sendCopies(backend, viewer, { conversationId, clientIds: [clientId] }, async (tx) => {
      const originals = await requireOriginals(tx, viewer, messageIds);
      return [{ ...(await makeBundle(tx, shownAs, originals)), clientId }];
    });
  }
  // As bytes: not every id of the form of a UUID names a version and a variant that the library knows.
  const namespace = Buffer.from(clientId.replaceAll('-', ''), 'hex');
  const clientIdOf = (messageId: string) => derivedUuid(messageId, namespace);
  const clientIds = [...new Set(messageIds)].map(clientIdOf);
  return sendCopies(backend, viewer, { conversationId, clientIds }, async (tx) => {
    const originals = await requireOriginals(tx, viewer, messageIds);
    return originals.map(({ message: { id, kind, text, data, bundleId, fileId } }) => ({
      clientId: clientIdOf(id),
      kind,
      text,
      data,
      bundleId,
      fileId,
    }));
  });
}

function checkTitle(title: string): string {
  const shownAs = oneLine(title);
  if (isBlank(shownAs) || [...shownAs].length > TITLE_MAX)
    throw new InvalidFieldError('title', `A title has 1 to ${TITLE_MAX} characters.`);
  return shownAs;
}

/** Copies the messages into a bundle, as they are now, and makes what is said of it. */
async function makeBundle(
  { db }: Transaction,
  title: string,
  originals: readonly Original[],
): Promise<Omit<Copy, 'clientId'>> {
  const nested = originals.flatMap(({ message }) => message.bundleId ?? []);
  if ((await countLevels(db, nested)) + 1 > BUNDLE_LEVELS_MAX)
    throw new InvalidFieldError(
      'messageIds',
      `Chat histories are within each other ${BUNDLE_LEVELS_MAX} deep at most. Forward one by one.`,
    );
  const said = await withFiles(
    { db },
    originals.map(({ message }) => message),
  );
  const { id: bundleId } = await db.bundle.create({ data: { title } });
  await db.bundleEntry.createMany({
    data: said.map((message, index) => ({
      bundleId,
      position: index + 1,
      senderId: message.senderId,
      senderName: originals[index]?.senderName ?? '',
      kind: message.kind,
      text: message.text,
      data: message.data as Prisma.InputJsonValue,
      nestedBundleId: message.bundleId,
      fileId: message.fileId,
      sentAt: message.createdAt,
    })),
  });
  const text = said.flatMap((message) => message.text || []).join('\n');
  const searched = [...text].slice(0, SEARCHED_MAX).join('');
  return { kind: 'BUNDLE', text: searched, data: null, bundleId, fileId: null };
}

/** How deep the deepest of these bundles is; 0 without any. */
async function countLevels(db: TransactionClient, bundleIds: readonly string[]): Promise<number> {
  const rows = await db.$queryRaw<{ levels: number }[]>`
    WITH RECURSIVE inside(id, level) AS (
      SELECT unnest(${bundleIds}::uuid[]), 1
      UNION
      SELECT e.nested_bundle_id, inside.level + 1
      FROM inside JOIN bundle_entry e ON e.bundle_id = inside.id
      WHERE e.nested_bundle_id IS NOT NULL AND inside.level < ${BUNDLE_LEVELS_MAX}
    )
    SELECT coalesce(max(level), 0)::int AS levels FROM inside`;
  return rows[0]?.levels ?? 0;
}
