import { type DepartmentMember, Prisma } from '@teahouse/db/client';
import { typedKey } from '../contacts/name-keys.ts';
import { escapeLike, tidy } from '../platform/text.ts';
import type { Backend } from '../realtime/backend.ts';

interface Page {
  offset: number;
  limit: number;
}

const QUERY_MAX = 100;

/** As it is typed in Latin letters, where that is known yet: so that Chinese names stand in the order of their sounds. */
const BY_NAME = Prisma.sql`coalesce(a.name_key, ' ' || lower(a.nickname))`;

/** Those who lead it first, then by title, those without one last, then by name. */
export async function listDepartment(
  { db }: Pick<Backend, 'db'>,
  departmentId: string,
  { offset, limit }: Page,
): Promise<DepartmentMember[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM department_member m JOIN account a ON a.id = m.account_id
    WHERE m.department_id = ${departmentId}::uuid
    ORDER BY m.head DESC, m.title = '', lower(m.title), ${BY_NAME}, m.id
    OFFSET ${offset} LIMIT ${limit}`;
  return inOrder(db, rows);
}

/**
 * People whose name, title or department contains the words, or whose name is typed so, each once: by the position that
 * the words fit, or else the primary one. Whoever is called so comes before whoever is something of that name.
 */
export async function searchOrganisation(
  { db }: Pick<Backend, 'db'>,
  words: string,
  { offset, limit }: Page,
): Promise<DepartmentMember[]> {
  const query = tidy(words).replace(/^@/, '');
  if (query === '' || query.length > QUERY_MAX) return [];
  const pattern = `%${escapeLike(query)}%`;
  const key = typedKey(query);
  const called = Prisma.sql`(a.nickname ILIKE ${pattern} OR a.username::text ILIKE ${pattern}
    OR coalesce(${key} <> '' AND a.name_key LIKE ${`% ${key}%`}, false))`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH found AS (
      SELECT DISTINCT ON (m.account_id) m.id, m.title, ${BY_NAME} AS name, ${called} AS called
      FROM department_member m
        JOIN account a ON a.id = m.account_id JOIN department d ON d.id = m.department_id
      WHERE ${called} OR m.title ILIKE ${pattern} OR d.name ILIKE ${pattern}
      ORDER BY m.account_id, (m.title ILIKE ${pattern} OR d.name ILIKE ${pattern}) DESC,
        m.is_primary DESC, m.id
    )
    SELECT id FROM found
    ORDER BY called DESC, title = '', lower(title), name, id
    OFFSET ${offset} LIMIT ${limit}`;
  return inOrder(db, rows);
}

async function inOrder(db: Backend['db'], rows: { id: string }[]): Promise<DepartmentMember[]> {
  const ids = rows.map(({ id }) => id);
  const members = await db.departmentMember.findMany({ where: { id: { in: ids } } });
  const byId = new Map(members.map((member) => [member.id, member]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
