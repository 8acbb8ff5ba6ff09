import type { Bundle, Member, Message, MessageKind, Prisma } from '@teahouse/db/client';
import { keepFiles } from '../media/access.ts';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import { type Reading as ByHand, columnsOf, pagesOf, rowsOf } from '../platform/rows.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';

/** SQL: that an account has not deleted a message for themselves. The arguments are SQL, the second names a table. */
export const isShownTo = (accountId: string, message: string) =>
  `NOT EXISTS (SELECT FROM message_hidden h WHERE h.account_id = ${accountId} AND h.message_id = ${message}.id)`;

/** SQL: that a member sees a message of their conversation. The arguments name tables. */
export const seenBy = (member: string, message: string) => `
  ${message}.seq > greatest(${member}.joined_seq, ${member}.cleared_seq)
  AND ${isShownTo(`${member}.account_id`, message)}`;

/** SQL: that member `p` sees message `m` of their conversation. */
export const SEEN_BY_MEMBER = seenBy('p', 'm');

type Place = Pick<Member, 'conversationId' | 'accountId' | 'joinedSeq' | 'clearedSeq'>;

/** The sequence behind which a member's messages begin: they joined there, or have cleared the history up to there. */
export const visibleFrom = ({ joinedSeq, clearedSeq }: Place) => Math.max(joinedSeq, clearedSeq);

/** The messages of a conversation that one of its members may see, without those they have deleted for themselves. */
export const visibleMessages = (member: Place) =>
  ({
    conversationId: member.conversationId,
    seq: { gt: visibleFrom(member) },
    hiddenFor: { none: { accountId: member.accountId } },
  }) satisfies Prisma.MessageWhereInput;

type Reading = { db: Pick<TransactionClient, 'message' | 'member'> };

export async function requireMessage(
  { db }: Reading,
  { accountId }: Viewer,
  id: string,
): Promise<Message> {
  const message = await db.message.findUnique({
    where: { id },
    include: { hiddenFor: { where: { accountId } } },
  });
  if (!message) throw new NotFoundError('message');
  const { hiddenFor, ...found } = message;
  const { conversationId } = found;
  const member = await db.member.findUnique({
    where: { conversationId_accountId: { conversationId, accountId } },
  });
  if (!member || hiddenFor.length > 0 || found.seq <= visibleFrom(member))
    throw new NotFoundError('message');
  return found;
}

/** Those of these messages that the viewer may see. */
export async function visibleMessagesById(
  { db }: Reading,
  { accountId }: Viewer,
  ids: readonly string[],
): Promise<Message[]> {
  const messages = await db.message.findMany({
    where: { id: { in: [...ids] }, hiddenFor: { none: { accountId } } },
  });
  const conversationIds = [...new Set(messages.map(({ conversationId }) => conversationId))];
  const members = await db.member.findMany({
    where: { accountId, conversationId: { in: conversationIds } },
  });
  const begins = new Map(members.map((member) => [member.conversationId, visibleFrom(member)]));
  return messages.filter(
    ({ conversationId, seq }) => seq > (begins.get(conversationId) ?? Number.POSITIVE_INFINITY),
  );
}

/** Several messages, all of which the viewer may see. */
export async function requireMessages(
  reading: Reading,
  viewer: Viewer,
  ids: readonly string[],
): Promise<Message[]> {
  const messages = await visibleMessagesById(reading, viewer, ids);
  if (messages.length < new Set(ids).size) throw new NotFoundError('message');
  return messages;
}

/** How many bundles may be within each other, the outermost counted. */
export const BUNDLE_LEVELS_MAX = 3;

/** Where else than in messages a bundle may be kept, told by later domains: SQL over `holding` and the account $2. */
const bundleKeepers: string[] = [];

/** Makes a bundle visible to whoever keeps it in a domain's own table. `sql` is what an EXISTS can be asked of. */
export function keepBundles(sql: string): void {
  bundleKeepers.push(sql);
}

const messages = rowsOf<Message>('Message');
const pages = pagesOf<Message>('Message');

const MESSAGES = `SELECT ${columnsOf('Message', 'm')} FROM message m`;

/** SQL: messages by their ids, as `rowReader` reads them, and whoever may see them: for what was found by other rules. */
export const messagesIn = (ids: string): string => `${MESSAGES} WHERE m.id = ANY(ARRAY(${ids}))`;

/** Messages that were found by other rules, such as those that are quoted. */
export const readMessages = (reading: ByHand, ids: readonly string[]): Promise<Message[]> =>
  messages(reading, {
    name: 'messages',
    text: messagesIn('SELECT unnest($1::uuid[])'),
    values: [ids],
  });

/** Messages that events tell of, with what is to come along: the same for everybody, so that $1 is no viewer here. */
export const readTold = (
  { pool }: Pick<Backend, 'pool'>,
  ids: readonly string[],
  along: Record<string, string>,
): Promise<{ rows: Message[]; along: Record<string, unknown> }> =>
  pages(
    { pool },
    {
      name: 'messages-told',
      text: 'SELECT m.* FROM message m WHERE m.id = ANY($1::uuid[])',
      values: [ids],
      along,
    },
  );

/**
 * SQL: the newest message that each member of a table sees of their conversation; whole rows of `message`. It nearly always
 * is the conversation’s last: to find the last of many behind a place the index is read by the whole page.
 */
export const newestOf = (members: string): string => `
  SELECT newest.* FROM ${members} p CROSS JOIN LATERAL (
    SELECT m.* FROM message m WHERE m.conversation_id = p.id AND m.seq = p.last_seq AND ${SEEN_BY_MEMBER}
    UNION ALL (
      SELECT m.* FROM message m WHERE m.conversation_id = p.id AND ${SEEN_BY_MEMBER}
      ORDER BY m.seq DESC LIMIT 1
    ) LIMIT 1
  ) newest`;

/** Messages of one conversation strictly between two sequences, with what is to come along (see `pagesOf`). */
export interface Stretch {
  conversationId: string;
  above: number;
  below: number;
  newestFirst: boolean;
  limit: number;
  along: Record<string, string>;
}

/** A page of the messages that a member may see; as `visibleMessages` says it. $1 is the viewer. */
export async function readStretch(
  { pool }: Pick<Backend, 'pool'>,
  { accountId }: Viewer,
  { conversationId, above, below, newestFirst, limit, along }: Stretch,
): Promise<{ rows: Message[]; along: Record<string, unknown> }> {
  const order = newestFirst ? 'DESC' : 'ASC';
  const page = await pages(
    { pool },
    {
      name: `messages-${order}`,
      text: `
        SELECT seen.* FROM member p CROSS JOIN LATERAL (
          SELECT m.* FROM message m
          WHERE m.conversation_id = p.conversation_id
            AND m.seq > $3::int AND m.seq < $4::int AND ${SEEN_BY_MEMBER}
          ORDER BY m.seq ${order} LIMIT $5
        ) seen
        WHERE p.conversation_id = $2 AND p.account_id = $1`,
      values: [accountId, conversationId, above, below, limit],
      along: { ...along, member: MEMBER_EXISTS },
    },
  );
  if (!page.along.member) throw new NotFoundError('conversation');
  return page;
}

const MEMBER_EXISTS = 'EXISTS (SELECT FROM member WHERE conversation_id = $2 AND account_id = $1)';

/** That the account $2 sees the message `m`. */
const SEEN = `
  EXISTS (
    SELECT FROM member p
    WHERE p.conversation_id = m.conversation_id AND p.account_id = $2 AND ${SEEN_BY_MEMBER})`;

/** That the account $2 sees something that holds one of the bundles in `holding`. */
const bundleHeld = (): string =>
  [
    `SELECT FROM message m WHERE m.bundle_id IN (SELECT id FROM holding) AND ${SEEN}`,
    ...bundleKeepers,
  ]
    .map((sql) => `EXISTS (${sql})`)
    .join(' OR ');

keepFiles(() => `SELECT FROM message m WHERE m.file_id = $1 AND ${SEEN}`);
/** Quoting shares what is quoted with everybody who sees the reply. */
keepFiles(
  () => `
    SELECT FROM message quoted JOIN message m ON m.reply_to_id = quoted.id
    WHERE quoted.file_id = $1 AND ${SEEN}`,
);
keepFiles(
  () => `
    WITH RECURSIVE holding(id, level) AS (
      SELECT bundle_id, 1 FROM bundle_entry WHERE file_id = $1
      UNION
      SELECT e.bundle_id, holding.level + 1
      FROM holding JOIN bundle_entry e ON e.nested_bundle_id = holding.id WHERE holding.level < ${BUNDLE_LEVELS_MAX}
    ) SELECT WHERE ${bundleHeld()}`,
);

/**
 * A bundle is seen by whoever sees a message that holds it, or keeps it otherwise, itself or around it: bundles may be
 * within each other. A message that is recalled or deleted lets go of what it held.
 */
export async function requireBundle(
  { pool }: Pick<Backend, 'pool'>,
  { accountId }: Viewer,
  id: string,
): Promise<Bundle> {
  const found = await pool.query<Bundle>({
    name: 'bundle-visible',
    text: `
      WITH RECURSIVE holding(id, level) AS (
        SELECT $1::uuid, 1
        UNION
        SELECT e.bundle_id, holding.level + 1
        FROM holding JOIN bundle_entry e ON e.nested_bundle_id = holding.id WHERE holding.level < ${BUNDLE_LEVELS_MAX}
      )
      SELECT id, title, created_at AS "createdAt" FROM bundle
      WHERE id = $1 AND (${bundleHeld()})`,
    values: [id, accountId],
  });
  const bundle = found.rows[0];
  if (!bundle) throw new NotFoundError('chat history');
  return bundle;
}

/**
 * The message under a lock of its own until the transaction ends, so that whatever becomes of it happens in one order.
 * `now` is the time of the database, which has dated the message too.
 */
export async function lockMessage(
  { db }: { db: Pick<TransactionClient, 'message' | 'member' | '$queryRaw'> },
  viewer: Viewer,
  id: string,
): Promise<{ message: Message; now: Date }> {
  const [locked] = await db.$queryRaw<{ now: Date }[]>`
    SELECT clock_timestamp() AS now FROM message WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  if (!locked) throw new NotFoundError('message');
  return { message: await requireMessage({ db }, viewer, id), now: locked.now };
}

const SAID_BY_PEOPLE = new Set<MessageKind>([
  'TEXT',
  'MARKDOWN',
  'CONTACT_CARD',
  'GROUP_CARD',
  'BUNDLE',
  'IMAGE',
  'FILE',
  'VIDEO',
  'VOICE',
]);

/** Whether a conversation tells it of itself, rather than a person saying it. */
export const isNotice = ({ kind }: Pick<Message, 'kind'>): boolean => !SAID_BY_PEOPLE.has(kind);

/** Whether what a message said has been taken out of everybody's sight. */
export const isGone = ({ recalledAt, deletedAt }: Pick<Message, 'recalledAt' | 'deletedAt'>) =>
  recalledAt !== null || deletedAt !== null;
