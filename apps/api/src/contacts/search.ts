import { type Account, Prisma } from '@teahouse/db/client';
import type { Env } from '../platform/env.ts';
import { canSend } from '../platform/outgoing.ts';
import { parsePhone } from '../platform/phones.ts';
import { emailAddress, escapeLike, tidy } from '../platform/text.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { isNearly, soundOf, typedKey } from './name-keys.ts';

const QUERY_MAX = 100;
/** A slip is forgiven in the names that share the most with what was typed, so many of them. */
const NEAR_CANDIDATES = 200;
const NEAR_MAX = 20;
/** What part of the three-letter pieces of what was typed such a name shares: one slip in five letters spoils half. */
const NEAR_SHARE = '0.5';

interface Wanted {
  words: string;
  /** The words as LIKE takes them, and where in a name they may stand. */
  pattern: string;
  anywhere: string;
  /** How keys of names begin that are meant; empty where nothing is. */
  key: string;
  sound: string;
  /** Who has a name that is nearly so. */
  nearIds: string[];
  email: string | null;
  /** An address that is not proven could be anybody’s; where none can be proven, all count. */
  provenOnly: boolean;
  phone: string | null;
  /** Whoever there is, also who hides from search. */
  everybody: boolean;
}

/**
 * People by username or nickname, or, among friends, by remark; as they are written, as they are typed in Latin letters,
 * as they sound, or with a slip. Whoever let themselves be found so, by their whole e-mail address or phone number.
 * What is exactly so comes first, then what begins so, and slips at the end; friends before others. Nobody with whom
 * the viewer has a block, and no stranger who does not want to be found; for whoever runs the installation `everybody`.
 */
export async function searchPeople(
  { db, env }: Backend,
  { accountId: me }: Viewer,
  given: string,
  { offset, limit, everybody = false }: { offset: number; limit: number; everybody?: boolean },
): Promise<Account[]> {
  const words = tidy(given).replace(/^@/, '');
  if (words === '' || words.length > QUERY_MAX) return [];
  const wanted = { ...read(env, words), everybody };
  let ids = await find(db, me, wanted, { offset, limit });
  // Slips are looked for where there is room for them, behind all that needed none.
  if (ids.length < limit && /^[a-z0-9]{4,40}$/.test(wanted.key)) {
    const nearIds = await nearTo(db, wanted.key);
    if (nearIds.length > 0) ids = await find(db, me, { ...wanted, nearIds }, { offset, limit });
  }
  const accounts = await db.account.findMany({ where: { id: { in: ids } } });
  return ids.flatMap((id) => accounts.find((account) => account.id === id) ?? []);
}

function read(env: Env, words: string): Omit<Wanted, 'everybody'> {
  const [key, pattern] = [typedKey(words), escapeLike(words)];
  return {
    words,
    pattern,
    // One or two letters stand somewhere in most names: they are taken for a beginning.
    anywhere: /^[a-z0-9]{1,2}$/i.test(words) ? `${pattern}%` : `%${pattern}%`,
    key,
    sound: soundOf(words),
    nearIds: [],
    email: emailAddress.safeParse(words).success ? words : null,
    provenOnly: canSend(env, 'EMAIL'),
    phone: parsePhone(env, words),
  };
}

/** Those of whoever may be meant who may be found, the best first. */
async function find(
  db: Backend['db'],
  me: string,
  wanted: Wanted,
  { offset, limit }: { offset: number; limit: number },
): Promise<string[]> {
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT account.id FROM (${candidates(wanted, me)}) AS candidate
    JOIN account USING (id)
    LEFT JOIN friendship ON friendship.account_id = ${me}::uuid AND friend_id = account.id
    LEFT JOIN privacy ON privacy.account_id = account.id
    WHERE account.deleted_at IS NULL AND (${wanted.everybody} OR (
      account.id <> ${me}::uuid
      AND (friend_id IS NOT NULL OR found_by_name IS NOT FALSE OR ${byAddress(wanted)})
      AND NOT EXISTS (
        SELECT FROM block WHERE block.account_id = account.id AND blocked_id = ${me}::uuid
          OR block.account_id = ${me}::uuid AND blocked_id = account.id)))
    ORDER BY ${rank(wanted)}, friend_id IS NULL, coalesce(remark, nickname), account.id
    OFFSET ${offset} LIMIT ${limit}`;
  return found.map((row) => row.id);
}

/** Whoever may be meant, each branch by an index of its own. */
function candidates(wanted: Wanted, me: string): Prisma.Sql {
  const { anywhere, key, sound, nearIds, email, phone } = wanted;
  const typed = [key, sound].filter(Boolean).map((start) => `% ${start}%`);
  const branches = [
    Prisma.sql`SELECT id FROM account WHERE username::text ILIKE ${anywhere}`,
    Prisma.sql`SELECT id FROM account WHERE nickname ILIKE ${anywhere}`,
    ...typed.map((start) => Prisma.sql`SELECT id FROM account WHERE name_key LIKE ${start}`),
    Prisma.sql`SELECT friend_id FROM friendship WHERE account_id = ${me}::uuid
      AND (remark ILIKE ${anywhere} OR remark_key LIKE ANY(${typed}::text[]))`,
    ...(nearIds.length > 0 ? [Prisma.sql`SELECT unnest(${nearIds}::uuid[])`] : []),
    ...(email || phone
      ? [
          Prisma.sql`SELECT id FROM account JOIN privacy ON account_id = id WHERE ${byAddress(wanted)}`,
        ]
      : []),
  ];
  return Prisma.join(branches, ' UNION ');
}

/** Whether somebody is found by their whole address, as they allow. */
const byAddress = ({ email, provenOnly, phone }: Wanted): Prisma.Sql =>
  Prisma.sql`(
    found_by_email IS TRUE AND email = ${email}::citext
      AND (email_verified_at IS NOT NULL OR NOT ${provenOnly})
    OR found_by_phone IS TRUE AND phone = ${phone})`;

/** How well somebody is meant: the smaller, the better. */
function rank(wanted: Wanted): Prisma.Sql {
  const { words, pattern, key, sound } = wanted;
  const [begins, holds] = [`${pattern}%`, `%${pattern}%`];
  const typed = (start: string) =>
    start
      ? Prisma.sql`(name_key LIKE ${`% ${start}%`} OR remark_key LIKE ${`% ${start}%`})`
      : Prisma.sql`false`;
  return Prisma.sql`CASE
    WHEN lower(username::text) = lower(${words}) THEN 0
    WHEN ${byAddress(wanted)} THEN 1
    WHEN lower(${words}) IN (lower(nickname), lower(remark)) THEN 2
    WHEN username::text ILIKE ${begins} OR nickname ILIKE ${begins} OR remark ILIKE ${begins} THEN 3
    WHEN ${typed(key)} THEN 4
    WHEN username::text ILIKE ${holds} OR nickname ILIKE ${holds} OR remark ILIKE ${holds} THEN 5
    WHEN ${typed(sound)} THEN 6
    ELSE 7 END`;
}

/** Whose name begins like this, but for a slip. */
async function nearTo(db: Backend['db'], key: string): Promise<string[]> {
  const [, rows] = await db.$transaction([
    db.$executeRaw`SELECT set_config('pg_trgm.word_similarity_threshold', ${NEAR_SHARE}, true)`,
    db.$queryRaw<{ id: string; names: string }[]>`
      SELECT id, concat(lower(username::text), name_key) AS names FROM account
      WHERE ${key} <% username::text OR ${key} <% name_key
      ORDER BY greatest(word_similarity(${key}, username::text), word_similarity(${key}, name_key)) DESC
      LIMIT ${NEAR_CANDIDATES}`,
  ]);
  return rows
    .filter(({ names }) => isNearly(key, names))
    .slice(0, NEAR_MAX)
    .map(({ id }) => id);
}
