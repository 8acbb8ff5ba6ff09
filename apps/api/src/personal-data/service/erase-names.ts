import { NIL } from 'uuid';
import type { Transaction } from '../../realtime/transaction.ts';
import { changeRows, inBatches, step, type Work } from './erase-work.ts';

/**
 * The person's name where it was copied into what stays with others: beside forwarded and saved messages, on contact
 * cards, in the titles of bundles, and where a text mentions them. What others write in their own words is theirs.
 */

const AT_ONCE = 100;
/** In place of a name within words that somebody else has chosen. */
const OMITTED = '…';

export async function forgetNames(work: Work): Promise<void> {
  await inBatches(work, (tx) => clearTitles(tx, work.accountId), AT_ONCE);
  await changeRows(
    work,
    `UPDATE favourite SET sender_name = '' WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM favourite WHERE sender_id = $1::uuid AND sender_name <> '' LIMIT $2))`,
  );
  await clearCards(work);
  await clearMentions(work);
}

/** Titles say whose chat history it is. The names beside its entries go only with them: they are what tells the name. */
async function clearTitles(tx: Transaction, accountId: string): Promise<number> {
  const entries = await tx.db.bundleEntry.findMany({
    where: { senderId: accountId, senderName: { not: '' } },
    take: AT_ONCE,
  });
  for (const { bundleId, senderName } of entries) await clearTitle(tx, [bundleId], senderName);
  for (const { bundleId, position } of entries)
    await tx.db.bundleEntry.update({
      where: { bundleId_position: { bundleId, position } },
      data: { senderName: '' },
    });
  return entries.length;
}

/** Of these bundles, and of those that they are within. */
async function clearTitle(
  { db }: Transaction,
  bundleIds: readonly string[],
  name: string,
): Promise<void> {
  await db.$executeRaw`
    WITH RECURSIVE around(id) AS (
      SELECT unnest(${bundleIds}::uuid[])
      UNION SELECT e.bundle_id FROM around JOIN bundle_entry e ON e.nested_bundle_id = around.id
    )
    UPDATE bundle SET title = replace(title, ${name}, ${OMITTED})
    WHERE id IN (SELECT id FROM around) AND position(${name} IN title) > 0`;
}

/** A card's text is the name of whom it introduces. */
async function clearCards(work: Work): Promise<void> {
  const { accountId } = work;
  await inBatches(
    work,
    async (tx) => {
      const cards = await tx.db.$queryRaw<Placed[]>`
        UPDATE message SET text = '' WHERE id = ANY(ARRAY(
          SELECT id FROM message WHERE kind = 'CONTACT_CARD' AND data ->> 'accountId' = ${accountId} AND text <> ''
          LIMIT ${AT_ONCE}))
        RETURNING id, conversation_id AS "conversationId", seq`;
      tellChanged(tx, cards);
      return cards.length;
    },
    AT_ONCE,
  );
  await changeRows(
    work,
    `UPDATE message_version SET text = '' WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM message_version
       WHERE data IS NOT NULL AND data ->> 'accountId' = $1::uuid::text AND text <> '' LIMIT $2))`,
  );
  await changeRows(
    work,
    `UPDATE favourite SET text = '' WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM favourite
       WHERE kind = 'CONTACT_CARD' AND data ->> 'accountId' = $1::uuid::text AND text <> '' LIMIT $2))`,
  );
  await inBatches(work, (tx) => clearBundledCards(tx, accountId), AT_ONCE);
}

async function clearBundledCards(tx: Transaction, accountId: string): Promise<number> {
  const cards = await tx.db.$queryRaw<{ bundleId: string; position: number; text: string }[]>`
    SELECT bundle_id AS "bundleId", position, text FROM bundle_entry
    WHERE kind = 'CONTACT_CARD' AND data ->> 'accountId' = ${accountId} AND text <> '' LIMIT ${AT_ONCE}`;
  for (const { bundleId, position, text } of cards) {
    await tx.db.bundleEntry.update({
      where: { bundleId_position: { bundleId, position } },
      data: { text: '' },
    });
    await changeWhatIsFound(tx, [bundleId], (lines) =>
      lines
        .split('\n')
        .filter((line) => line !== text)
        .join('\n'),
    );
  }
  return cards.length;
}

interface Placed {
  id: string;
  conversationId: string;
  seq: number;
}

/** Whoever has a message before them reads it again. */
function tellChanged(tx: Transaction, messages: readonly Placed[]): void {
  for (const { id: messageId, conversationId, seq: messageSeq } of messages)
    tx.publishToConversation(conversationId, 'MessageEdited', { messageId, messageSeq });
}

interface Mention extends Placed {
  start: number;
  length: number;
  text: string;
  senderId: string;
  createdAt: Date;
}

/** As long as what it stands for, so that everything else in the text keeps its place. */
const maskOf = (length: number) => `@${'·'.repeat(Math.max(0, length - 1))}`.slice(0, length);

async function clearMentions(work: Work): Promise<void> {
  let behind = { id: NIL as string, start: -1 };
  for (;;) {
    const page = await step(work, (tx) => clearSomeMentions(tx, work.accountId, behind));
    const last = page.at(-1);
    if (!last || page.length < AT_ONCE) return;
    behind = last;
  }
}

async function clearSomeMentions(
  tx: Transaction,
  accountId: string,
  behind: { id: string; start: number },
): Promise<{ id: string; start: number }[]> {
  const page = await tx.db.$queryRaw<{ id: string; start: number }[]>`
    SELECT message_id AS id, start FROM message_mention
    WHERE account_id = ${accountId}::uuid AND (message_id, start) > (${behind.id}::uuid, ${behind.start}::int)
    ORDER BY message_id, start LIMIT ${AT_ONCE}`;
  for (const { id, start } of page) {
    // One by one, for a text may mention somebody twice; locked, for it may be edited at this moment.
    const [mention] = await tx.db.$queryRaw<Mention[]>`
      SELECT m.id, m.conversation_id AS "conversationId", m.seq, k.start, k.length, m.text,
             m.sender_id AS "senderId", m.created_at AS "createdAt"
      FROM message m JOIN message_mention k ON k.message_id = m.id
      WHERE m.id = ${id}::uuid AND k.start = ${start}::int AND k.account_id = ${accountId}::uuid
      FOR NO KEY UPDATE OF m`;
    if (mention) await clearMention(tx, mention);
  }
  return page;
}

async function clearMention(tx: Transaction, mention: Mention): Promise<void> {
  const { id, start, length, text, senderId, createdAt } = mention;
  const characters = [...text];
  const named = characters.slice(start, start + length).join('');
  const mask = maskOf(length);
  if (named === mask || named === '') return;
  characters.splice(start, length, ...mask);
  await tx.db.message.update({ where: { id }, data: { text: characters.join('') } });
  tellChanged(tx, [mention]);
  const clear = (words: string) => words.replaceAll(wordOf(named), mask);
  for (const version of await tx.db.messageVersion.findMany({ where: { messageId: id } }))
    await tx.db.messageVersion.update({
      where: { messageId_version: { messageId: id, version: version.version } },
      data: { text: clear(version.text) },
    });
  // Copies are known by whose words they are, and from when.
  const original = { senderId, sentAt: createdAt };
  for (const saved of await tx.db.favourite.findMany({ where: original }))
    await tx.db.favourite.update({ where: { id: saved.id }, data: { text: clear(saved.text) } });
  const entries = await tx.db.bundleEntry.findMany({ where: original });
  for (const { bundleId, position, text: words } of entries)
    await tx.db.bundleEntry.update({
      where: { bundleId_position: { bundleId, position } },
      data: { text: clear(words) },
    });
  await changeWhatIsFound(
    tx,
    entries.map(({ bundleId }) => bundleId),
    clear,
  );
}

/** The name as a whole, and not where somebody else's begins with it. */
const wordOf = (named: string) =>
  new RegExp(`${named.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'gu');

/** What a bundle is found by is written where it is shown or kept, and again where it is within another one. */
async function changeWhatIsFound(
  tx: Transaction,
  bundleIds: readonly string[],
  change: (words: string) => string,
): Promise<void> {
  let level = [...new Set(bundleIds)];
  while (level.length > 0) {
    const held = { bundleId: { in: level } };
    for (const message of await tx.db.message.findMany({ where: held })) {
      const text = change(message.text);
      if (text === message.text) continue;
      await tx.db.message.update({ where: { id: message.id }, data: { text } });
      tellChanged(tx, [message]);
    }
    for (const saved of await tx.db.favourite.findMany({ where: held }))
      await tx.db.favourite.update({ where: { id: saved.id }, data: { text: change(saved.text) } });
    const around = await tx.db.bundleEntry.findMany({ where: { nestedBundleId: { in: level } } });
    for (const { bundleId, position, text } of around)
      await tx.db.bundleEntry.update({
        where: { bundleId_position: { bundleId, position } },
        data: { text: change(text) },
      });
    level = [...new Set(around.map(({ bundleId }) => bundleId))];
  }
}
