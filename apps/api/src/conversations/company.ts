import { jsonProfiles, type Profile, toProfiles } from '../accounts/access.ts';
import { jsonRows } from '../platform/rows.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';

/** Who is in conversations: for some by their ids or, in the statement that lists them, along with a page. */

/** How many people are in these conversations at the time of asking. */
export async function countMembers(
  { pool }: Pick<Backend, 'pool'>,
  conversationIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ id: string; count: number }>({
    name: 'conversation-member-counts',
    text: 'SELECT id, member_count AS count FROM conversation WHERE id = ANY($1::uuid[])',
    values: [conversationIds],
  });
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** SQL: the other person of each conversation of two in a table, as one value; $1 is who looks. */
export const peersOf = (conversations: string): string => `(
  WITH peer AS MATERIALIZED (
    SELECT m.conversation_id AS "conversationId", m.account_id AS "accountId"
    FROM ${conversations} c JOIN member m ON m.conversation_id = c.id AND m.account_id <> $1
    WHERE c.kind = 'DIRECT'
  )
  SELECT json_build_object(
    'peers', ${jsonRows('SELECT * FROM peer')}, 'profiles', ${jsonProfiles('SELECT "accountId" FROM peer')})
)`;

/** The others by conversation, from what `peersOf` has found. */
export function peersByConversation(found: unknown): Map<string, Profile> {
  const { peers, profiles } = found as {
    peers: { conversationId: string; accountId: string }[] | null;
    profiles: unknown;
  };
  const people = new Map(toProfiles(profiles).map((profile) => [profile.id, profile]));
  return new Map(
    (peers ?? []).flatMap(({ conversationId, accountId }) => {
      const profile = people.get(accountId);
      return profile ? [[conversationId, profile] as const] : [];
    }),
  );
}

export async function readPeers(
  { pool }: Pick<Backend, 'pool'>,
  { accountId }: Viewer,
  conversationIds: readonly string[],
): Promise<Map<string, Profile>> {
  const { rows } = await pool.query<{ found: unknown }>({
    name: 'conversations-peers',
    text: `SELECT ${peersOf('(SELECT id, kind FROM conversation WHERE id = ANY($2::uuid[]))')} AS found`,
    values: [accountId, conversationIds],
  });
  return peersByConversation(rows[0]?.found);
}
