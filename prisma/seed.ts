import { hash } from '@node-rs/argon2';
import pg from 'pg';
import { createDb, type TransactionClient } from './client.ts';
import type { KeptRows } from './town/keeping.ts';
import type { OrganisationRows } from './town/organisation.ts';
import type { Username } from './town/people.ts';
import { settle } from './town/rows.ts';
import type { SaidRows } from './town/saying.ts';

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

/** Fills a database in which nobody has an account with the demo town as it is `now`. False, and nothing done, in any other. */
export async function seed(databaseUrl: string, now = new Date()): Promise<boolean> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, application_name: 'seed' });
  const db = createDb(pool);
  try {
    const settleNow = (tx: TransactionClient) => settleOnce(tx, now);
    return await db.$transaction(settleNow, { maxWait: 10_000, timeout: 60_000 });
  } finally {
    await db.$disconnect();
    await pool.end();
  }
}

async function settleOnce(tx: TransactionClient, now: Date): Promise<boolean> {
  // Two servers starting together: the second waits, and then finds the town settled.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK}::bigint)`;
  if (await tx.account.findFirst({ select: { id: true } })) return false;
  const { accounts, ...rows } = settle(now);
  const hashes = await hashPasswords();
  await tx.account.createMany({
    data: accounts.map((account) => ({ ...account, passwordHash: hashes.get(account.username) })),
  });
  await tx.friendRequest.createMany({ data: rows.friendRequests });
  await tx.friendship.createMany({ data: rows.friendships });
  await writeOrganisation(tx, rows);
  await tx.conversation.createMany({ data: rows.conversations });
  await tx.member.createMany({ data: rows.members });
  await writeSaid(tx, rows);
  await writeKept(tx, rows);
  return true;
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
