import type { Member, MemberRole } from '@teahouse/db/client';
import { escapeLike, tidy } from '../platform/text.ts';
import type { Backend } from '../realtime/backend.ts';

/** Roles in the order in which members are listed, which is PostgreSQL's order of them as well. */
export const ROLES = ['OWNER', 'ADMINISTRATOR', 'MEMBER'] as const satisfies MemberRole[];

/** Which members of a conversation, and which stretch of them. */
export interface RosterPage {
  conversationId: string;
  /** Part of a nickname, of a nickname in the group, or of a username; without regard to case. */
  query?: string | null;
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
  const search = words === '' ? null : await prepareSearch(backend, words);
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
  /** Everybody in the house whose own names contain the words; null when these are many, or not known. */
  accountIds: string[] | null;
}

/** Three letters or digits in a row: what the trigram indexes need to be of use. */
const INDEXED = /[\p{L}\p{N}]{3}/u;
const FEW = 1_000;

/**
 * Of words that few people are called by, the indexes over all accounts tell quickly by whom, and a group need only be
 * looked through for its own nicknames. Other words are found in a group of any size before much of it has been read.
 */
async function prepareSearch({ pool }: Backend, words: string): Promise<Search> {
  const pattern = `%${escapeLike(words)}%`;
  if (!INDEXED.test(words)) return { pattern, accountIds: null };
  const { rows } = await pool.query<{ id: string }>({
    text: 'SELECT id FROM account WHERE nickname ILIKE $1 OR username::text ILIKE $1 LIMIT $2',
    values: [pattern, FEW + 1],
  });
  return { pattern, accountIds: rows.length > FEW ? null : rows.map(({ id }) => id) };
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

function called({ pattern, accountIds }: Search, bind: (value: unknown) => string): string {
  const like = bind(pattern);
  if (accountIds)
    return `(m.nickname ILIKE ${like} OR m.account_id = ANY(${bind(accountIds)}::uuid[]))`;
  return `(m.nickname ILIKE ${like} OR a.nickname ILIKE ${like} OR a.username::text ILIKE ${like})`;
}
