import type { Department } from '@teahouse/db/client';
import type { Db, TransactionClient } from '../platform/db.ts';
import { DepartmentBelowItselfError, DepartmentTooDeepError } from './errors.ts';

type Querying = { db: Pick<TransactionClient, '$queryRaw'> };

/** Levels of departments. */
export const DEPTH_MAX = 10;

/**
 * Every change of the organisation waits here for the one before it, so that what is checked of the tree (no circles, no
 * two of one name, nothing lost when a department goes) is still true when it is written. Changes are few and short.
 */
export async function lockOrganisation({
  db,
}: {
  db: Pick<TransactionClient, '$executeRaw'>;
}): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('organisation', 0))`;
}

/** Refuses a place where a department would lie below itself, or some of what it brings too deep. Null: at the top. */
export async function requirePlace(
  tx: Querying,
  parentId: string | null,
  departmentId?: string,
): Promise<void> {
  const above = parentId ? ((await pathsOf(tx, [parentId])).get(parentId) ?? []) : [];
  if (departmentId && above.some(({ id }) => id === departmentId))
    throw new DepartmentBelowItselfError();
  const height = departmentId ? await heightOf(tx, departmentId) : 1;
  if (above.length + height > DEPTH_MAX) throw new DepartmentTooDeepError(DEPTH_MAX);
}

/** The levels that a department takes up with all that is below it. */
async function heightOf({ db }: Querying, id: string): Promise<number> {
  const [found] = await db.$queryRaw<{ height: number }[]>`
    WITH RECURSIVE below AS (
      SELECT id, 1 AS level FROM department WHERE id = ${id}::uuid
      UNION ALL
      SELECT d.id, level + 1 FROM below JOIN department d ON d.parent_id = below.id
    )
    SELECT max(level) AS height FROM below`;
  return found?.height ?? 1;
}

/** For each of these departments: those above it, from the top, and itself at the end. */
export async function pathsOf(
  { db }: Querying,
  ids: readonly string[],
): Promise<Map<string, Department[]>> {
  const rows = await db.$queryRaw<(Department & { from: string })[]>`
    WITH RECURSIVE above AS (
      SELECT id AS "from", 0 AS steps, d.* FROM department d WHERE id = ANY(${[...ids]}::uuid[])
      UNION ALL
      SELECT "from", steps + 1, d.* FROM above JOIN department d ON d.id = above.parent_id
    )
    SELECT "from", id, parent_id AS "parentId", name, place, created_at AS "createdAt"
    FROM above ORDER BY steps DESC`;
  const paths = new Map<string, Department[]>(ids.map((id) => [id, []]));
  for (const { from, ...department } of rows) paths.get(from)?.push(department);
  return paths;
}

/** How many people there are in each of these departments and in all that is below it; each person counts once. */
export async function countPeople(
  { db }: { db: Pick<Db, '$queryRaw'> },
  ids: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ top: string; people: number }[]>`
    WITH RECURSIVE below AS (
      SELECT id AS top, id FROM department WHERE id = ANY(${[...ids]}::uuid[])
      UNION ALL
      SELECT top, d.id FROM below JOIN department d ON d.parent_id = below.id
    )
    SELECT top, count(DISTINCT account_id)::int AS people
    FROM below JOIN department_member m ON m.department_id = below.id GROUP BY top`;
  return new Map(rows.map(({ top, people }) => [top, people]));
}
