import type { Member, MemberRole } from '@teahouse/db/client';
import { typedKey } from '../contacts/name-keys.ts';
import { escapeLike, tidy } from '../platform/text.ts';
import type { Backend } from '../realtime/backend.ts';

/** Roles in the order in which members are listed, which is PostgreSQL's order of them as well. */
export const ROLES = ['OWNER', 'ADMINISTRATOR', 'MEMBER'] as const satisfies MemberRole[];

/** Which members of a conversation, and which stretch of them. */
export interface RosterPage {
  conversationId: string;
  /**
   * Part of a nickname, of a nickname in the group, or of a username, without regard to case; or how a nickname is typed in
   * Latin letters.
   */
  query?: string | null;
  /** Whoever asks for others to choose from: what they call their friends counts as well, and they are not among them. */
  chosenBy?: string;
  roles?: readonly MemberRole[] | null;
  after?: RosterPlace;
  before?: RosterPlace;
  limit: number;
  /** The nearest to the end first. */
  inverted: boolean;
}

/** A member's place in the list. */
export interface RosterPlace {
  role: MemberRole;
  joinedAt: Date;
  accountId: string;
}

const QUERY_MAX = 100;

/** The owner, administrators, then members; oldest first within each. Reads one page, however large the group. */
export async function listMembers(backend: Backend, page: RosterPage): Promise<Member[]> {
  const { conversationId } = page;
  const words = tidy(page.query ?? '').replace(/^@/, '');
  if (words.length > QUERY_MAX) return [];
  const search = words === '' ? null : await prepareSearch(backend, words, page.chosenBy);
  const { rows } = await backend.pool.query<{ account_id: string }>(pageStatement(page, search));
  const ids = rows.map((row) => row.account_id);
  const members = await backend.db.member.findMany({
    where: { conversationId, accountId: { in: ids } },
  });
  const byId = new Map(members.map((member) => [member.accountId, member]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

interface Search {
  pattern: string;
  /** How keys of names begin that are meant; null where nothing is. */
  typed: string | null;
  /** Everybody in the house whose own names contain the words; null when these are many, or not known. */
  accountIds: string[] | null;
  /** Friends whom somebody calls so. */
  friendIds: string[];
}

/** Three letters or digits in a row: what the trigram indexes need to be of use. */
const INDEXED = /[\p{L}\p{N}]{3}/u;
const FEW = 1_000;

/**
 * Of words that few people are called by, the indexes over all accounts tell quickly by whom, and a group need only be
 * looked through for its own nicknames. Other words are found in a group of any size before much of it has been read.
 */
async function prepareSearch(
  { pool }: Backend,
  words: string,
  chosenBy: string | undefined,
): Promise<Search> {
  const pattern = `%${escapeLike(words)}%`;
  const key = typedKey(words);
  const typed = key ? `% ${key}%` : null;
  const idsOf = async (text: string, values: unknown[]) => {
    const { rows } = await pool.query<{ id: string }>({ text, values });
    return rows.map(({ id }) => id);
  };
  const friendIds = chosenBy
    ? await idsOf(
        `SELECT friend_id AS id FROM friendship
         WHERE account_id = $1 AND (remark ILIKE $2 OR remark_key LIKE $3)`,
        [chosenBy, pattern, typed],
      )
    : [];
  if (!INDEXED.test(words)) return { pattern, typed, accountIds: null, friendIds };
  const accountIds = await idsOf(
    `SELECT id FROM account WHERE nickname ILIKE $1 OR username::text ILIKE $1
     UNION SELECT id FROM account WHERE name_key LIKE $2 LIMIT $3`,
    [pattern, typed, FEW + 1],
  );
  return { pattern, typed, accountIds: accountIds.length > FEW ? null : accountIds, friendIds };
}

/** Not a prepared statement: what is the quickest way depends on the words and on where the page is. */
function pageStatement(
  page: RosterPage,
  search: Search | null,
): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const beyond = (direction: '<' | '>', { role, joinedAt, accountId }: RosterPlace) =>
    `(m.role, m.joined_at, m.account_id) ${direction} (${bind(role)}::member_role, ${bind(joinedAt)}::timestamptz, ${bind(accountId)}::uuid)`;
  const conditions = [`m.conversation_id = ${bind(page.conversationId)}::uuid`];
  if (page.chosenBy) conditions.push(`m.account_id <> ${bind(page.chosenBy)}::uuid`);
  if (page.roles) conditions.push(`m.role = ANY(${bind(page.roles)}::member_role[])`);
  if (page.after) conditions.push(beyond('>', page.after));
  if (page.before) conditions.push(beyond('<', page.before));
  if (search) conditions.push(called(search, bind));
  const joined = search && !search.accountIds ? 'JOIN account a ON a.id = m.account_id' : '';
  const order = page.inverted ? 'DESC' : 'ASC';
  const text = `
    SELECT m.account_id FROM member m ${joined} WHERE ${conditions.join(' AND ')}
    ORDER BY m.role ${order}, m.joined_at ${order}, m.account_id ${order} LIMIT ${bind(page.limit)}`;
  return { text, values };
}

function called(search: Search, bind: (value: unknown) => string): string {
  const { pattern, typed, accountIds, friendIds } = search;
  const like = bind(pattern);
  const known = [...friendIds, ...(accountIds ?? [])];
  const ways = [`m.nickname ILIKE ${like}`, `m.account_id = ANY(${bind(known)}::uuid[])`];
  if (!accountIds) {
    ways.push(`a.nickname ILIKE ${like}`, `a.username::text ILIKE ${like}`);
    if (typed) ways.push(`a.name_key LIKE ${bind(typed)}`);
  }
  return `(${ways.join(' OR ')})`;
}
