import { uuidOf } from './ids.ts';
import type { Stage } from './stage.ts';

/**
 * Fills a group with people written straight into the database: as many as nobody would let in one by one. They come as
 * people do over years: many in one instant, and in no order of their ids. `crowd_1`, `crowd_2` … are their usernames;
 * every thousandth is an administrator.
 */
export async function fillGroup(stage: Stage, groupId: string, count: number): Promise<void> {
  const { pool } = stage.backend;
  await pool.query(
    `INSERT INTO account (id, username, email, nickname)
     SELECT gen_random_uuid(), 'crowd_' || n, 'crowd_' || n || '@example.org',
            (ARRAY['王', '李', '张', 'Anna ', 'Li_'])[1 + n % 5] || n
     FROM generate_series(1, $1::int) AS n`,
    [count],
  );
  await pool.query(
    `INSERT INTO member (conversation_id, account_id, role, joined_at, nickname)
     SELECT $1, id, (CASE WHEN n % 1000 = 0 THEN 'ADMINISTRATOR' ELSE 'MEMBER' END)::member_role,
            now() - (n / 100) * interval '1 minute', CASE WHEN n % 2500 = 7 THEN '茶博士' || n END
     FROM (SELECT id, substr(username, 7)::int AS n FROM account WHERE username LIKE 'crowd\\_%') crowd`,
    [uuidOf(groupId)],
  );
  await pool.query('ANALYZE account, member');
}
