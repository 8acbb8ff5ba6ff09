import type { Backend } from '../../realtime/backend.ts';
import { nameKey } from '../name-keys.ts';

const BATCH = 500;

/** Works out how names are typed: those that are new or have changed. Answers how many there were. */
export async function fillNameKeys(backend: Backend, signal?: AbortSignal): Promise<number> {
  let filled = 0;
  for (const fill of [fillNicknames, fillRemarks])
    for (let batch = BATCH; batch === BATCH && !signal?.aborted; filled += batch)
      batch = await fill(backend);
  return filled;
}

/** A nickname that has changed meanwhile is left for the next round. */
async function fillNicknames({ db }: Backend): Promise<number> {
  const due = await db.account.findMany({
    where: { nameKey: null },
    select: { id: true, nickname: true },
    take: BATCH,
  });
  const names = due.map(({ nickname }) => nickname);
  await db.$executeRaw`
    UPDATE account SET name_key = given.key
    FROM unnest(${due.map(({ id }) => id)}::uuid[], ${names}::text[], ${names.map(nameKey)}::text[])
      AS given (id, name, key)
    WHERE account.id = given.id AND account.nickname = given.name`;
  return due.length;
}

async function fillRemarks({ db }: Backend): Promise<number> {
  const due = await db.friendship.findMany({
    where: { remark: { not: null }, remarkKey: null },
    select: { accountId: true, friendId: true, remark: true },
    take: BATCH,
  });
  for (const { remark, ...key } of due)
    await db.friendship.updateMany({
      where: { ...key, remark },
      data: { remarkKey: nameKey(remark ?? '') },
    });
  return due.length;
}
