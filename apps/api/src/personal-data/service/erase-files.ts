import { readReferences, removeObjects, type Stored } from '../../media/service/clean-up.ts';
import { changeRows, step, type Work } from './erase-work.ts';

const FILES_AT_ONCE = 100;

/**
 * Removes what the person has uploaded and nothing that stays shows. The rows stay for as long as something could still be
 * put there, and the clean-up comes by once more; then they go as well.
 */
export async function removeFiles(work: Work): Promise<void> {
  const { backend, accountId } = work;
  const references = await readReferences(backend);
  const unused = references.map(({ reference }) => `AND NOT EXISTS (${reference})`).join(' ');
  for (let behind = ''; ; ) {
    const page = await step(work, async ({ db }) => {
      // Locked first and looked at then: whoever was giving one to something has done so by now, or cannot any more.
      const files = await db.$queryRawUnsafe<{ id: string }[]>(
        `SELECT id FROM stored_file WHERE owner_id = $1::uuid AND state <> 'DELETING' AND id::text > $2
         ORDER BY id::text LIMIT ${FILES_AT_ONCE} FOR UPDATE`,
        accountId,
        behind,
      );
      const marked = await db.$queryRawUnsafe<Stored[]>(
        `UPDATE stored_file f SET state = 'DELETING', name = '' WHERE f.id = ANY($1::uuid[]) ${unused}
         RETURNING id, storage_key AS "storageKey", upload_key AS "uploadKey"`,
        files.map(({ id }) => id),
      );
      await db.voiceTranscript.deleteMany({
        where: { fileId: { in: marked.map(({ id }) => id) } },
      });
      return files;
    });
    const last = page.at(-1);
    if (!last || page.length < FILES_AT_ONCE) break;
    behind = last.id;
  }
  await removeMarked(work);
  await removeOriginals(work);
  await forgetFileNames(work, references);
}

/** Those marked before a crash as well. */
async function removeMarked(work: Work): Promise<void> {
  const { backend, accountId } = work;
  for (let behind = ''; ; ) {
    const marked = await step(work, ({ db }) =>
      db.$queryRawUnsafe<Stored[]>(
        `SELECT id, storage_key AS "storageKey", upload_key AS "uploadKey" FROM stored_file
         WHERE owner_id = $1::uuid AND state = 'DELETING' AND id::text > $2 ORDER BY id::text LIMIT ${FILES_AT_ONCE}`,
        accountId,
        behind,
      ),
    );
    await removeObjects(backend, marked);
    const last = marked.at(-1);
    if (!last || marked.length < FILES_AT_ONCE) return;
    behind = last.id;
  }
}

/** What stays is what the server has made of an upload. The upload itself says more: where a picture was taken, by what. */
async function removeOriginals(work: Work): Promise<void> {
  const { backend, accountId } = work;
  const kept = await step(work, ({ db }) =>
    db.storedFile.findMany({
      where: { ownerId: accountId, state: 'READY', uploadKey: { not: null } },
      select: { uploadKey: true },
    }),
  );
  await backend.storage.remove(kept.flatMap(({ uploadKey }) => uploadKey ?? []));
}

/** A name belongs to what was sent under it. The picture of a group has none that anybody sees. */
function forgetFileNames(work: Work, references: readonly { table: string; reference: string }[]) {
  const said = references
    .filter(({ table }) => table !== 'conversation')
    .map(({ reference }) => `AND NOT EXISTS (${reference})`)
    .join(' ');
  return changeRows(
    work,
    `UPDATE stored_file SET name = '' WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM stored_file f WHERE owner_id = $1::uuid AND name <> '' ${said} LIMIT $2))`,
  );
}
