import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import type { Words } from './words.ts';

/** Somebody as the archive speaks of them: what everybody may know of them, and no address of theirs. */
export interface Person {
  id: string;
  username: string | null;
  nickname: string;
}

/** What the person calls their friends. */
export type Remarks = ReadonlyMap<string, string>;

export async function loadRemarks(
  { db }: Pick<Backend, 'db'>,
  { accountId }: Viewer,
): Promise<Remarks> {
  const friends = await db.friendship.findMany({
    where: { accountId, remark: { not: null } },
    select: { friendId: true, remark: true },
  });
  return new Map(friends.map(({ friendId, remark }) => [friendId, remark ?? '']));
}

/** These people by their ids. Those who deleted their account have no name any more. */
export async function loadPeople(
  { db }: Pick<Backend, 'db'>,
  ids: Iterable<string>,
): Promise<Map<string, Person>> {
  const rows = await db.account.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, username: true, nickname: true, deletedAt: true },
  });
  return new Map(
    rows.map(({ deletedAt, username, ...row }) => [
      row.id,
      { ...row, username: deletedAt ? null : username },
    ]),
  );
}

/** What somebody is called on a page: as the person calls them, or else as they call themselves. */
export const nameOf = (words: Words, remarks: Remarks, person: Person | undefined): string =>
  (person && (remarks.get(person.id) || person.nickname)) || words.deletedPerson;
