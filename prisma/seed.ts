import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { createDb, type Prisma, type TransactionClient } from './client.ts';
import type { KeptRows } from './town/keeping.ts';
import type { OrganisationRows } from './town/organisation.ts';
import type { Username } from './town/people.ts';
import type { PostedRows } from './town/posting.ts';
import { type Rows, settle } from './town/rows.ts';
import type { SaidRows } from './town/saying.ts';
import type { Shelved } from './town/shelf.ts';
import type { Thing } from './town/things.ts';

/** Printed at every start and meant for trying things out: a database that has it is never to face the internet. */
const DEMO_PASSWORD = 'tea-at-four';

/** Who can be signed in as. The rest of the town has no password, and so cannot be. */
export const demoAccounts = [
  { username: 'mei', password: DEMO_PASSWORD, name: '小梅, who keeps the teahouse' },
  { username: 'tom', password: DEMO_PASSWORD, name: 'Tom Whitaker, who learns Chinese' },
  { username: 'lin', password: DEMO_PASSWORD, name: '林越, who is on call' },
] as const satisfies readonly { username: Username; password: string; name: string }[];

/** As the API hashes passwords (apps/api/src/accounts/passwords.ts): what is hashed otherwise takes another time to verify. */
const HASHING = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const SEED_LOCK = 7_463_811;

/** Files that are made at the same time: as many as there are processors in a small machine. */
const AT_ONCE = 2;

/** What is known of a file once its content is in the storage. */
interface Furnished {
  file: Pick<Prisma.StoredFileCreateManyInput, 'mediaType' | 'bytes'> &
    Partial<Prisma.StoredFileCreateManyInput>;
  variants: Omit<Prisma.StoredVariantCreateManyInput, 'fileId'>[];
}

/** Makes a file of the town and puts it into the storage: that is the API's, which this knows nothing of. */
export type Furnish = (thing: Thing, storageKey: string) => Promise<Furnished>;

/** Fills a database in which nobody has an account with the demo town as it is `now`. False, and nothing done, in any other. */
export async function seed(
  databaseUrl: string,
  furnish: Furnish,
  now = new Date(),
): Promise<boolean> {
  const pool = new pg.Pool({
    ...{ connectionString: databaseUrl, application_name: 'seed' },
    // One connection, for as long as this takes: it holds the lock.
    ...{ max: 1, idleTimeoutMillis: 0 },
  });
  const db = createDb(pool);
  try {
    // Two servers starting together: the second waits, and then finds the town settled.
    await pool.query('SELECT pg_advisory_lock($1::bigint)', [SEED_LOCK]);
    if (await hasPeople(db)) return false;
    const rows = settle(now);
    // Before the transaction: a slow machine draws for longer than one may take.
    const [hashes, furnished] = await Promise.all([
      hashPasswords(),
      furnishAll(rows.files, furnish),
    ]);
    const write = async (tx: TransactionClient) => {
      // Whoever has registered meanwhile, at a server that was open already, has the place to themself.
      if (await hasPeople(tx)) return false;
      await writeTown(tx, rows, furnished, hashes);
      return true;
    };
    return await db.$transaction(write, { maxWait: 10_000, timeout: 60_000 });
  } finally {
    await db.$disconnect();
    await pool.end();
  }
}

const hasPeople = async (db: Pick<TransactionClient, 'account'>) =>
  (await db.account.findFirst({ select: { id: true } })) !== null;

async function writeTown(
  tx: TransactionClient,
  { accounts, ...rows }: Rows,
  furnished: readonly (Shelved & Furnished)[],
  hashes: ReadonlyMap<string, string>,
): Promise<void> {
  await tx.account.createMany({
    data: accounts.map(({ avatarFileId: _, ...account }) => ({
      ...account,
      passwordHash: hashes.get(account.username),
    })),
  });
  await tx.storedFile.createMany({ data: furnished.map(({ row, file }) => ({ ...row, ...file })) });
  await tx.storedVariant.createMany({
    data: furnished.flatMap(({ row, variants }) =>
      variants.map((variant) => ({ ...variant, fileId: row.id })),
    ),
  });
  // Files belong to accounts, and stand for them: one of both comes first.
  for (const { id, avatarFileId } of accounts)
    if (avatarFileId) await tx.account.update({ where: { id }, data: { avatarFileId } });
  await tx.friendRequest.createMany({ data: rows.friendRequests });
  await tx.friendship.createMany({ data: rows.friendships });
  await writeOrganisation(tx, rows);
  await tx.conversation.createMany({ data: rows.conversations });
  await tx.member.createMany({ data: rows.members });
  await writeSaid(tx, rows);
  await tx.voiceHeard.createMany({ data: rows.voicesHeard });
  await writePosted(tx, rows);
  await writeKept(tx, rows);
}

/** A few at a time, the largest of which are pictures; nothing else is done meanwhile. */
async function furnishAll(files: readonly Shelved[], furnish: Furnish) {
  const left = [...files];
  const furnished: (Shelved & Furnished)[] = [];
  const work = async () => {
    for (let next = left.pop(); next; next = left.pop())
      furnished.push({ ...next, ...(await furnish(next.thing, next.row.storageKey)) });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return furnished;
}

async function writeOrganisation(tx: TransactionClient, rows: OrganisationRows): Promise<void> {
  await tx.installation.update({ where: { id: 1 }, data: rows.installation });
  await tx.administrator.createMany({ data: rows.administrators });
  await tx.department.createMany({ data: rows.departments });
  await tx.departmentMember.createMany({ data: rows.departmentMembers });
}

async function writeSaid(tx: TransactionClient, rows: SaidRows): Promise<void> {
  await tx.bundle.createMany({ data: rows.bundles });
  await tx.bundleEntry.createMany({ data: rows.bundleEntries });
  await tx.message.createMany({ data: rows.messages });
  await tx.messageVersion.createMany({ data: rows.messageVersions });
  await tx.messageMention.createMany({ data: rows.messageMentions });
  await tx.messageReaction.createMany({ data: rows.messageReactions });
  await tx.messagePin.createMany({ data: rows.messagePins });
  await tx.announcement.createMany({ data: rows.announcements });
  await tx.announcementRead.createMany({ data: rows.announcementReads });
}

async function writePosted(tx: TransactionClient, rows: PostedRows): Promise<void> {
  await tx.moment.createMany({ data: rows.moments });
  await tx.momentFile.createMany({ data: rows.momentFiles });
  await tx.momentAudience.createMany({ data: rows.momentAudiences });
  await tx.momentMention.createMany({ data: rows.momentMentions });
  await tx.momentLike.createMany({ data: rows.momentLikes });
  await tx.momentComment.createMany({ data: rows.momentComments });
  await tx.momentNotice.createMany({ data: rows.momentNotices });
  await tx.momentSettings.createMany({ data: rows.momentSettings });
}

async function writeKept(tx: TransactionClient, rows: KeptRows): Promise<void> {
  await tx.favourite.createMany({ data: rows.favourites });
  await tx.draft.createMany({ data: rows.drafts });
  await tx.scheduledMessage.createMany({ data: rows.scheduledMessages });
  await tx.reminder.createMany({ data: rows.reminders });
  await tx.joinRequest.createMany({ data: rows.joinRequests });
  await tx.groupInvite.createMany({ data: rows.groupInvites });
  await tx.linkPreview.createMany({ data: rows.linkPreviews });
  await tx.auditEntry.createMany({ data: rows.auditEntries });
}

/** A hash for each demo account; one hashing for each password, because it is slow on purpose. */
async function hashPasswords(): Promise<Map<string, string>> {
  const byPassword = new Map<string, string>();
  const byUsername = new Map<string, string>();
  for (const { username, password } of demoAccounts) {
    const hashed = byPassword.get(password) ?? (await hash(password, HASHING));
    byPassword.set(password, hashed);
    byUsername.set(username, hashed);
  }
  return byUsername;
}
